package org.haven.recordrequest.web;

import java.util.List;
import java.util.Locale;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.recordrequest.RecordDecisions;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Redaction is done when somebody has decided on every record that was listed. */
@Component
class RecordsDecidedRule implements FormRule {
  private final RecordDecisions decisions;
  private final MessageSource messages;

  RecordsDecidedRule(RecordDecisions decisions, MessageSource messages) {
    this.decisions = decisions;
    this.messages = messages;
  }

  @Override
  public String formId() {
    return "redact-records";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    int undecided = decisions.undecided(task.journeyId());
    return undecided == 0
        ? List.of()
        : List.of(
            new FormProblem(
                FormProblem.WHOLE_FORM,
                messages.getMessage(
                    "record-request.problem.undecided", new Object[] {undecided}, Locale.UK)));
  }
}
