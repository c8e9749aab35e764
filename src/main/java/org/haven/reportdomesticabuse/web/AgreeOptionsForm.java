package org.haven.reportdomesticabuse.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Code;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.reportdomesticabuse.AgreedOptions;
import org.haven.tasks.TaskForm;
import org.haven.tasks.TaskView;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class AgreeOptionsForm implements TaskForm {
  private static final String SUPPORT = "support-plan";

  private final AgreedOptions options;
  private final Clock clock;

  AgreeOptionsForm(AgreedOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
  }

  @Override
  public String formId() {
    return "agree-options";
  }

  @Override
  public Map<String, Object> prefill(TaskView task, ActingPerson who) {
    return Map.of();
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    var problems = new ArrayList<FormProblem>();
    var offered = codes(submission.routing().get("offered"));
    if (!offered.contains(new Code(SUPPORT))) {
      problems.add(new FormProblem("offered", "Support is always offered: go through it with her"));
    }
    if (!offered.containsAll(codes(submission.routing().get("chosen")))) {
      problems.add(
          new FormProblem("chosen", "Choose only from the options you went through with her"));
    }
    var reviewOn = Answers.date(submission.routing().get("reviewOn"));
    if (reviewOn != null && reviewOn.isBefore(today())) {
      problems.add(new FormProblem("reviewOn", "Give a day from today on"));
    }
    return problems;
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    options.agreed(
        task.caseRef(),
        task.journeyId(),
        task.id(),
        codes(submission.routing().get("offered")),
        codes(submission.routing().get("chosen")),
        Objects.requireNonNull(Answers.date(submission.routing().get("reviewOn"))),
        Answers.only(submission.sealed(), "steps", "whyNot", "childrensViews"),
        who);
    return submission.routing();
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), WorkingCalendar.LONDON);
  }

  private static List<Code> codes(@Nullable Object answer) {
    return answer instanceof Collection<?> several
        ? several.stream().map(String::valueOf).map(Code::new).toList()
        : List.of();
  }
}
