package org.haven.repairsconcern.worker;

import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.repairsconcern.RepairsConcerns;
import org.springframework.stereotype.Component;

@Component
class CloseConcernWorker implements JobWorker<CloseConcernWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, Code concernRef) {}

  private final RepairsConcerns concerns;

  CloseConcernWorker(RepairsConcerns concerns) {
    this.concerns = concerns;
  }

  @Override
  public String type() {
    return "close-concern";
  }

  @Override
  public Nothing work(In in) {
    concerns.close(in.caseRef(), in.journeyId(), in.concernRef().value());
    return new Nothing();
  }
}
