package org.haven.safeguardingreferral.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.safeguardingreferral.SafeguardingLog;
import org.haven.tasks.TaskForm;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** What the services decided for one person, and whether the safeguarding lead agrees. */
@Component
class RecordSafeguardingOutcomeForm implements TaskForm {
  private final SafeguardingLog log;
  private final Clock clock;

  RecordSafeguardingOutcomeForm(SafeguardingLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  @Override
  public String formId() {
    return "record-safeguarding-outcome";
  }

  @Override
  public Map<String, Object> prefill(TaskView task, ActingPerson who) {
    var data = new LinkedHashMap<String, Object>();
    log.written(who, task.id(), "referral")
        .flatMap(line -> line.fields().text("person"))
        .ifPresent(name -> data.put("person", name.clear()));
    return data;
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    var problems = new ArrayList<FormProblem>();
    var closedOn = LocalDate.parse(String.valueOf(submission.routing().get("closedOn")));
    if (closedOn.isAfter(WorkingCalendar.dateOf(clock.instant()))) {
      problems.add(new FormProblem("closedOn", "Give today or a day before it"));
    }
    if (Boolean.FALSE.equals(submission.routing().get("agree"))
        && MakeSafeguardingReferralForm.blank(submission.sealed().get("disagreement"))) {
      problems.add(new FormProblem("disagreement", "Say why you do not agree"));
    }
    return problems;
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    log.write(
        task.caseRef(),
        task.journeyId(),
        task.id(),
        "outcome",
        submission.routing(),
        submission.sealed(),
        who);
    return submission.routing();
  }
}
