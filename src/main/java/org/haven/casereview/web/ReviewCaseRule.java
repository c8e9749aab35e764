package org.haven.casereview.web;

import java.util.List;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** Whoever spoke with her writes down what she said; from records alone nobody spoke with her. */
@Component
class ReviewCaseRule implements FormRule {
  @Override
  public String formId() {
    return "review-case";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    if (!Boolean.TRUE.equals(submission.routing().get("contactMade"))) {
      return List.of();
    }
    if (task.elementId().equals("Task_ReviewCaseFromRecords")) {
      return List.of(
          new FormProblem(
              "contactMade",
              "Answer no: there is no safe way to reach her, so that nobody could speak with her"
                  + " (policy 2.1)"));
    }
    return String.valueOf(submission.sealed().getOrDefault("contact", "")).isBlank()
        ? List.of(
            new FormProblem(
                "contact", "Write what she told you: it may be asked for (policy 10.2, 10.3)"))
        : List.of();
  }
}
