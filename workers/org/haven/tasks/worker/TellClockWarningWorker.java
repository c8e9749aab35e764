package org.haven.tasks.worker;

import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.haven.tasks.ClockNotices;
import org.springframework.stereotype.Component;

/** The limit of a whole journey; the header {@code owner} says whose it is. */
@Component
class TellClockWarningWorker implements JobWorker<TellClockWarningWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, Code clockId, JobContext job) {}

  private final ClockNotices notices;

  TellClockWarningWorker(ClockNotices notices) {
    this.notices = notices;
  }

  @Override
  public String type() {
    return "tell-clock-warning";
  }

  @Override
  public Nothing work(In in) {
    String owner = in.job().headers().get("owner");
    if (owner == null) {
      throw new IllegalStateException("The step has no task header owner: add it to the model");
    }
    notices.warn(in.caseRef(), in.clockId(), Team.of(owner), in.job().elementInstanceKey());
    return new Nothing();
  }
}
