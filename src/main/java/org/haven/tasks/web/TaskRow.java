package org.haven.tasks.web;

import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.tasks.TaskView;
import org.jspecify.annotations.Nullable;

/**
 * A task as its own page shows it.
 *
 * @param assignee the name of who has claimed it
 */
public record TaskRow(
    long id,
    String title,
    String caseRef,
    String team,
    boolean forSupervisor,
    Times.Due due,
    @Nullable String assignee,
    String policyClause) {
  static TaskRow of(TaskView task, Times times, StaffNames names) {
    return new TaskRow(
        task.id(),
        task.title(),
        task.caseRef().value(),
        task.team().title(),
        task.forSupervisor(),
        times.due(task.dueAt(), task.warnAt()),
        task.assignee() == null ? null : names.of(task.assignee()),
        task.policyClause());
  }
}
