package org.haven.homelessnessapplication.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.haven.casefile.CaseFacts;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.homelessnessapplication.HomelessnessApplications;
import org.haven.platform.ActingPerson;
import org.haven.tasks.FormEffect;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/**
 * Nobody is placed in an area that is not known to be safe, and nobody of 16 or 17 in shared bed
 * and breakfast. Source: Homelessness Code of Guidance, chapters 17 and 21; statutory guidance on
 * the provision of accommodation for 16 and 17 year olds, 2018.
 */
@Component
class PlaceSafelyRules implements FormRule, FormEffect {
  private static final String SHARED = "shared-bnb";
  private static final List<String> YOUNG = List.of("under-16", "16-17");

  private final HomelessnessApplications applications;
  private final CaseFacts facts;

  PlaceSafelyRules(HomelessnessApplications applications, CaseFacts facts) {
    this.applications = applications;
    this.facts = facts;
  }

  @Override
  public String formId() {
    return "place-safely";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    var problems = new ArrayList<FormProblem>();
    var placed = submission.routing();
    boolean shared = SHARED.equals(placed.get("kind"));
    if (!Boolean.TRUE.equals(placed.get("areaSafe"))) {
      problems.add(
          new FormProblem("areaSafe", "Find a home in an area that she says is safe for her"));
    }
    if (shared && YOUNG.contains(String.valueOf(facts.of(task.caseRef()).get("youngParty")))) {
      problems.add(
          new FormProblem("kind", "Somebody under 18 is never placed in shared bed and breakfast"));
    } else if (shared && movesOn(task)) {
      problems.add(
          new FormProblem(
              "kind", "This family must leave shared bed and breakfast within six weeks"));
    }
    if (startOn(submission).isAfter(applications.today().plusDays(7))) {
      problems.add(new FormProblem("startOn", "Give a day within a week from today"));
    }
    return problems;
  }

  private static boolean movesOn(TaskView task) {
    return task.elementId().equals("Task_MoveFamilyOn");
  }

  private static LocalDate startOn(Submission submission) {
    return LocalDate.parse(String.valueOf(submission.routing().get("startOn")));
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    applications.tookPart(task.caseRef(), task.journeyId(), task.id(), formId(), who);
    if (!movesOn(task)) {
      applications.moment(task.caseRef(), task.journeyId(), "placed", startOn(submission));
    }
    return Map.of();
  }
}
