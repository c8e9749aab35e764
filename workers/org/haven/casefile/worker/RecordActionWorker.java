package org.haven.casefile.worker;

import org.haven.casefile.Meetings;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.Code;
import org.springframework.stereotype.Component;

/** Whether an action of a meeting was done, or is blocked, goes on record. */
@Component
class RecordActionWorker implements JobWorker<RecordActionWorker.In, JobWorker.Nothing> {
  record In(Code actionId, Code completeActionOutcome, JobContext context) {}

  private final Meetings meetings;

  RecordActionWorker(Meetings meetings) {
    this.meetings = meetings;
  }

  @Override
  public String type() {
    return "record-action";
  }

  @Override
  public Nothing work(In in) {
    meetings.close(in.actionId().value(), in.completeActionOutcome().value().equals("done"));
    return new Nothing();
  }
}
