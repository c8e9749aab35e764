package org.haven.refertomarac.worker;

import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.refertomarac.MaracReferrals;
import org.springframework.stereotype.Component;

@Component
class StartMaracWatchWorker implements JobWorker<StartMaracWatchWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, Code referralId, JobContext job) {}

  private final MaracReferrals referrals;

  StartMaracWatchWorker(MaracReferrals referrals) {
    this.referrals = referrals;
  }

  @Override
  public String type() {
    return "start-marac-watch";
  }

  @Override
  public Nothing work(In in) {
    referrals.startWatch(
        in.caseRef(), in.journeyId(), in.referralId(), in.job().elementInstanceKey());
    return new Nothing();
  }
}
