package org.haven.casefile.worker;

import java.util.Map;
import org.haven.casefile.ConflictCheck;
import org.haven.casefile.ConflictCheck.Found;
import org.haven.engine.BpmnError;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The first step of a journey: nobody goes on who is, or is related to, a party. */
@Component
class CheckConflictsWorker implements JobWorker<CheckConflictsWorker.In, JobWorker.Nothing> {
  /**
   * @param reassignCaseOutcome once a supervisor has put the case into other hands
   */
  record In(
      CaseRef caseRef,
      JourneyId journeyId,
      @Nullable Code reassignCaseOutcome,
      JobContext context) {}

  private final ConflictCheck conflicts;

  CheckConflictsWorker(ConflictCheck conflicts) {
    this.conflicts = conflicts;
  }

  @Override
  public String type() {
    return "check-conflicts";
  }

  @Override
  public Nothing work(In in) {
    var found =
        conflicts.check(
            in.caseRef(),
            in.journeyId(),
            in.context().processId(),
            in.context().processInstanceKey(),
            in.reassignCaseOutcome() != null);
    return switch (found) {
      case Found.Clear _ -> new Nothing();
      case Found.Conflict(Code group) ->
          throw new BpmnError("CONFLICT_FOUND", Map.of("taskTeam", group));
    };
  }
}
