package org.haven.complaint.web;

import java.util.List;
import org.haven.complaint.Complaints;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.letters.GivenAway;
import org.haven.platform.ActingPerson;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/**
 * What an ombudsman is told goes on to whoever complained. No safe address is in it, nor how she is
 * reached, nor that agencies met; where somebody else than she complained, nothing of hers is.
 * Source: policy 11.2, 12.1; procedure section 7, MARAC, address vault.
 */
@Component
class AnswerOmbudsmanRule implements FormRule {
  /** In her own complaint she may be named, and who helps her. */
  private static final List<String> HERS_TO_TELL = List.of("her-name", "help-words");

  private final Complaints complaints;
  private final GivenAway givenAway;

  AnswerOmbudsmanRule(Complaints complaints, GivenAway givenAway) {
    this.complaints = complaints;
    this.givenAway = givenAway;
  }

  @Override
  public String formId() {
    return "answer-ombudsman";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    Object answer = submission.sealed().get("answer");
    if (answer == null) {
      return List.of();
    }
    List<String> found = givenAway.in(task.caseRef(), answer.toString());
    if (found.isEmpty()) {
      return List.of();
    }
    boolean hers =
        complaints
            .ofJourney(task.journeyId())
            .filter(complaint -> complaint.complainant().equals("survivor"))
            .isPresent();
    if (!hers) {
      return List.of(
          new FormProblem(
              "answer",
              "She did not complain: leave out her name, her address, how she is reached and who"
                  + " helps her (policy 12.1)"));
    }
    return HERS_TO_TELL.containsAll(found)
        ? List.of()
        : List.of(
            new FormProblem(
                "answer",
                "Leave out any safe address, how she is reached and the meetings of agencies:"
                    + " the ombudsman does not need them (policy 12.1)"));
  }
}
