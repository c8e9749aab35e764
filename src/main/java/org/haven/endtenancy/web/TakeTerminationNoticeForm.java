package org.haven.endtenancy.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.By;
import org.haven.endtenancy.Endings;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.calendar.RentPeriods;
import org.haven.tasks.FormEffect;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** Works out the last day of the tenancy from the notice. */
@Component
class TakeTerminationNoticeForm implements FormRule, FormEffect {
  private final Endings endings;

  TakeTerminationNoticeForm(Endings endings) {
    this.endings = endings;
  }

  @Override
  public String formId() {
    return "take-termination-notice";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    var problems = new ArrayList<FormProblem>();
    if (!endings.hasCome(receivedOn(submission))) {
      problems.add(
          new FormProblem(
              "receivedOn",
              "Enter a day that has come: the notice period runs from the day we received it"
                  + " (Protection from Eviction Act 1977 section 5)"));
    }
    if (periods(submission).isEmpty()) {
      problems.add(
          new FormProblem("periodDay", "Say on which day a rent period begins (policy 7.4.4)"));
    }
    return problems;
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    var endsOn =
        endings.noticeReceived(
            task.caseRef(),
            task.journeyId(),
            receivedOn(submission),
            periods(submission).orElseThrow(),
            By.of(who));
    return Map.of("endsOn", endsOn);
  }

  private static LocalDate receivedOn(Submission submission) {
    return LocalDate.parse(String.valueOf(submission.routing().get("receivedOn")));
  }

  private static Optional<RentPeriods> periods(Submission submission) {
    return RentPeriods.of(
        submission.routing().get("periodDay"), submission.routing().get("periodDayOfMonth"));
  }
}
