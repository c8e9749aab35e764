package org.haven.policyreview.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** Rules of our own never change what was decided; a law may have come into force already. */
@Component
class UpdateRulesRule implements FormRule {
  private final Clock clock;

  UpdateRulesRule(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String formId() {
    return "update-rules";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    boolean law = "law".equals(submission.routing().get("trigger"));
    return !law
            && submission.routing().get("effectiveFrom") instanceof String from
            && LocalDate.parse(from).isBefore(today)
        ? List.of(
            new FormProblem(
                "effectiveFrom",
                "Enter today or a later day: only a law may hold from a day that has passed"
                    + " (policy 14.3)"))
        : List.of();
  }
}
