package org.haven.casefile.register;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.Rows;
import org.haven.casefile.Timeline;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.EveryCase;
import org.haven.platform.JourneyId;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Flags on the tenancies of survivors whose case goes to the MARAC. A flag stands on the tenancy
 * only where it is hers alone; otherwise on her person record, or on the case while she is not
 * named, so that nothing in a file that he shares tells of it. Colleagues see that they are to
 * speak to the lead officer, never why.
 */
@Component
public class TenancyFlags {
  private static final String SOLE = "sole-victim";

  private final JdbcClient db;
  private final CaseFacts facts;
  private final People people;
  private final Timeline timeline;
  private final Clock clock;

  TenancyFlags(JdbcClient db, CaseFacts facts, People people, Timeline timeline, Clock clock) {
    this.db = db;
    this.facts = facts;
    this.people = people;
    this.timeline = timeline;
    this.clock = clock;
  }

  /**
   * A flag as it stands.
   *
   * @param tenancyRef absent where the tenancy is not known to be hers alone
   * @param personRef absent where it is on the tenancy, and while nobody knows her name: it stands
   *     on the case then
   * @param endsOn the last day on which it shows
   */
  public record Flag(
      long flagId,
      @Nullable String tenancyRef,
      @Nullable String personRef,
      LocalDate from,
      LocalDate endsOn) {}

  /**
   * Sets the flag of a case, or sets it anew with another end; the last one counts. The same step
   * again changes nothing. A case without a person on record has its flag as well: that a referral
   * goes on must not wait for a name.
   */
  @Transactional
  public Flag set(
      CaseRef caseRef, JourneyId journeyId, LocalDate from, LocalDate endsOn, long stepKey) {
    Map<String, Object> known = facts.of(caseRef);
    boolean hers = SOLE.equals(known.get("holding")) && known.get("tenancyRef") != null;
    boolean first =
        db.sql(
                    """
                    insert into tenancy_flag (case_ref, journey_id, step_key, tenancy_ref,
                      person_ref, from_on, ends_on, at, by)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (step_key) do nothing
                    """)
                .params(
                    Rows.values(
                        caseRef.value(),
                        journeyId.value(),
                        stepKey,
                        hers ? TenancyRow.ref(String.valueOf(known.get("tenancyRef"))) : null,
                        hers ? null : people.ref(caseRef, PersonKind.VICTIM).orElse(null),
                        Date.valueOf(from),
                        Date.valueOf(endsOn),
                        Rows.ts(clock.instant()),
                        By.SYSTEM.name()))
                .update()
            == 1;
    if (first) {
      timeline.add(
          caseRef, journeyId, "flag", "timeline.tenancy-flag", Map.of("endsOn", endsOn), By.SYSTEM);
    }
    return of(caseRef).orElseThrow();
  }

  /** The flag of a case that was set last; it may have ended. */
  public Optional<Flag> of(CaseRef caseRef) {
    return db.sql("select * from tenancy_flag where case_ref = ? order by id desc limit 1")
        .param(caseRef.value())
        .query(TenancyFlags::flag)
        .optional();
  }

  /**
   * Is whoever opens this tenancy to speak to the lead officer first? Says nothing of why, nor of
   * which case.
   */
  public boolean isFlagged(String tenancyRef) {
    return db.sql(
            """
            select exists (
              select 1 from (
                select distinct on (case_ref) tenancy_ref, ends_on from tenancy_flag
                where case_ref in (select case_ref from tenancy_flag where tenancy_ref = :tenancy)
                order by case_ref, id desc) last
              where last.tenancy_ref = :tenancy and last.ends_on >= :today)
            """)
        .param("tenancy", TenancyRow.ref(tenancyRef))
        .param("today", Date.valueOf(WorkingCalendar.dateOf(clock.instant())))
        .query(Boolean.class)
        .single();
  }

  /**
   * Is this the tenancy of a case that the person must not know of? To them the register has no
   * such row: "speak to the lead officer first" would say that there is a case, and the row where
   * she is.
   */
  public boolean isClosedTo(ActingPerson who, String tenancyRef) {
    return EveryCase.look(db, () -> isOfAConflict(who, tenancyRef));
  }

  private boolean isOfAConflict(ActingPerson who, String tenancyRef) {
    return db.sql(
            """
            select exists (
              select 1 from case_conflict cc
              where cc.username = :acting
                and (exists (select 1 from tenancy_flag f
                             where f.case_ref = cc.case_ref and f.tenancy_ref = :tenancy)
                  or exists (select 1 from case_fact c
                             where c.case_ref = cc.case_ref and c.name = 'tenancyRef'
                               and upper(c.value #>> '{}') = :tenancy)))
            """)
        .param("acting", who.username())
        .param("tenancy", TenancyRow.ref(tenancyRef))
        .query(Boolean.class)
        .single();
  }

  /** A flag that is about to end. */
  public record Ending(long flagId, CaseRef caseRef) {}

  /** The flags whose last day is from the first to the second of these days. */
  public List<Ending> ending(LocalDate from, LocalDate until) {
    return db.sql(
            """
            select id, case_ref from (
              select distinct on (case_ref) id, case_ref, ends_on from tenancy_flag
              order by case_ref, id desc) last
            where ends_on between ? and ? order by ends_on, id
            """)
        .params(Date.valueOf(from), Date.valueOf(until))
        .query((rs, _) -> new Ending(rs.getLong("id"), Rows.caseRef(rs)))
        .list();
  }

  private static Flag flag(ResultSet rs, int number) throws SQLException {
    return new Flag(
        rs.getLong("id"),
        rs.getString("tenancy_ref"),
        rs.getString("person_ref"),
        rs.getObject("from_on", LocalDate.class),
        rs.getObject("ends_on", LocalDate.class));
  }
}
