package org.haven.tasks.web;

import java.time.LocalDate;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.tasks.ListedTask;
import org.haven.tasks.TaskStatus;
import org.haven.tasks.TaskView;
import org.jspecify.annotations.Nullable;

/**
 * A task as lists show it.
 *
 * @param assignee the name of who has claimed it
 * @param mine claimed by the person who looks
 * @param risk the case's level; absent before the first assessment
 * @param followUp the day on which its owner looks at it again, in words
 * @param followUpNow that day has come
 * @param notes how many stand at it
 * @param contactNotSafe the step reaches her, and no safe way is on record
 * @param asked a question to a colleague stands at it
 * @param paused a clock of its journey stands still
 * @param doneAt when it was answered, in words
 */
public record TaskRow(
    long id,
    String title,
    String caseRef,
    String processId,
    String team,
    boolean forSupervisor,
    Times.Due due,
    @Nullable String assignee,
    boolean mine,
    boolean open,
    String policyClause,
    String opened,
    @Nullable String risk,
    @Nullable String followUp,
    boolean followUpNow,
    int notes,
    boolean contactNotSafe,
    boolean asked,
    boolean paused,
    String doneAt) {
  static TaskRow of(TaskView task, ActingPerson who, Times times, StaffNames names) {
    return of(new ListedTask(task, null, null, 0, false, false, false), null, who, times, names);
  }

  /**
   * @param today to tell which follow-ups are due; absent where none is shown
   */
  static TaskRow of(
      ListedTask listed,
      @Nullable LocalDate today,
      ActingPerson who,
      Times times,
      StaffNames names) {
    TaskView task = listed.task();
    LocalDate followUp = listed.followUpOn();
    return new TaskRow(
        task.id(),
        task.title(),
        task.caseRef().value(),
        task.processId(),
        task.team().title(),
        task.forSupervisor(),
        times.due(task.dueAt(), task.warnAt()),
        task.assignee() == null ? null : names.of(task.assignee()),
        who.username().equals(task.assignee()),
        task.status() == TaskStatus.OPEN,
        task.policyClause(),
        times.at(task.openedAt()),
        listed.risk(),
        followUp == null ? null : times.date(followUp),
        followUp != null && today != null && !followUp.isAfter(today),
        listed.notes(),
        listed.contactNotSafe(),
        listed.asked(),
        listed.paused(),
        times.at(task.doneAt()));
  }
}
