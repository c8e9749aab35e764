package org.haven.casefile.worker;

import java.time.Instant;
import org.haven.casefile.clocks.ClockMoves;
import org.haven.engine.JobWorker;
import org.haven.platform.Code;
import org.springframework.stereotype.Component;

/** The dates of a clock as they are now. */
@Component
class ReadClockWorker implements JobWorker<ReadClockWorker.In, ReadClockWorker.Out> {
  record In(Code clockId) {}

  record Out(boolean clockRuns, Instant clockWarnAt, Instant clockDueAt) {}

  private final ClockMoves clocks;

  ReadClockWorker(ClockMoves clocks) {
    this.clocks = clocks;
  }

  @Override
  public String type() {
    return "read-clock";
  }

  @Override
  public Out work(In in) {
    var dates = clocks.read(in.clockId());
    return new Out(dates.runs(), dates.warnAt(), dates.dueAt());
  }
}
