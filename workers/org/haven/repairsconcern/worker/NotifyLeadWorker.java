package org.haven.repairsconcern.worker;

import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.repairsconcern.RepairsConcerns;
import org.springframework.stereotype.Component;

@Component
class NotifyLeadWorker implements JobWorker<NotifyLeadWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, Code concernRef, JobContext job) {}

  private final RepairsConcerns concerns;

  NotifyLeadWorker(RepairsConcerns concerns) {
    this.concerns = concerns;
  }

  @Override
  public String type() {
    return "notify-lead";
  }

  @Override
  public Nothing work(In in) {
    concerns.tellLead(in.caseRef(), in.concernRef().value(), in.job().elementInstanceKey());
    return new Nothing();
  }
}
