package org.haven.casefile.worker;

import java.time.LocalDate;
import org.haven.casefile.Meetings;
import org.haven.casefile.ProcessSubjects;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.Code;
import org.springframework.stereotype.Component;

/** Says which action the process is about, who does it and by what day. */
@Component
class LoadActionWorker implements JobWorker<LoadActionWorker.In, LoadActionWorker.Out> {
  record In(Code actionId, JobContext context) {}

  record Out(Code taskTeam, LocalDate actionOn) {}

  private final Meetings meetings;

  private final ProcessSubjects subjects;

  LoadActionWorker(Meetings meetings, ProcessSubjects subjects) {
    this.meetings = meetings;
    this.subjects = subjects;
  }

  @Override
  public String type() {
    return "load-action";
  }

  @Override
  public Out work(In in) {
    var action =
        meetings
            .find(in.actionId().value())
            .orElseThrow(() -> new IllegalStateException("There is no action " + in.actionId()));
    subjects.note(
        in.context().processInstanceKey(),
        ProcessSubjects.ACTION,
        action.actionId(),
        action.caseRef());
    return new Out(new Code(action.owner().code()), action.dueOn());
  }
}
