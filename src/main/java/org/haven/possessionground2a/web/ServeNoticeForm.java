package org.haven.possessionground2a.web;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.haven.casefile.Wishes;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.possessionground2a.PossessionNotices;
import org.haven.possessionground2a.PossessionNotices.Unlawful.BeforeMade;
import org.haven.possessionground2a.PossessionNotices.Unlawful.InFuture;
import org.haven.possessionground2a.PossessionNotices.Unlawful.TooShort;
import org.haven.tasks.FormEffect;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** The day of service: lawful for the dates that the notice states, or a new one is made. */
@Component
class ServeNoticeForm implements FormRule, FormEffect {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);

  private final PossessionNotices notices;
  private final Wishes wishes;

  ServeNoticeForm(PossessionNotices notices, Wishes wishes) {
    this.notices = notices;
    this.wishes = wishes;
  }

  @Override
  public String formId() {
    return "serve-notice";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    var problems = new ArrayList<FormProblem>();
    if (!wishes.onRecord(task.caseRef(), task.journeyId())) {
      problems.add(
          new FormProblem(
              FormProblem.WHOLE_FORM,
              "Record her wishes and the risk to her first: no notice is served before (policy"
                  + " 7.5.1)"));
    }
    if (submission.routing().get("servedOn") instanceof String servedOn) {
      notices
          .check(task.caseRef(), LocalDate.parse(servedOn))
          .ifPresent(unlawful -> problems.add(new FormProblem("servedOn", words(unlawful))));
    }
    return problems;
  }

  private static String words(PossessionNotices.Unlawful unlawful) {
    return switch (unlawful) {
      case InFuture _ -> "Enter a day that has come: a notice counts from the day it was served";
      case BeforeMade _ -> "Enter the day on which this notice was served, not before it was made";
      case TooShort(LocalDate earliest, LocalDate states) ->
          "Make a new notice: served on this day it could take effect on %s at the earliest, but it states %s (Housing Act 1985 section 83, policy 7.5.3)"
              .formatted(DAY.format(earliest), DAY.format(states));
    };
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    if (!(submission.routing().get("servedOn") instanceof String servedOn)) {
      return Map.of();
    }
    var from = notices.served(task.caseRef(), task.journeyId(), LocalDate.parse(servedOn));
    return Map.of("claimFromOn", from, "noticeValidOrExcused", true);
  }
}
