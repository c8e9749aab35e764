package org.haven.tasks;

import java.time.Instant;
import java.util.List;
import org.haven.forms.FormProblem;
import org.jspecify.annotations.Nullable;

/** What became of a form that was sent. In all but {@link Saved} what was typed is not kept. */
public sealed interface SubmitResult {
  /** Saved with us; the engine hears of it by itself. */
  record Saved() implements SubmitResult {}

  /** Something is wrong with the answers; the task stays open. */
  record Invalid(List<FormProblem> problems) implements SubmitResult {}

  /**
   * The task was done before.
   *
   * @param by absent when the procedure itself ended the step
   */
  record AlreadyDone(@Nullable String by, Instant at) implements SubmitResult {}

  /** A colleague has claimed it. */
  record NotYours(String assignee) implements SubmitResult {}

  /** The step reaches her and no valid safe contact is on record. */
  record ContactNotSafe() implements SubmitResult {}

  /** There is no such task for this person. */
  record Gone() implements SubmitResult {}
}
