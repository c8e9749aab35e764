package org.haven.casereview.worker;

import org.haven.casereview.Retention;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Component;

/** Keeps the record from disposal until that is approved. */
@Component
class HoldRecordWorker implements JobWorker<HoldRecordWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId) {}

  private final Retention retention;

  HoldRecordWorker(Retention retention) {
    this.retention = retention;
  }

  @Override
  public String type() {
    return "hold-record";
  }

  @Override
  public Nothing work(In in) {
    retention.hold(in.caseRef(), in.journeyId());
    return new Nothing();
  }
}
