package org.haven.casefile.worker;

import org.haven.casefile.SharingDecisions;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Her answer about sharing, as far as it is on record. */
@Component
class LoadConsentWorker implements JobWorker<LoadConsentWorker.In, LoadConsentWorker.Out> {
  /**
   * @param consent what the journey knows
   */
  record In(CaseRef caseRef, @Nullable Code consent) {}

  record Out(@Nullable Code consent) {}

  private final SharingDecisions decisions;

  LoadConsentWorker(SharingDecisions decisions) {
    this.decisions = decisions;
  }

  @Override
  public String type() {
    return "load-consent";
  }

  @Override
  public Out work(In in) {
    return new Out(decisions.consent(in.caseRef(), in.consent()));
  }
}
