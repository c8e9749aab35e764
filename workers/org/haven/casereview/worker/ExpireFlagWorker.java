package org.haven.casereview.worker;

import org.haven.casereview.FlagEndings;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Component;

/** Lets the flag on her tenancy end. */
@Component
class ExpireFlagWorker implements JobWorker<ExpireFlagWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, JobContext job) {}

  private final FlagEndings flags;

  ExpireFlagWorker(FlagEndings flags) {
    this.flags = flags;
  }

  @Override
  public String type() {
    return "expire-flag";
  }

  @Override
  public Nothing work(In in) {
    flags.expire(in.caseRef(), in.journeyId(), in.job().elementInstanceKey());
    return new Nothing();
  }
}
