package org.haven.complaint.web;

import java.util.Map;
import org.haven.complaint.Complaints;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Code;
import org.haven.tasks.FormEffect;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** The finding goes on record, with who found it; asking for more time finds nothing. */
@Component
class InvestigateComplaintEffect implements FormEffect {
  private final Complaints complaints;

  InvestigateComplaintEffect(Complaints complaints) {
    this.complaints = complaints;
  }

  @Override
  public String formId() {
    return "investigate-complaint";
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    if (submission.routing().get("finding") instanceof String finding) {
      complaints.found(task.caseRef(), task.journeyId(), task.id(), new Code(finding), who);
    }
    return Map.of();
  }
}
