package org.haven.tasks;

/** What became of a task that was to go into other hands. */
public sealed interface AssignResult {
  /** That person holds it now. */
  record Assigned() implements AssignResult {}

  /** Whoever asked neither holds it nor supervises its team. */
  record NotAllowed() implements AssignResult {}

  /** The person named may not hold this task. */
  record CannotHold() implements AssignResult {}

  /** There is no such open task for this person. */
  record Gone() implements AssignResult {}
}
