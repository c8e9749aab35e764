package org.haven.homelessnessapplication.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.homelessnessapplication.HomelessnessApplications;
import org.haven.platform.ActingPerson;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/**
 * A review is decided by somebody senior who had no part in the decision; what they say of it is
 * checked against the record. Source: SI 2018/223 reg. 5.
 */
@Component
class DecideReviewRules implements FormRule {
  private final HomelessnessApplications applications;

  DecideReviewRules(HomelessnessApplications applications) {
    this.applications = applications;
  }

  @Override
  public String formId() {
    return "decide-review";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    var problems = new ArrayList<FormProblem>();
    if (!Boolean.TRUE.equals(submission.routing().get("uninvolved"))) {
      problems.add(
          new FormProblem("uninvolved", "Leave this to a manager who had no part in the decision"));
    } else if (applications.hadPart(task.caseRef(), who)) {
      problems.add(
          new FormProblem(
              "uninvolved",
              "You had a part in this application: leave its review to another manager"));
    }
    var notifiedOn = LocalDate.parse(String.valueOf(submission.routing().get("notifiedOn")));
    if (notifiedOn.isBefore(applications.today())
        || notifiedOn.isAfter(applications.today().plusDays(14))) {
      problems.add(
          new FormProblem("notifiedOn", "Give today or a day within two weeks from today"));
    }
    return problems;
  }
}
