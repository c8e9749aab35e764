package org.haven.homelessnessapplication.web;

import java.util.List;
import java.util.Map;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.homelessnessapplication.HomelessnessApplications;
import org.haven.platform.ActingPerson;
import org.haven.tasks.FormEffect;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/**
 * An application needs no proof. Abuse that is likely should she stay makes her homeless, and being
 * homeless because of it puts her in priority need: there is reason to believe. Source: Housing Act
 * 1996 s.177, 188, 189(1)(e).
 */
@Component
class TakeApplicationRules implements FormRule, FormEffect {
  private final HomelessnessApplications applications;

  TakeApplicationRules(HomelessnessApplications applications) {
    this.applications = applications;
  }

  @Override
  public String formId() {
    return "take-application";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    var facts = submission.routing();
    boolean flees =
        "domestic-abuse".equals(facts.get("lossReason"))
            && "yes".equals(facts.get("homeless"))
            && !Boolean.FALSE.equals(facts.get("eligible"));
    return flees && Boolean.FALSE.equals(facts.get("reasonToBelieve"))
        ? List.of(
            new FormProblem(
                "reasonToBelieve",
                "She is homeless because of abuse, so there is reason to believe: no proof is"
                    + " needed for a home now"))
        : List.of();
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    var facts = submission.routing();
    applications.tookPart(task.caseRef(), task.journeyId(), task.id(), formId(), who);
    if (!Boolean.FALSE.equals(facts.get("reasonToBelieve"))) {
      applications.momentNow(task.caseRef(), task.journeyId(), "reason-to-believe");
    }
    if (Boolean.TRUE.equals(facts.get("eligible"))) {
      applications.momentNow(task.caseRef(), task.journeyId(), "eligible");
    }
    return Map.of();
  }
}
