package org.haven.casefile.worker;

import java.time.LocalDate;
import org.haven.casefile.NotedMoments;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Puts a moment on record from which clocks run. The header {@code moment} names it as taskSla
 * does; {@code momentOn} is its day, now if that is not set.
 */
@Component
class NoteMomentWorker implements JobWorker<NoteMomentWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, @Nullable LocalDate momentOn, JobContext job) {}

  private final NotedMoments moments;

  NoteMomentWorker(NotedMoments moments) {
    this.moments = moments;
  }

  @Override
  public String type() {
    return "note-moment";
  }

  @Override
  public Nothing work(In in) {
    String moment = in.job().headers().get("moment");
    if (moment == null) {
      throw new IllegalStateException("The step has no task header moment: add it to the model");
    }
    moments.note(
        in.caseRef(),
        in.journeyId(),
        new Code(moment),
        in.momentOn(),
        in.job().elementInstanceKey());
    return new Nothing();
  }
}
