package org.haven.casereview.worker;

import org.haven.casereview.Retention;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Component;

/** From here on the closed case is kept, and then looked at. */
@Component
class StartRetentionWorker implements JobWorker<StartRetentionWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, JobContext job) {}

  private final Retention retention;

  StartRetentionWorker(Retention retention) {
    this.retention = retention;
  }

  @Override
  public String type() {
    return "start-retention";
  }

  @Override
  public Nothing work(In in) {
    retention.start(in.caseRef(), in.journeyId(), in.job().elementInstanceKey());
    return new Nothing();
  }
}
