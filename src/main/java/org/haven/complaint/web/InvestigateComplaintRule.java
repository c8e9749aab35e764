package org.haven.complaint.web;

import java.util.ArrayList;
import java.util.List;
import org.haven.casefile.clocks.ClockMoves;
import org.haven.complaint.Complaints;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.letters.GivenAway;
import org.haven.platform.ActingPerson;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskParts;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/**
 * A complaint is looked into by somebody who had no part in the case, its second stage by somebody
 * who did not answer the first, and each stage is extended once. Source: policy 11.1; Housing
 * Ombudsman Complaint Handling Code.
 */
@Component
class InvestigateComplaintRule implements FormRule {
  private final Complaints complaints;
  private final TaskParts parts;
  private final ClockMoves clocks;
  private final GivenAway givenAway;

  InvestigateComplaintRule(
      Complaints complaints, TaskParts parts, ClockMoves clocks, GivenAway givenAway) {
    this.complaints = complaints;
    this.parts = parts;
    this.clocks = clocks;
    this.givenAway = givenAway;
  }

  @Override
  public String formId() {
    return "investigate-complaint";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    var problems = new ArrayList<FormProblem>();
    if (parts.had(task.caseRef(), who.username(), "complaint")) {
      problems.add(
          new FormProblem(
              "finding",
              "You have worked on this case: leave the complaint to a service manager who has not"
                  + " (policy 11.1)"));
    } else if (complaints.answeredBefore(task.journeyId(), who.username())) {
      problems.add(
          new FormProblem(
              "finding",
              "You answered the first stage: leave the second to another service manager"
                  + " (policy 11.1)"));
    }
    if (Boolean.TRUE.equals(submission.routing().get("extended"))
        && clocks.extended(task.journeyId(), task.slaKey())) {
      problems.add(
          new FormProblem(
              "extended", "The time has been extended once already: answer now (policy 11.1)"));
    }
    if (complaints
        .ofJourney(task.journeyId())
        .filter(complaint -> !complaint.complainant().equals("survivor"))
        .isPresent()) {
      for (String field : List.of("reasons", "remedy")) {
        Object words = submission.sealed().get(field);
        if (words != null && !givenAway.in(task.caseRef(), words.toString()).isEmpty()) {
          problems.add(
              new FormProblem(
                  field,
                  "This goes to somebody else than her: leave out her name, her address, how she is"
                      + " reached and who helps her (policy 12.1)"));
        }
      }
    }
    return problems;
  }
}
