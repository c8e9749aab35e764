package org.haven.complaint.web;

import java.util.Map;
import org.haven.casefile.By;
import org.haven.complaint.Complaints;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Code;
import org.haven.tasks.FormEffect;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

@Component
class SendFinalResponseEffect implements FormEffect {
  private final Complaints complaints;

  SendFinalResponseEffect(Complaints complaints) {
    this.complaints = complaints;
  }

  @Override
  public String formId() {
    return "send-final-response";
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    Object why = submission.sealed().get("why");
    complaints.named(
        task.caseRef(),
        task.journeyId(),
        new Code(String.valueOf(submission.routing().get("ombudsman"))),
        why == null ? null : why.toString(),
        By.of(who));
    return Map.of();
  }
}
