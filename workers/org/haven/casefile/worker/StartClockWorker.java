package org.haven.casefile.worker;

import java.time.Instant;
import java.time.LocalDate;
import org.haven.casefile.clocks.Clocks;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes a date to the record; the header {@code clock} says which. */
@Component
class StartClockWorker implements JobWorker<StartClockWorker.In, StartClockWorker.Out> {
  record In(CaseRef caseRef, JourneyId journeyId, @Nullable LocalDate nextOn, JobContext context) {}

  record Out(Code clockId, Instant clockDueAt) {}

  private final Clocks clocks;

  StartClockWorker(Clocks clocks) {
    this.clocks = clocks;
  }

  @Override
  public String type() {
    return "start-clock";
  }

  @Override
  public Out work(In in) {
    String name = in.context().headers().get("clock");
    if (name == null) {
      throw new IllegalStateException("The step has no task header clock: add it to the model");
    }
    var running =
        clocks.start(
            in.caseRef(), in.journeyId(), name, in.nextOn(), in.context().elementInstanceKey());
    return new Out(running.clockId(), running.dueAt());
  }
}
