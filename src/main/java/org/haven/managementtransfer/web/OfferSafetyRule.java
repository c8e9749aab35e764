package org.haven.managementtransfer.web;

import java.util.List;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** A home in a place where she must not live is never safe, whatever else speaks for it. */
@Component
class OfferSafetyRule implements FormRule {
  @Override
  public String formId() {
    return "check-offer-is-safe";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    boolean outside = Boolean.TRUE.equals(submission.routing().get("notNoGo"));
    boolean offered = Boolean.TRUE.equals(submission.routing().get("safe"));
    return offered && !outside
        ? List.of(
            new FormProblem(
                "safe",
                "Answer no: a home in a place where she must not live cannot be offered (strategy:"
                    + " management transfers, step 6)"))
        : List.of();
  }
}
