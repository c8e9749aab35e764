package org.haven.tasks;

import java.util.Map;

/** What a person gets who opens a task. */
public sealed interface OpenResult {
  /**
   * The task and the data its form is shown with.
   *
   * @param prefill by field key; it holds personal data and is for the page alone
   * @param theirs false while a colleague holds the claim: shown, not to be sent
   */
  record TaskPage(TaskView task, Map<String, Object> prefill, boolean theirs)
      implements OpenResult {
    @Override
    public String toString() {
      return "TaskPage[" + task.id() + ", ***]";
    }
  }

  /** The step reaches her and no valid safe contact is on record: nothing is shown of it. */
  record ContactNotSafe(TaskView task) implements OpenResult {}

  /** Done or cancelled already. */
  record Done(TaskView task) implements OpenResult {}

  /** There is no such task for this person. */
  record Gone() implements OpenResult {}
}
