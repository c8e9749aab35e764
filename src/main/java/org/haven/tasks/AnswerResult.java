package org.haven.tasks;

import java.util.List;
import org.haven.forms.FormProblem;

/** What became of an answer that somebody recorded. */
public sealed interface AnswerResult {
  /** The journey goes on with it. */
  record Recorded() implements AnswerResult {}

  /** Something is wrong with it; nothing was recorded. */
  record Invalid(List<FormProblem> problems) implements AnswerResult {}

  /** It was answered meanwhile, or is not this person's to see. */
  record Gone() implements AnswerResult {}
}
