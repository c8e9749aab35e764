package org.haven.casefile.worker;

import org.haven.casefile.clocks.ClockMoves;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Component;

/** A clock runs on; the header {@code clock} says which. */
@Component
class ResumeClockWorker implements JobWorker<ResumeClockWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, JobContext job) {}

  private final ClockMoves clocks;

  ResumeClockWorker(ClockMoves clocks) {
    this.clocks = clocks;
  }

  @Override
  public String type() {
    return "resume-clock";
  }

  @Override
  public Nothing work(In in) {
    String name = in.job().headers().get("clock");
    if (name == null) {
      throw new IllegalStateException("The step has no task header clock: add it to the model");
    }
    clocks.resume(in.caseRef(), in.journeyId(), name, in.job().elementInstanceKey());
    return new Nothing();
  }
}
