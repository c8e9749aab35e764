package org.haven.casereview.worker;

import java.time.LocalDate;
import org.haven.casereview.Retention;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Component;

/** The record is looked at again after the day that was named. */
@Component
class ExtendRetentionWorker implements JobWorker<ExtendRetentionWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, LocalDate keepUntil, JobContext job) {}

  private final Retention retention;

  ExtendRetentionWorker(Retention retention) {
    this.retention = retention;
  }

  @Override
  public String type() {
    return "extend-retention";
  }

  @Override
  public Nothing work(In in) {
    retention.extend(in.caseRef(), in.journeyId(), in.keepUntil(), in.job().elementInstanceKey());
    return new Nothing();
  }
}
