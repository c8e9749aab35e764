package org.haven.possessionground2a.web;

import java.util.ArrayList;
import java.util.List;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.Wishes;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Known;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** What the elements may not say against the record. */
@Component
class RecordLegalElementsForm implements FormRule {
  private final CaseFacts facts;
  private final Wishes wishes;

  RecordLegalElementsForm(CaseFacts facts, Wishes wishes) {
    this.facts = facts;
    this.wishes = wishes;
  }

  @Override
  public String formId() {
    return "record-legal-elements";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    var problems = new ArrayList<FormProblem>();
    if (Known.of(submission.routing().get("wishesRecorded")) == Known.YES
        && !wishes.onRecord(task.caseRef(), task.journeyId())) {
      problems.add(
          new FormProblem(
              "wishesRecorded",
              "Record her wishes first: they are not on record here (policy 7.5.1)"));
    }
    if (Known.of(submission.routing().get("tenancySecure")) == Known.YES
        && "council-leaseholder".equals(facts.of(task.caseRef()).get("tenure"))
        && facts.known(task.caseRef(), "perpetratorCouncilTenant") != Known.YES) {
      problems.add(
          new FormProblem(
              "tenancySecure",
              "Answer no: the home is held on a lease. Act under clause 13 of the lease, never by"
                  + " Ground 2A (policy 7.5.4)"));
    }
    return problems;
  }
}
