package org.haven.safeguardingreferral.web;

import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.safeguardingreferral.SafeguardingLog;
import org.haven.tasks.TaskForm;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** A concern that somebody raises from the case page. Nothing is filled in: risk is asked anew. */
@Component
class RecordConcernForm implements TaskForm {
  private final SafeguardingLog log;
  private final CaseFacts facts;

  RecordConcernForm(SafeguardingLog log, CaseFacts facts) {
    this.log = log;
    this.facts = facts;
  }

  @Override
  public String formId() {
    return "record-concern";
  }

  @Override
  public Map<String, Object> prefill(TaskView task, ActingPerson who) {
    return Map.of();
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    log.describe(
        task.caseRef(),
        task.journeyId(),
        task.id(),
        submission.routing(),
        submission.sealed(),
        who);
    facts.put(task.caseRef(), submission.routing(), By.of(who));
    return submission.routing();
  }
}
