package org.haven.casefile;

import java.time.Clock;
import java.time.LocalDate;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.OnlyOnce;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Moments that a model names, once for each step that names one. */
@Component
public class NotedMoments {
  private final CaseMoments moments;
  private final OnlyOnce once;
  private final Clock clock;

  NotedMoments(CaseMoments moments, OnlyOnce once, Clock clock) {
    this.moments = moments;
    this.once = once;
    this.clock = clock;
  }

  /**
   * @param moment as the column {@code startsFrom} of taskSla names it
   * @param on the day on which it was; now if it is not given
   * @param stepKey the step that names it
   */
  @Transactional
  public void note(
      CaseRef caseRef, JourneyId journeyId, Code moment, @Nullable LocalDate on, long stepKey) {
    if (!once.first("moment-" + moment.value(), stepKey)) {
      return;
    }
    moments.record(
        caseRef,
        journeyId,
        moment.value(),
        on == null ? clock.instant() : on.atStartOfDay(WorkingCalendar.LONDON).toInstant());
  }
}
