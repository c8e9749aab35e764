package org.haven.multiagencyreview.web;

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

/** The meeting is still to come: what we send must be there before it. */
@Component
class LogReviewRule implements FormRule {
  private static final int YEARS_AHEAD = 2;

  private final Clock clock;

  LogReviewRule(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String formId() {
    return "log-review";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    var today = WorkingCalendar.dateOf(clock.instant());
    var meeting = LocalDate.parse(String.valueOf(submission.routing().get("meetingOn")));
    return meeting.isBefore(today) || meeting.isAfter(today.plusYears(YEARS_AHEAD))
        ? List.of(
            new FormProblem(
                "meetingOn",
                "Enter the day on which the review meets: today, or up to two years ahead"
                    + " (clause 6.9)"))
        : List.of();
  }
}
