package org.haven.casefile.worker;

import org.haven.casefile.CaseRouting;
import org.haven.casefile.SharingDecisions;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Her answer about sharing, as far as it is on record. */
@Component
class LoadConsentWorker implements JobWorker<LoadConsentWorker.In, LoadConsentWorker.Out> {
  /**
   * @param purpose what is to be shared for
   * @param consent what the journey knows
   * @param dangerNow what the journey was told when it began
   */
  record In(
      CaseRef caseRef,
      JourneyId journeyId,
      Code purpose,
      @Nullable Code consent,
      @Nullable Known dangerNow) {}

  /**
   * @param dangerNow no longer yes once the danger that was told is past
   */
  record Out(@Nullable Code consent, @Nullable Known dangerNow) {}

  private final SharingDecisions decisions;
  private final CaseRouting routing;

  LoadConsentWorker(SharingDecisions decisions, CaseRouting routing) {
    this.decisions = decisions;
    this.routing = routing;
  }

  @Override
  public String type() {
    return "load-consent";
  }

  @Override
  public Out work(In in) {
    return new Out(
        decisions.consent(in.caseRef(), in.journeyId(), in.purpose(), in.consent()),
        in.dangerNow() == Known.YES && !routing.dangerNow(in.caseRef())
            ? Known.NO
            : in.dangerNow());
  }
}
