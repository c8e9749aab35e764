package org.haven.repairsconcern.worker;

import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.repairsconcern.RepairsScan;
import org.springframework.stereotype.Component;

/** Each night: homes with new repairs are counted, and a pattern is looked at, once. */
@Component
class ScanRepairsWorker implements JobWorker<ScanRepairsWorker.In, JobWorker.Nothing> {
  record In(JobContext context) {}

  private final RepairsScan scan;

  ScanRepairsWorker(RepairsScan scan) {
    this.scan = scan;
  }

  @Override
  public String type() {
    return "scan-repairs";
  }

  @Override
  public Nothing work(In in) {
    scan.scan();
    return new Nothing();
  }
}
