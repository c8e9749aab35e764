package org.haven.casefile;

import java.time.Clock;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.springframework.stereotype.Component;

/**
 * The wishes gate: no step that the person said to abuse could notice before her wishes and the
 * risk to her are on record. Source: policy 7.5.1, procedure section 7.
 */
@Component
public class Wishes {
  private static final String MOMENT = "wishes-recorded";

  private final CaseFacts facts;
  private final CaseMoments moments;
  private final Clock clock;

  Wishes(CaseFacts facts, CaseMoments moments, Clock clock) {
    this.facts = facts;
    this.moments = moments;
    this.clock = clock;
  }

  /** She was heard in this journey, or what is known of her wishes was written down. */
  public void recorded(CaseRef caseRef, JourneyId journeyId) {
    moments.record(caseRef, journeyId, MOMENT, clock.instant());
  }

  /** Are they on record in this journey? Those of an earlier one may be out of date. */
  public boolean onRecord(CaseRef caseRef, JourneyId journeyId) {
    return facts.known(caseRef, "wishesRecorded") == Known.YES
        && moments.latest(caseRef, journeyId, MOMENT).isPresent();
  }

  /**
   * Must a supervisor decide? Only a clear "no" to "could it make you less safe" counts as no, and
   * what nobody knows of her wishes counts as against.
   */
  public boolean needSupervisor(CaseRef caseRef) {
    Object wishes = facts.of(caseRef).get("victimWishes");
    return !("supports".equals(wishes) || "not-object".equals(wishes))
        || facts.known(caseRef, "actionUnsafe") != Known.NO;
  }
}
