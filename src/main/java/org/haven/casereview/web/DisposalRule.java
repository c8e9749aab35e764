package org.haven.casereview.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.haven.casereview.Retention;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Nothing is disposed of that somebody holds or works on; what is kept is kept for a reason, until
 * a day.
 */
@Component
class DisposalRule implements FormRule {
  private final Retention retention;
  private final Clock clock;

  DisposalRule(Retention retention, Clock clock) {
    this.retention = retention;
    this.clock = clock;
  }

  @Override
  public String formId() {
    return "task-outcome";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    if (!task.processId().equals("case-review")
        || !task.elementId().equals("Task_ApproveDisposal")) {
      return List.of();
    }
    var problems = new ArrayList<FormProblem>();
    if (String.valueOf(submission.sealed().getOrDefault("reason", "")).isBlank()) {
      problems.add(new FormProblem("reason", "Write why (policy 10.2, 12.1)"));
    }
    if ("dispose".equals(submission.routing().get("outcome"))) {
      retention
          .neededElsewhere(task.caseRef(), task.journeyId())
          .map(
              need ->
                  switch (need) {
                    case EVIDENCE -> "Do not dispose of it: a legal hold stands (policy 6.9, 10.2)";
                    case JOURNEY ->
                        "Do not dispose of it: another journey still needs the record (policy"
                            + " 10.2)";
                    case PART -> "It is part of another case, and is disposed of with that one";
                  })
          .ifPresent(message -> problems.add(new FormProblem("outcome", message)));
      return problems;
    }
    LocalDate next = date(submission.routing().get("nextOn"));
    if (next == null || !next.isAfter(WorkingCalendar.dateOf(clock.instant()))) {
      problems.add(
          new FormProblem("nextOn", "Give the day after which it is looked at again, after today"));
    }
    return problems;
  }

  private static @Nullable LocalDate date(@Nullable Object value) {
    return switch (value) {
      case LocalDate day -> day;
      case String text when !text.isBlank() -> LocalDate.parse(text);
      case null, default -> null;
    };
  }
}
