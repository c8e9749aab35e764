package org.haven.safeguardingreferral.worker;

import java.util.List;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.safeguardingreferral.SafeguardingLog;
import org.springframework.stereotype.Component;

@Component
class OpenConcernWorker implements JobWorker<OpenConcernWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, List<Code> routes, JobContext job) {}

  private final SafeguardingLog log;

  OpenConcernWorker(SafeguardingLog log) {
    this.log = log;
  }

  @Override
  public String type() {
    return "open-concern";
  }

  @Override
  public Nothing work(In in) {
    log.open(in.caseRef(), in.journeyId(), in.job().elementInstanceKey(), in.routes());
    return new Nothing();
  }
}
