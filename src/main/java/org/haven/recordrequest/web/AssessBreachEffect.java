package org.haven.recordrequest.web;

import java.util.Map;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Code;
import org.haven.recordrequest.RecordRequests;
import org.haven.tasks.FormEffect;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** What was decided of a breach goes into the breach log. */
@Component
class AssessBreachEffect implements FormEffect {
  private final RecordRequests requests;

  AssessBreachEffect(RecordRequests requests) {
    this.requests = requests;
  }

  @Override
  public String formId() {
    return "task-outcome";
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    if (task.elementId().equals("Task_AssessBreach")) {
      requests.assessed(
          task.caseRef(),
          task.journeyId(),
          task.id(),
          new Code(String.valueOf(submission.routing().get("outcome"))),
          who);
    }
    return Map.of();
  }
}
