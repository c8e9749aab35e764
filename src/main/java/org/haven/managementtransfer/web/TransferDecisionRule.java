package org.haven.managementtransfer.web;

import java.util.ArrayList;
import java.util.List;
import org.haven.casefile.JourneyNotes;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** Whoever refuses a transfer says why, and somebody else looks again. */
@Component
class TransferDecisionRule implements FormRule {
  private static final String APPROVE = "Task_ApproveTransfer";
  private static final String REVIEW = "Task_ReviewRefusal";

  private final JourneyNotes notes;

  TransferDecisionRule(JourneyNotes notes) {
    this.notes = notes;
  }

  @Override
  public String formId() {
    return "task-outcome";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    var problems = new ArrayList<FormProblem>();
    if (!task.processId().equals("management-transfer")) {
      return problems;
    }
    boolean against =
        List.of("refused", "upheld").contains(String.valueOf(submission.routing().get("outcome")));
    String reason = String.valueOf(submission.sealed().getOrDefault("reason", ""));
    if (List.of(APPROVE, REVIEW).contains(task.elementId()) && against && reason.isBlank()) {
      problems.add(
          new FormProblem("reason", "Write the reasons: she gets them in writing and may ask why"));
    }
    if (task.elementId().equals(REVIEW)
        && notes
            .lastBy(task.caseRef(), task.journeyId(), APPROVE)
            .filter(who.username()::equals)
            .isPresent()) {
      problems.add(
          new FormProblem(
              FormProblem.WHOLE_FORM,
              "You refused this transfer. Another service manager reviews it: release the task"));
    }
    return problems;
  }
}
