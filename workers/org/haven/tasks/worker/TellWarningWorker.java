package org.haven.tasks.worker;

import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.tasks.TaskClocks;
import org.springframework.stereotype.Component;

/** Behind a task's warning timer: tells whoever the limit names. */
@Component
class TellWarningWorker implements JobWorker<TellWarningWorker.In, JobWorker.Nothing> {
  record In(JobContext job) {}

  private final TaskClocks clocks;

  TellWarningWorker(TaskClocks clocks) {
    this.clocks = clocks;
  }

  @Override
  public String type() {
    return "tell-warning";
  }

  @Override
  public Nothing work(In in) {
    var job = in.job();
    clocks.warn(job.processInstanceKey(), job.processDefinitionKey(), job.elementId());
    return new Nothing();
  }
}
