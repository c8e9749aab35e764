package org.haven.tasks.worker;

import java.time.Instant;
import java.time.LocalDate;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.tasks.TaskOpening;
import org.haven.tasks.TaskOpening.Entered;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The start listener of every user task: it comes onto the list, and its timers get their dates.
 */
@Component
class OpenTaskWorker implements JobWorker<OpenTaskWorker.In, OpenTaskWorker.Out> {
  record In(
      CaseRef caseRef,
      JourneyId journeyId,
      @Nullable Code team,
      @Nullable Code slaKey,
      @Nullable Code taskTeam,
      @Nullable LocalDate actionOn,
      JobContext job) {}

  /**
   * @param team who leads the case as the task opens: the engine's own list of who may do the task
   *     says the same
   */
  record Out(Instant dueAt, Instant warnAt, @Nullable Team team) {}

  private final TaskOpening tasks;

  OpenTaskWorker(TaskOpening tasks) {
    this.tasks = tasks;
  }

  @Override
  public String type() {
    return "open-task";
  }

  @Override
  public Out work(In in) {
    var job = in.job();
    var opened =
        tasks.open(
            new Entered(
                job.elementInstanceKey(),
                job.processInstanceKey(),
                job.processDefinitionKey(),
                job.processId(),
                job.processVersion(),
                job.elementId(),
                in.caseRef(),
                in.journeyId(),
                text(in.team()),
                text(in.slaKey()),
                text(in.taskTeam()),
                in.actionOn()));
    return new Out(opened.dates().dueAt(), opened.dates().warnAt(), opened.lead());
  }

  /** Until a lead is named the journey's own team counts. */
  @Override
  public boolean leavesUnknownAsItIs() {
    return true;
  }

  private static @Nullable String text(@Nullable Code code) {
    return code == null ? null : code.value();
  }
}
