package org.haven.assessrisk.web;

import java.util.Map;
import org.haven.assessrisk.RiskAssessments;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Known;
import org.haven.tasks.TaskForm;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** The officer's own judgement: it can raise the level above the count, never lower it. */
@Component
class RecordJudgementForm implements TaskForm {
  private final RiskAssessments assessments;

  RecordJudgementForm(RiskAssessments assessments) {
    this.assessments = assessments;
  }

  @Override
  public String formId() {
    return "record-judgement";
  }

  @Override
  public Map<String, Object> prefill(TaskView task, ActingPerson who) {
    return Map.of();
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    assessments.judged(
        task.caseRef(),
        task.journeyId(),
        task.id(),
        Known.of(submission.routing().get("judgementHigh")),
        submission.sealed().get("why") instanceof String why ? why : null,
        who);
    return submission.routing();
  }
}
