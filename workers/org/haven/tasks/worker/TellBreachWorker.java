package org.haven.tasks.worker;

import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.tasks.TaskClocks;
import org.springframework.stereotype.Component;

/** Behind a task's breach timer: tells whoever the limit names. */
@Component
class TellBreachWorker implements JobWorker<TellBreachWorker.In, JobWorker.Nothing> {
  record In(JobContext job) {}

  private final TaskClocks clocks;

  TellBreachWorker(TaskClocks clocks) {
    this.clocks = clocks;
  }

  @Override
  public String type() {
    return "tell-breach";
  }

  @Override
  public Nothing work(In in) {
    var job = in.job();
    clocks.breach(job.processInstanceKey(), job.processDefinitionKey(), job.elementId());
    return new Nothing();
  }
}
