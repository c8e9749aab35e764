package org.haven.casereview.worker;

import org.haven.casereview.Retention;
import org.haven.engine.BpmnError;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Component;

/** Takes the case off the record, unless somebody needs it since that was approved. */
@Component
class DisposeRecordWorker implements JobWorker<DisposeRecordWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, JobContext job) {}

  private final Retention retention;

  DisposeRecordWorker(Retention retention) {
    this.retention = retention;
  }

  @Override
  public String type() {
    return "dispose-record";
  }

  @Override
  public Nothing work(In in) {
    if (!retention.dispose(in.caseRef(), in.journeyId(), in.job().elementInstanceKey())) {
      throw new BpmnError("RECORD_NEEDED");
    }
    return new Nothing();
  }
}
