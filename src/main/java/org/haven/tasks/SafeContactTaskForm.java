package org.haven.tasks;

import java.util.Map;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.springframework.stereotype.Component;

/** The form of every step that asks how she can be reached safely. */
@Component
class SafeContactTaskForm implements TaskForm {
  private final SafeContactChecks checks;

  SafeContactTaskForm(SafeContactChecks checks) {
    this.checks = checks;
  }

  @Override
  public String formId() {
    return SafeContactChecks.FORM;
  }

  @Override
  public Map<String, Object> prefill(TaskView task, ActingPerson who) {
    return checks.prefill(who, task.caseRef());
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    checks.save(who, task.caseRef(), submission);
    return submission.routing();
  }
}
