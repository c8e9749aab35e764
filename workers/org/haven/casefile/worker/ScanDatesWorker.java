package org.haven.casefile.worker;

import org.haven.casefile.Clocks;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.springframework.stereotype.Component;

/** Each night: what has become due is asked for, once. */
@Component
class ScanDatesWorker implements JobWorker<ScanDatesWorker.In, JobWorker.Nothing> {
  record In(JobContext context) {}

  private final Clocks clocks;

  ScanDatesWorker(Clocks clocks) {
    this.clocks = clocks;
  }

  @Override
  public String type() {
    return "scan-dates";
  }

  @Override
  public Nothing work(In in) {
    clocks.scan();
    return new Nothing();
  }
}
