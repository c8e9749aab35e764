package org.haven.multiagencyreview.web;

import java.util.List;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.multiagencyreview.Reviews;
import org.haven.platform.ActingPerson;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/**
 * A chronology that names a safe address cannot be approved, even if the address came into the
 * vault after two people had checked it. Source: procedure, J15 scenario 2.
 */
@Component
class ApproveDisclosureRule implements FormRule {
  private final Reviews reviews;

  ApproveDisclosureRule(Reviews reviews) {
    this.reviews = reviews;
  }

  @Override
  public String formId() {
    return "task-outcome";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    boolean approves =
        task.elementId().equals("Task_ApproveDisclosure")
            && "approved".equals(submission.routing().get("outcome"));
    return approves
            && reviews
                .chronology(who, task.caseRef(), task.journeyId())
                .filter(words -> reviews.namesASafeAddress(task.caseRef(), words.clear()))
                .isPresent()
        ? List.of(
            new FormProblem(
                "outcome",
                "Have it changed: the chronology names an address that is in the vault"
                    + " (clause 12.1)"))
        : List.of();
  }
}
