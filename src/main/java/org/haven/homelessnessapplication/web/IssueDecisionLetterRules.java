package org.haven.homelessnessapplication.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.homelessnessapplication.Duty;
import org.haven.homelessnessapplication.HomelessnessApplications;
import org.haven.platform.ActingPerson;
import org.haven.tasks.FormEffect;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/**
 * An officer may decide more for her than the table advises, with a reason; less only a supervisor
 * may, with a reason. Source: procedure section 3, override.
 */
@Component
class IssueDecisionLetterRules implements FormRule, FormEffect {
  static final String FORM = "issue-decision-letter";

  private final HomelessnessApplications applications;

  IssueDecisionLetterRules(HomelessnessApplications applications) {
    this.applications = applications;
  }

  @Override
  public String formId() {
    return FORM;
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    var problems = new ArrayList<FormProblem>();
    String decided = String.valueOf(submission.routing().get("duty"));
    String advised = applications.advised(task.journeyId()).orElse(decided);
    boolean reasoned =
        submission.sealed().get("overrideReason") instanceof String reason && !reason.isBlank();
    switch (Duty.compare(advised, decided)) {
      case SAME -> {}
      case MORE -> {
        if (!reasoned) {
          problems.add(noReason());
        }
      }
      case LESS -> {
        if (!who.supervises(task.team())) {
          problems.add(
              new FormProblem(
                  "duty", "This gives her less than the table advises: ask a supervisor to do it"));
        } else if (!reasoned) {
          problems.add(noReason());
        }
      }
      case OTHER ->
          problems.add(
              new FormProblem("duty", "This decision belongs to another stage of the application"));
    }
    var notifiedOn = LocalDate.parse(String.valueOf(submission.routing().get("notifiedOn")));
    if (notifiedOn.isBefore(applications.today())
        || notifiedOn.isAfter(applications.today().plusDays(14))) {
      problems.add(
          new FormProblem("notifiedOn", "Give today or a day within two weeks from today"));
    }
    return problems;
  }

  private static FormProblem noReason() {
    return new FormProblem("overrideReason", "Say why you decide other than the table advises");
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    applications.tookPart(task.caseRef(), task.journeyId(), task.id(), formId(), who);
    applications.decided(
        task.caseRef(),
        task.journeyId(),
        String.valueOf(submission.routing().get("duty")),
        submission.sealed().get("overrideReason") instanceof String reason ? reason : null,
        By.of(who));
    return Map.of();
  }
}
