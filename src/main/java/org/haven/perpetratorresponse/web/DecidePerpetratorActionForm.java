package org.haven.perpetratorresponse.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.Wishes;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Known;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** What may be decided about the person: never before her wishes, and by the right agreement. */
@Component
class DecidePerpetratorActionForm implements FormRule {
  private static final Set<String> WITH_LETTER = Set.of("tenancy-action", "lease-action");
  private static final Set<String> OF_TENANTS = Set.of("tenancy-action", "possession");

  private final Wishes wishes;
  private final CaseFacts facts;

  DecidePerpetratorActionForm(Wishes wishes, CaseFacts facts) {
    this.wishes = wishes;
    this.facts = facts;
  }

  @Override
  public String formId() {
    return "decide-perpetrator-action";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    var problems = new ArrayList<FormProblem>();
    var action = String.valueOf(submission.routing().get("action"));
    if (!wishes.onRecord(task.caseRef(), task.journeyId())) {
      problems.add(
          new FormProblem(
              FormProblem.WHOLE_FORM,
              "Record her wishes and the risk to her first: nothing is decided before (policy"
                  + " 7.5.1)"));
    }
    if (wishes.needSupervisor(task.caseRef()) && !task.forSupervisor()) {
      problems.add(
          new FormProblem(
              FormProblem.WHOLE_FORM,
              "A supervisor decides this: she objects, her wishes are not known, or it could make"
                  + " her less safe (policy 7.5.1)"));
    }
    if (OF_TENANTS.contains(action) && onlyLeaseholder(task)) {
      problems.add(
          new FormProblem(
              "action",
              "Choose action under the lease, clause 13: the home is held on a lease, and neither"
                  + " the tenancy agreement nor Ground 2A applies (policy 7.5.4)"));
    }
    if (WITH_LETTER.contains(action)
        && Known.of(submission.routing().get("evidenceNotHers")) != Known.YES) {
      problems.add(
          new FormProblem(
              "evidenceNotHers",
              "Find evidence that does not point to her before a letter is written (policy"
                  + " 7.5.1)"));
    }
    return problems;
  }

  private boolean onlyLeaseholder(TaskView task) {
    return "council-leaseholder".equals(facts.of(task.caseRef()).get("tenure"))
        && facts.known(task.caseRef(), "perpetratorCouncilTenant") != Known.YES;
  }
}
