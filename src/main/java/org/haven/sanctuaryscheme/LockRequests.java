package org.haven.sanctuaryscheme;

import java.time.Clock;
import java.time.Instant;
import org.haven.casefile.CaseMoments;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.OnlyOnce;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** When new locks were asked for, and who books them at that hour. */
@Service
public class LockRequests {
  /** The moment from which the 24 hours run. */
  private static final String REQUEST = "request";

  private final CaseMoments moments;
  private final WorkingCalendar calendar;
  private final OnlyOnce once;
  private final Clock clock;

  LockRequests(CaseMoments moments, WorkingCalendar calendar, OnlyOnce once, Clock clock) {
    this.moments = moments;
    this.calendar = calendar;
    this.once = once;
    this.clock = clock;
  }

  /**
   * Notes the request and names the team that is at work now; the same step again notes nothing.
   *
   * @return Housing Maintenance in office hours, else the out-of-hours team
   */
  @Transactional
  public Team take(CaseRef caseRef, JourneyId journeyId, long stepKey) {
    Instant now = clock.instant();
    if (once.first("lock-request", stepKey)) {
      moments.record(caseRef, journeyId, REQUEST, now);
    }
    return calendar.isOfficeHours(now) ? Team.HOUSING_MAINTENANCE : Team.OUT_OF_HOURS;
  }
}
