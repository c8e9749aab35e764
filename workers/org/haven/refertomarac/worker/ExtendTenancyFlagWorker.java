package org.haven.refertomarac.worker;

import java.time.LocalDate;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.refertomarac.MaracReferrals;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class ExtendTenancyFlagWorker implements JobWorker<ExtendTenancyFlagWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, @Nullable LocalDate meetingOn, JobContext job) {}

  private final MaracReferrals referrals;

  ExtendTenancyFlagWorker(MaracReferrals referrals) {
    this.referrals = referrals;
  }

  @Override
  public String type() {
    return "extend-tenancy-flag";
  }

  @Override
  public Nothing work(In in) {
    referrals.extendFlag(
        in.caseRef(), in.journeyId(), in.meetingOn(), in.job().elementInstanceKey());
    return new Nothing();
  }
}
