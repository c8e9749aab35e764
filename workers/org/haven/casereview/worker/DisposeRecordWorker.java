package org.haven.casereview.worker;

import org.haven.casereview.Retention;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Component;

/** Takes the case off the record. */
@Component
class DisposeRecordWorker implements JobWorker<DisposeRecordWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId) {}

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
    retention.dispose(in.caseRef(), in.journeyId());
    return new Nothing();
  }
}
