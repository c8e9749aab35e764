package org.haven.repairsconcern.worker;

import org.haven.engine.JobWorker;
import org.haven.platform.Code;
import org.haven.repairsconcern.RepairsConcerns;
import org.springframework.stereotype.Component;

/** What the table is asked with; the home is the concern's, whatever else the case is about. */
@Component
class CountRepairsWorker implements JobWorker<CountRepairsWorker.In, RepairsConcerns.Counted> {
  record In(Code concernRef) {}

  private final RepairsConcerns concerns;

  CountRepairsWorker(RepairsConcerns concerns) {
    this.concerns = concerns;
  }

  @Override
  public String type() {
    return "count-repairs";
  }

  @Override
  public RepairsConcerns.Counted work(In in) {
    return concerns.count(in.concernRef().value());
  }
}
