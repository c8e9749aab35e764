package org.haven.sanctuaryscheme;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.DecisionLog;
import org.haven.casefile.Timeline;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.OnlyOnce;
import org.haven.platform.calendar.WorkingCalendar;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the table of the sanctuary scheme advised, each time it was asked. */
@Service
public class SanctuaryAdvice {
  static final String TABLE = "sanctuaryEligibility";

  private static final Code ELIGIBLE = new Code("eligible");

  private final DecisionLog decisions;
  private final CaseMoments moments;
  private final Timeline timeline;
  private final OnlyOnce once;
  private final Clock clock;

  SanctuaryAdvice(
      DecisionLog decisions, CaseMoments moments, Timeline timeline, OnlyOnce once, Clock clock) {
    this.decisions = decisions;
    this.moments = moments;
    this.timeline = timeline;
    this.once = once;
    this.clock = clock;
  }

  /**
   * Keeps the advice; if she is eligible, the inspection's time runs from now. The same step again
   * keeps nothing.
   *
   * @param scheme {@code eligible}, {@code not-eligible}, {@code safer-only} or {@code ask-again}
   * @param lockChange {@code offer}, {@code legal-check} or {@code own-council}
   */
  @Transactional
  public void record(
      CaseRef caseRef, JourneyId journeyId, Code scheme, Code lockChange, long stepKey) {
    if (!once.first("sanctuary-advice", stepKey)) {
      return;
    }
    Instant now = clock.instant();
    Map<String, Code> advice = Map.of("scheme", scheme, "lockChange", lockChange);
    decisions.record(
        caseRef, journeyId, TABLE, 0, advice, advice, WorkingCalendar.dateOf(now), null, By.SYSTEM);
    if (scheme.equals(ELIGIBLE)) {
      moments.record(caseRef, journeyId, ELIGIBLE.value(), now);
    }
    timeline.add(
        caseRef,
        journeyId,
        "decision",
        "timeline.sanctuary-advice",
        Map.of("scheme", scheme, "lockChange", lockChange),
        By.SYSTEM);
  }
}
