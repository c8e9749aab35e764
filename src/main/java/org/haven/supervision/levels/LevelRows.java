package org.haven.supervision.levels;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.haven.casefile.CaseAccess;
import org.haven.platform.EveryCase;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.supervision.levels.ServiceLevels.Unit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts of limits from the case database. Days are added up from their counts, and what somebody
 * may not know of is taken away again row by row: it comes out as if it were not there.
 */
@Component
class LevelRows {
  private final JdbcClient db;

  LevelRows(JdbcClient db) {
    this.db = db;
  }

  /**
   * What is counted.
   *
   * @param unit into what the days are put
   * @param username whose conflicts are left out
   */
  record Scope(
      LocalDate from,
      LocalDate to,
      Unit unit,
      String username,
      @Nullable Team team,
      @Nullable String processId,
      @Nullable Collection<String> slaKeys) {}

  /**
   * Counts of a limit.
   *
   * @param bucket the first day of the week or month; absent for what runs now
   */
  record Counted(String slaKey, boolean whole, @Nullable LocalDate bucket, LevelCounts counts) {}

  private static final String NARROWED =
      "(:team::text is null or team = :team) and (:process::text is null or process_id = :process)"
          + " and (:keys::text[] is null or sla_key = any (:keys::text[]))";

  private static final String NUMBERS = "sla_key, whole, met, met_extended, late, extended, paused";

  /** Whole weeks or months from their totals, the days before and after them from theirs. */
  private static final String DECIDED =
      """
      select day, %1$s from service_level_total
      where unit = :unit and day >= :wholeFrom and day < :wholeTo and %2$s
      union all
      select day, %1$s from service_level_total
      where unit = 'day' and (day between :from and :beforeWhole or day between :wholeTo and :to)
        and %2$s
      union all
      select day, %1$s from service_level_change where day between :from and :to and %2$s
      union all
      select level_day(l), sla_key, whole, -(level_verdict(l) = 'met')::int,
        -(level_verdict(l) = 'met-extended')::int, -(level_verdict(l) = 'late')::int,
        -extended::int, -paused::int
      from service_level l
      where l.case_ref in (select h.case_ref from case_conflict h where h.username = :acting)
        and level_verdict(l) is not null and level_day(l) between :from and :to and %2$s
      """
          .formatted(NUMBERS, NARROWED);

  /** What runs is looked at once; of which day it is, is asked of what is late alone. */
  private static final String COUNTS =
      """
      with running as materialized (
        select sla_key, whole, l.extended, l.paused, paused_at is not null as stands, due_at,
          case when paused_at is null then :second else date_trunc('second', paused_at) end > due_at
            as late
        from service_level l where l.ended_at is null and %2$s and %3$s
      ), both_of_them as (
        select sla_key, whole, date_trunc(:unit, day::timestamp)::date as bucket, met, met_extended,
          late, 0 as late_open, extended, paused, 0 as open, 0 as paused_now
        from (%1$s) d
        union all
        select sla_key, whole,
          date_trunc(:unit, (due_at at time zone 'Europe/London')::date::timestamp)::date, 0, 0, 1,
          1, extended::int, paused::int, 0, 0
        from running where late and due_at >= :begin and due_at < :end
        union all
        select sla_key, whole, null, 0, 0, 0, 0, 0, 0, count(*) filter (where not stands and not late),
          count(*) filter (where stands)
        from running group by sla_key, whole
      )
      select sla_key, whole, bucket, sum(met) as met, sum(met_extended) as met_extended,
        sum(late) as late, sum(late_open) as late_open, sum(extended) as extended,
        sum(paused) as paused, sum(open) as open, sum(paused_now) as paused_now
      from both_of_them group by sla_key, whole, bucket
      """
          .formatted(DECIDED, NARROWED, CaseAccess.NOT_CONFLICTED.formatted("l.case_ref"));

  /** One look at all counts: neither what moves meanwhile nor what is added in counts twice. */
  List<Counted> counts(Scope scope, Instant now) {
    Unit unit = scope.unit();
    LocalDate first = unit.first(scope.from());
    LocalDate wholeFrom = first.equals(scope.from()) ? first : unit.next(first);
    LocalDate wholeTo = unit.first(scope.to().plusDays(1));
    if (wholeTo.isBefore(wholeFrom)) {
      // within one week or month: days alone
      wholeFrom = scope.to().plusDays(1);
      wholeTo = wholeFrom;
    }
    LocalDate from = wholeFrom;
    LocalDate to = wholeTo;
    return EveryCase.look(
        db,
        () ->
            db.sql(COUNTS)
                .param("from", scope.from())
                .param("to", scope.to())
                .param("wholeFrom", from)
                .param("beforeWhole", from.minusDays(1))
                .param("wholeTo", to)
                .param("unit", unit.code())
                .param("acting", scope.username())
                .param("second", at(now.truncatedTo(ChronoUnit.SECONDS)))
                .param("begin", at(begin(scope.from())))
                .param("end", at(begin(scope.to().plusDays(1))))
                .param("team", scope.team() == null ? null : scope.team().code())
                .param("process", scope.processId())
                .param(
                    "keys", scope.slaKeys() == null ? null : scope.slaKeys().toArray(String[]::new))
                .query((row, _) -> counted(row))
                .list());
  }

  private static Instant begin(LocalDate day) {
    return day.atStartOfDay(WorkingCalendar.LONDON).toInstant();
  }

  private static Counted counted(ResultSet row) throws SQLException {
    return new Counted(
        row.getString("sla_key"),
        row.getBoolean("whole"),
        row.getObject("bucket", LocalDate.class),
        new LevelCounts(
            row.getLong("met"),
            row.getLong("met_extended"),
            row.getLong("late"),
            row.getLong("late_open"),
            row.getLong("extended"),
            row.getLong("paused"),
            row.getLong("open"),
            row.getLong("paused_now")));
  }

  /** The day on which the first limit began that this person may know of. */
  Optional<LocalDate> begin(String username) {
    return EveryCase.look(
        db,
        () ->
            db.sql(
                    "select opened_at from service_level l where "
                        + CaseAccess.NOT_CONFLICTED.formatted("l.case_ref")
                        + " order by opened_at limit 1")
                .param("acting", username)
                .query((row, _) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .optional()
                .map(WorkingCalendar::dateOf));
  }

  /** A clock over several steps that runs and will be due. */
  record Coming(Team team, Instant dueAt) {}

  List<Coming> coming(String username, Instant now, Instant until) {
    return EveryCase.look(
        db,
        () ->
            db.sql(
                    """
                    select team, due_at from service_level l
                    where l.ended_at is null and l.whole and l.paused_at is null
                      and l.due_at >= :now and l.due_at < :until and
                    """
                        + CaseAccess.NOT_CONFLICTED.formatted("l.case_ref"))
                .param("now", at(now))
                .param("until", at(until))
                .param("acting", username)
                .query(
                    (row, _) ->
                        new Coming(
                            Team.of(row.getString("team")),
                            row.getObject("due_at", OffsetDateTime.class).toInstant()))
                .list());
  }

  /** Adds what changed to the counts of the days; changes no figure. */
  long addIn() {
    return db.sql("select add_levels()").query(Long.class).single();
  }

  /**
   * Counts everything anew.
   *
   * @return how many counts were not what they should be; they are now
   */
  long recount() {
    return db.sql("select recount_levels()").query(Long.class).single();
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
