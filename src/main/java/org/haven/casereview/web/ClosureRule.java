package org.haven.casereview.web;

import java.util.List;
import org.haven.casefile.ClosureBars;
import org.haven.casefile.ClosureBars.Bar;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.Times;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** A case is not closed while a duty, a clock, a MARAC watch or an action runs, or without why. */
@Component
class ClosureRule implements FormRule {
  private static final String APPROVE = "Task_ApproveClosure";

  private final ClosureBars bars;
  private final Times times;

  ClosureRule(ClosureBars bars, Times times) {
    this.bars = bars;
    this.times = times;
  }

  @Override
  public String formId() {
    return "task-outcome";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    if (!task.processId().equals("case-review")
        || !task.elementId().equals(APPROVE)
        || !"closed".equals(submission.routing().get("outcome"))) {
      return List.of();
    }
    List<Bar> running = bars.of(task.caseRef());
    if (!running.isEmpty()) {
      return List.of(
          new FormProblem(
              "outcome",
              "Keep it open: "
                  + String.join("; ", running.stream().map(bar -> said(bar, times)).toList())
                  + " (policy 14.1)"));
    }
    return String.valueOf(submission.sealed().getOrDefault("reason", "")).isBlank()
        ? List.of(
            new FormProblem(
                "reason", "Write why the case can be closed: it is evidence (policy 10.2, 10.3)"))
        : List.of();
  }

  static String said(Bar bar, Times times) {
    String what =
        switch (bar.kind()) {
          case DUTY -> "a duty to her or to a child is still open";
          case CLOCK -> "a clock runs";
          case WATCH -> "the MARAC watch runs";
          case ACTION -> "an action of a meeting is open";
        };
    return bar.until() == null ? what : what + " until " + times.date(bar.until());
  }
}
