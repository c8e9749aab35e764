package org.haven.casefile;

import java.time.Clock;
import java.time.LocalDate;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.calendar.WorkingCalendar;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Safe tries to reach her. After some of them a supervisor decides how to see that she is well. */
@Component
public class ContactTries {
  /** Status: Local defaults, to be confirmed by the policy owner. */
  public static final int TRIES_BEFORE_WELFARE_STEP = 3;

  public static final int WITHIN_WORKING_DAYS = 5;

  private final JdbcClient db;
  private final Clock clock;
  private final WorkingCalendar calendar;

  ContactTries(JdbcClient db, Clock clock, WorkingCalendar calendar) {
    this.db = db;
    this.clock = clock;
    this.calendar = calendar;
  }

  /**
   * Keeps one try that did not reach her, or not alone.
   *
   * @param tryId what tried, such as the job: the same again counts once
   * @return how many tries there were within the last five working days, today included
   */
  @Transactional
  public int record(CaseRef caseRef, JourneyId journeyId, String tryId, By by) {
    db.sql(
            "insert into contact_try (try_id, case_ref, journey_id, at, by)"
                + " values (?, ?, ?, ?, ?) on conflict do nothing")
        .params(tryId, caseRef.value(), journeyId.value(), Rows.ts(clock.instant()), by.name())
        .update();
    LocalDate first = LocalDate.ofInstant(clock.instant(), WorkingCalendar.LONDON);
    int days = calendar.isWorkingDay(first) ? 1 : 0;
    while (days < WITHIN_WORKING_DAYS) {
      first = first.minusDays(1);
      if (calendar.isWorkingDay(first)) {
        days++;
      }
    }
    return db.sql(
            "select count(*) from contact_try where case_ref = ? and journey_id = ? and at >= ?")
        .params(
            caseRef.value(),
            journeyId.value(),
            Rows.ts(first.atStartOfDay(WorkingCalendar.LONDON).toInstant()))
        .query(Integer.class)
        .single();
  }
}
