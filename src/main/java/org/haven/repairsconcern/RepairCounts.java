package org.haven.repairsconcern;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.haven.platform.Known;
import org.haven.platform.calendar.WorkingCalendar;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Repairs of the last twelve months at a home. */
@Component
class RepairCounts {
  private static final int MONTHS = 12;
  private static final List<String> PATTERN =
      Arrays.stream(RepairKind.values()).filter(RepairKind::counts).map(RepairKind::code).toList();

  private final JdbcClient db;
  private final Clock clock;

  RepairCounts(JdbcClient db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * @param pattern repairs of the kinds that policy 7.2 names
   * @param bathroomLock those of them at a bathroom lock
   * @param insecure whether a repair that is new since the last scan leaves the home open
   */
  record Counts(int pattern, int bathroomLock, Known insecure) {}

  Counts of(String tenancyRef) {
    return db.sql(
            """
            select count(*) filter (where kind in (:pattern)) as pattern,
              count(*) filter (where kind = 'bathroom-lock') as bathroom_lock,
              coalesce(bool_or(insecure = 'YES' and scanned_at is null), false) as insecure,
              coalesce(bool_or(insecure = 'UNKNOWN' and scanned_at is null), true) as not_known
            from repair where tenancy_ref = :home and reported_on > :since
            """)
        .param("pattern", PATTERN)
        .param("home", tenancyRef)
        .param("since", today().minusMonths(MONTHS))
        .query(
            (row, _) ->
                new Counts(
                    row.getInt("pattern"),
                    row.getInt("bathroom_lock"),
                    row.getBoolean("insecure")
                        ? Known.YES
                        : row.getBoolean("not_known") ? Known.UNKNOWN : Known.NO))
        .single();
  }

  /** Homes at which something that counts was reported since they were last looked at. */
  List<String> homesWithNews() {
    return db.sql(
            "select distinct tenancy_ref from repair where scanned_at is null and kind in"
                + " (:pattern) and reported_on > :since order by tenancy_ref")
        .param("pattern", PATTERN)
        .param("since", today().minusMonths(MONTHS))
        .query(String.class)
        .list();
  }

  /**
   * The home was looked at.
   *
   * @return false if another night has done it already
   */
  @Transactional
  public boolean scanned(String tenancyRef) {
    return db.sql("update repair set scanned_at = ? where tenancy_ref = ? and scanned_at is null")
            .params(Timestamp.from(clock.instant()), tenancyRef)
            .update()
        > 0;
  }

  /** What no count needs any more. Status: Local default. */
  @Transactional
  public void forget() {
    db.sql("delete from repair where reported_on <= ?")
        .param(today().minusMonths(2 * MONTHS))
        .update();
  }

  private LocalDate today() {
    return WorkingCalendar.dateOf(clock.instant());
  }
}
