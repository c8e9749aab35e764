package org.haven.assessrisk.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.haven.assessrisk.RiskAnswers;
import org.haven.assessrisk.RiskAssessments;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.SafeContacts;
import org.haven.forms.FormField;
import org.haven.forms.FormProblem;
import org.haven.forms.Forms;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.tasks.TaskForm;
import org.haven.tasks.TaskView;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The 24 questions: what is counted goes to the table, what was answered stays sealed. */
@Component
class CompleteRiskQuestionsForm implements TaskForm {
  private static final String ID = "complete-risk-questions";
  private static final String WITH_HER = "with-her";

  /** What stays true of the case beyond this assessment. */
  private static final Set<String> LASTING =
      Set.of(
          "childAffected",
          "childHarmNow",
          "adultCareNeeds",
          "harmSuspected",
          "cannotProtectSelf",
          "youngParty",
          "otherAbuse",
          "staffImplicated");

  private final RiskAssessments assessments;
  private final CaseFacts facts;
  private final SafeContacts contacts;
  private final Forms forms;
  private final Clock clock;

  CompleteRiskQuestionsForm(
      RiskAssessments assessments,
      CaseFacts facts,
      SafeContacts contacts,
      Forms forms,
      Clock clock) {
    this.assessments = assessments;
    this.facts = facts;
    this.contacts = contacts;
    this.forms = forms;
    this.clock = clock;
  }

  @Override
  public String formId() {
    return ID;
  }

  /** Facts of the case, and never an answer from before: risk is asked anew. */
  @Override
  public Map<String, Object> prefill(TaskView task, ActingPerson who) {
    var form = forms.form(ID);
    var asked =
        form.fields().stream()
            .map(FormField::key)
            .filter(LASTING::contains)
            .collect(Collectors.toSet());
    var known = new LinkedHashMap<String, Object>();
    facts
        .of(task.caseRef())
        .forEach(
            (name, value) -> {
              if (asked.contains(name) && value != null && !"unknown".equals(value)) {
                known.put(name, value);
              }
            });
    return form.asAnswers(known);
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    var problems = new ArrayList<FormProblem>();
    if (WITH_HER.equals(submission.routing().get("mode"))
        && !contacts.check(task.caseRef()).valid()) {
      problems.add(
          new FormProblem(
              "mode", "There is no safe way to reach her on record: answer from records"));
    }
    LocalDate incidentOn = date(submission.routing().get("incidentOn"));
    if (incidentOn != null
        && incidentOn.isAfter(LocalDate.ofInstant(clock.instant(), WorkingCalendar.LONDON))) {
      problems.add(new FormProblem("incidentOn", "Give a day that is not in the future"));
    }
    return problems;
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    var sealed = new LinkedHashMap<String, String>();
    submission
        .sealed()
        .forEach(
            (key, value) -> {
              if (value instanceof String text && !text.isBlank()) {
                sealed.put(key, text);
              }
            });
    var answers =
        new RiskAnswers(
            WITH_HER.equals(submission.routing().get("mode")),
            sealed,
            date(submission.routing().get("incidentOn")));
    assessments.answered(task.caseRef(), task.journeyId(), task.id(), answers, who);
    var lasting = new LinkedHashMap<String, Object>(submission.routing());
    lasting.keySet().retainAll(LASTING);
    facts.put(task.caseRef(), lasting, By.of(who));
    var routing = new LinkedHashMap<String, Object>(submission.routing());
    routing.put("dashYes", answers.yes());
    routing.put("dashMissing", answers.missing());
    return routing;
  }

  private static @Nullable LocalDate date(@Nullable Object value) {
    return switch (value) {
      case LocalDate date -> date;
      case String text when !text.isBlank() -> LocalDate.parse(text);
      case null, default -> null;
    };
  }
}
