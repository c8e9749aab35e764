package org.haven.repairsconcern.worker;

import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.repairsconcern.RepairsConcerns;
import org.springframework.stereotype.Component;

/** A report on behalf of whoever lives there; on a case that is worked, a new incident. */
@Component
class SendDomesticAbuseReportedWorker
    implements JobWorker<SendDomesticAbuseReportedWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, Code concernRef, JobContext job) {}

  private final RepairsConcerns concerns;

  SendDomesticAbuseReportedWorker(RepairsConcerns concerns) {
    this.concerns = concerns;
  }

  @Override
  public String type() {
    return "send-domestic-abuse-reported";
  }

  @Override
  public Nothing work(In in) {
    concerns.report(in.caseRef(), in.concernRef().value(), in.job().elementInstanceKey());
    return new Nothing();
  }
}
