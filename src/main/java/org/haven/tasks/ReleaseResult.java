package org.haven.tasks;

/** What became of a release. */
public sealed interface ReleaseResult {
  /** Nobody holds it now. */
  record Released() implements ReleaseResult {}

  /** Somebody else holds it, and this person is no supervisor of its team. */
  record NotYours(String assignee) implements ReleaseResult {}

  /** There is no such open task for this person. */
  record Gone() implements ReleaseResult {}
}
