package org.haven.sanctuaryscheme.web;

import java.util.ArrayList;
import java.util.List;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Known;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/**
 * Locks are booked at once only for somebody whom we know, who may live there, and who does not
 * live with the person said to abuse; else legal services look first. Source: policy 7.4.2.
 */
@Component
class BookLockChangeRule implements FormRule {
  @Override
  public String formId() {
    return "book-lock-change";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    if (!"booked".equals(submission.routing().get("outcome"))) {
      return List.of();
    }
    var problems = new ArrayList<FormProblem>();
    if (known(submission, "requesterChecked") != Known.YES) {
      problems.add(
          new FormProblem(
              "requesterChecked", "Make sure who is asking, or ask legal services first"));
    }
    if (known(submission, "requesterMayOccupy") != Known.YES) {
      problems.add(
          new FormProblem(
              "requesterMayOccupy",
              "Ask legal services first: it is not certain that she has the right to live there"));
    }
    if (known(submission, "perpetratorLivesThere") != Known.NO) {
      problems.add(
          new FormProblem(
              "perpetratorLivesThere",
              "Ask legal services first: the person who abuses lives there, or may do"));
    }
    return problems;
  }

  private static Known known(Submission submission, String key) {
    return Known.of(submission.routing().get(key));
  }
}
