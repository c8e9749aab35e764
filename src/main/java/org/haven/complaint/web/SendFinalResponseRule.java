package org.haven.complaint.web;

import java.util.List;
import org.haven.complaint.Complaints;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** Tables advise and officers decide; who decides otherwise says why. Source: policy 11.2. */
@Component
class SendFinalResponseRule implements FormRule {
  private final Complaints complaints;

  SendFinalResponseRule(Complaints complaints) {
    this.complaints = complaints;
  }

  @Override
  public String formId() {
    return "send-final-response";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    Object named = submission.routing().get("ombudsman");
    Object why = submission.sealed().get("why");
    boolean otherwise =
        complaints
            .advised(task.journeyId())
            .filter(route -> !route.equals(String.valueOf(named)))
            .isPresent();
    return otherwise && (why == null || why.toString().isBlank())
        ? List.of(
            new FormProblem(
                "why",
                "Say why the letter names somebody else than the table advises (policy 11.2)"))
        : List.of();
  }
}
