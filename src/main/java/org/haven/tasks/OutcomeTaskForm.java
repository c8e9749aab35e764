package org.haven.tasks;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.JourneyNotes;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Code;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The form of every task that asks for one answer of a few, which the model names in the task's
 * property {@code outcomes}, with a reason. The reason stays in the case record.
 */
@Component
class OutcomeTaskForm implements TaskForm {
  /** What a task without outcomes is answered with. */
  private static final List<String> DONE = List.of("done");

  private final JourneyNotes notes;

  OutcomeTaskForm(JourneyNotes notes) {
    this.notes = notes;
  }

  @Override
  public String formId() {
    return "task-outcome";
  }

  @Override
  public Map<String, Object> prefill(TaskView task, ActingPerson who) {
    return Map.of(
        "outcomes",
        outcomes(task).stream()
            .map(outcome -> Map.of("label", label(outcome), "value", outcome))
            .toList());
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    return submission.routing().get("outcome") instanceof String outcome
            && outcomes(task).contains(outcome)
        ? List.of()
        : List.of(new FormProblem("outcome", "Choose one of the answers"));
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    var outcome = new Code(String.valueOf(submission.routing().get("outcome")));
    var nextOn = date(answer(submission, "nextOn"));
    notes.record(
        task.caseRef(),
        task.journeyId(),
        task.elementId(),
        outcome,
        text(answer(submission, "reason")),
        nextOn,
        By.of(who));
    return nextOn == null
        ? Map.of("outcome", outcome)
        : Map.of("outcome", outcome, "nextOn", nextOn);
  }

  private static List<String> outcomes(TaskView task) {
    return task.outcomes().isEmpty() ? DONE : task.outcomes();
  }

  /** Wherever the form puts it. */
  private static @Nullable Object answer(Submission submission, String key) {
    var sealed = submission.sealed().get(key);
    return sealed != null ? sealed : submission.routing().get(key);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value instanceof String text && !text.isBlank() ? text : null;
  }

  private static @Nullable LocalDate date(@Nullable Object value) {
    return switch (value) {
      case LocalDate date -> date;
      case String text when !text.isBlank() -> LocalDate.parse(text);
      case null, default -> null;
    };
  }

  /** {@code ask-referrer} becomes "Ask referrer". */
  static String label(String outcome) {
    var words = outcome.replace('-', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
