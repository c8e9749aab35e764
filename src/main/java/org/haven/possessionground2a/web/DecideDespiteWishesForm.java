package org.haven.possessionground2a.web;

import java.util.List;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** Whoever goes on although she objects, or might be less safe, says why. */
@Component
class DecideDespiteWishesForm implements FormRule {
  private static final String STEP = "Task_DecideDespiteWishes";

  @Override
  public String formId() {
    return "task-outcome";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    boolean explained =
        submission.sealed().get("reason") instanceof String reason && !reason.isBlank();
    return task.elementId().startsWith(STEP) && !explained
        ? List.of(
            new FormProblem(
                "reason",
                "Say why: against her wish or her safety nothing is decided without a reason"
                    + " (policy 7.5.1)"))
        : List.of();
  }
}
