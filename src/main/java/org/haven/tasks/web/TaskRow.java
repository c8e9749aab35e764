package org.haven.tasks.web;

import org.haven.platform.ActingPerson;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.tasks.TaskStatus;
import org.haven.tasks.TaskView;
import org.jspecify.annotations.Nullable;

/**
 * A task as lists show it.
 *
 * @param assignee the name of who has claimed it
 * @param mine claimed by the person who looks
 */
public record TaskRow(
    long id,
    String title,
    String caseRef,
    String team,
    boolean forSupervisor,
    Times.Due due,
    @Nullable String assignee,
    boolean mine,
    boolean open,
    String policyClause) {
  static TaskRow of(TaskView task, ActingPerson who, Times times, StaffNames names) {
    return new TaskRow(
        task.id(),
        task.title(),
        task.caseRef().value(),
        task.team().title(),
        task.forSupervisor(),
        times.due(task.dueAt(), task.warnAt()),
        task.assignee() == null ? null : names.of(task.assignee()),
        who.username().equals(task.assignee()),
        task.status() == TaskStatus.OPEN,
        task.policyClause());
  }
}
