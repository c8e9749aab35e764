package org.haven.homelessnessapplication.web;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
 * What the law settles by itself: somebody homeless because of abuse is in priority need, and
 * leaving because of abuse is never intentional. The day from which a duty's days are counted lies
 * neither ahead nor before the application. Source: Housing Act 1996 s.184, 189(1)(e), 189B,
 * 191(1).
 */
@Component
class AgreeHousingPlanRules implements FormRule, FormEffect {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);

  private final HomelessnessApplications applications;
  private final CaseFacts facts;

  AgreeHousingPlanRules(HomelessnessApplications applications, CaseFacts facts) {
    this.applications = applications;
    this.facts = facts;
  }

  @Override
  public String formId() {
    return "agree-housing-plan";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    var problems = new ArrayList<FormProblem>();
    var answers = submission.routing();
    boolean flees = "domestic-abuse".equals(facts.of(task.caseRef()).get("lossReason"));
    if (flees
        && "yes".equals(answers.get("homeless"))
        && !Boolean.TRUE.equals(answers.get("priorityNeed"))) {
      problems.add(
          new FormProblem(
              "priorityNeed", "Somebody homeless because of abuse is in priority need: say yes"));
    }
    if (flees && Boolean.TRUE.equals(answers.get("intentional"))) {
      problems.add(new FormProblem("intentional", "Leaving because of abuse is never intentional"));
    }
    LocalDate satisfied = satisfiedOn(submission);
    LocalDate believed =
        applications.reasonToBelieve(task.caseRef(), task.journeyId()).orElse(satisfied);
    if (satisfied.isAfter(applications.today())) {
      problems.add(new FormProblem("satisfiedOn", "Give today or a day before it"));
    } else if (satisfied.isBefore(believed)) {
      problems.add(
          new FormProblem(
              "satisfiedOn",
              "Give "
                  + DAY.format(believed)
                  + " or a day after it: nobody is satisfied before there is reason to believe"
                  + " (Housing Act 1996 s.184, 189B)"));
    }
    return problems;
  }

  private static LocalDate satisfiedOn(Submission submission) {
    return LocalDate.parse(String.valueOf(submission.routing().get("satisfiedOn")));
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    applications.tookPart(task.caseRef(), task.journeyId(), task.id(), formId(), who);
    if (!task.elementId().equals("Task_CompleteEnquiries")) {
      applications.moment(task.caseRef(), task.journeyId(), "satisfied", satisfiedOn(submission));
    }
    return Map.of();
  }
}
