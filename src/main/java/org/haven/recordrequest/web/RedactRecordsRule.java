package org.haven.recordrequest.web;

import java.util.ArrayList;
import java.util.List;
import org.haven.casefile.FormRecords;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.letters.GivenAway;
import org.haven.platform.ActingPerson;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/**
 * What is enclosed is the body of the letter. No safe address is ever in it; to anybody but her
 * nothing of hers is, and no word that tells that others met about her. Source: policy 12.1;
 * procedure section 7, MARAC, address vault.
 */
@Component
class RedactRecordsRule implements FormRule {
  private final GivenAway givenAway;
  private final FormRecords answers;

  RedactRecordsRule(GivenAway givenAway, FormRecords answers) {
    this.givenAway = givenAway;
    this.answers = answers;
  }

  @Override
  public String formId() {
    return "redact-records";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    Object released = submission.sealed().get("released");
    if (released == null) {
      return List.of();
    }
    var problems = new ArrayList<FormProblem>();
    List<String> found = givenAway.in(task.caseRef(), released.toString());
    if (found.contains("safe-address")) {
      problems.add(
          new FormProblem(
              "released",
              "Leave out the address: it is kept safe and is in no letter (policy 12.1)"));
    } else if (found.contains("marac-words")) {
      problems.add(
          new FormProblem(
              "released",
              "Leave out the meetings of agencies: nobody is told of them in a letter (policy"
                  + " 12.1)"));
    } else if (!found.isEmpty() && !sheAsks(task, who)) {
      problems.add(
          new FormProblem(
              "released",
              "This goes to somebody else than her: leave out her name, how she is reached and who"
                  + " helps her (policy 12.1)"));
    }
    return problems;
  }

  /** By what was logged of this request: another request of the case may be somebody else's. */
  private boolean sheAsks(TaskView task, ActingPerson who) {
    return answers
        .newest(who, task.caseRef(), task.journeyId(), "log-record-request")
        .filter(logged -> "survivor".equals(logged.answers().get("requester")))
        .isPresent();
  }
}
