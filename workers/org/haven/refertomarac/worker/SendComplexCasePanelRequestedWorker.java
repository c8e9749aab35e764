package org.haven.refertomarac.worker;

import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.refertomarac.MaracReferrals;
import org.springframework.stereotype.Component;

@Component
class SendComplexCasePanelRequestedWorker
    implements JobWorker<SendComplexCasePanelRequestedWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JobContext job) {}

  private final MaracReferrals referrals;

  SendComplexCasePanelRequestedWorker(MaracReferrals referrals) {
    this.referrals = referrals;
  }

  @Override
  public String type() {
    return "send-complex-case-panel-requested";
  }

  @Override
  public Nothing work(In in) {
    referrals.requestPanel(in.caseRef(), in.job().elementInstanceKey());
    return new Nothing();
  }
}
