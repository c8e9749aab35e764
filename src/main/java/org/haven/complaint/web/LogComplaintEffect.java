package org.haven.complaint.web;

import java.util.Map;
import org.haven.complaint.Complaints;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Code;
import org.haven.tasks.FormEffect;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

@Component
class LogComplaintEffect implements FormEffect {
  private final Complaints complaints;

  LogComplaintEffect(Complaints complaints) {
    this.complaints = complaints;
  }

  @Override
  public String formId() {
    return "log-complaint";
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    complaints.logged(
        task.caseRef(),
        task.journeyId(),
        new Code(String.valueOf(submission.routing().get("complaintSubject"))),
        new Code(String.valueOf(submission.routing().get("complainant"))),
        who);
    return Map.of();
  }
}
