package org.haven.casefile.worker;

import org.haven.casefile.clocks.ClockMoves;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Component;

/** Gives the limit that {@code slaKey} names its one extension. */
@Component
class ExtendClockWorker implements JobWorker<ExtendClockWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, Code slaKey, JobContext job) {}

  private final ClockMoves clocks;

  ExtendClockWorker(ClockMoves clocks) {
    this.clocks = clocks;
  }

  @Override
  public String type() {
    return "extend-clock";
  }

  @Override
  public Nothing work(In in) {
    clocks.extend(in.caseRef(), in.journeyId(), in.slaKey().value(), in.job().elementInstanceKey());
    return new Nothing();
  }
}
