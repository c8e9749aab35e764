package org.haven.casereview.worker;

import org.haven.casereview.FlagEndings;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Component;

/** Sets the flag on her tenancy anew. */
@Component
class RenewFlagWorker implements JobWorker<RenewFlagWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, JobContext job) {}

  private final FlagEndings flags;

  RenewFlagWorker(FlagEndings flags) {
    this.flags = flags;
  }

  @Override
  public String type() {
    return "renew-flag";
  }

  @Override
  public Nothing work(In in) {
    flags.renew(in.caseRef(), in.journeyId(), in.job().elementInstanceKey());
    return new Nothing();
  }
}
