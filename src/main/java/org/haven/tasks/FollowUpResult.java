package org.haven.tasks;

/** What became of a day on which a task is to be looked at again. */
public sealed interface FollowUpResult {
  /** It is on record, or taken back. */
  record Noted() implements FollowUpResult {}

  /** Whoever asked neither holds it nor supervises its team. */
  record NotAllowed() implements FollowUpResult {}

  /** There is no such open task for this person. */
  record Gone() implements FollowUpResult {}
}
