package org.haven.letters.web;

import java.util.Map;
import org.haven.forms.Submission;
import org.haven.letters.LetterCorrections;
import org.haven.letters.Letters;
import org.haven.platform.ActingPerson;
import org.haven.tasks.TaskForm;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** Other words for a letter that did not pass, or the end of it. */
@Component
class CorrectLetterForm implements TaskForm {
  private final Letters letters;
  private final LetterCorrections corrections;

  CorrectLetterForm(Letters letters, LetterCorrections corrections) {
    this.letters = letters;
    this.corrections = corrections;
  }

  @Override
  public String formId() {
    return "correct-letter";
  }

  @Override
  public Map<String, Object> prefill(TaskView task, ActingPerson who) {
    return letters
        .ofInstance(who, task.processInstanceKey())
        .map(letter -> letter.paragraph())
        .<Map<String, Object>>map(words -> Map.of("paragraph", words.clear()))
        .orElse(Map.of());
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    String reason = String.valueOf(submission.sealed().get("reason"));
    if ("corrected".equals(submission.routing().get("outcome"))) {
      corrections.correct(
          who,
          task.processInstanceKey(),
          String.valueOf(submission.sealed().get("paragraph")),
          reason);
    } else {
      corrections.stop(who, task.processInstanceKey(), reason);
    }
    return submission.routing();
  }
}
