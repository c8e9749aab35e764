package org.haven.refertomarac.worker;

import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.refertomarac.MaracReferrals;
import org.springframework.stereotype.Component;

@Component
class SetTenancyFlagWorker implements JobWorker<SetTenancyFlagWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, JobContext job) {}

  private final MaracReferrals referrals;

  SetTenancyFlagWorker(MaracReferrals referrals) {
    this.referrals = referrals;
  }

  @Override
  public String type() {
    return "set-tenancy-flag";
  }

  @Override
  public Nothing work(In in) {
    referrals.flag(in.caseRef(), in.journeyId(), in.job().elementInstanceKey());
    return new Nothing();
  }
}
