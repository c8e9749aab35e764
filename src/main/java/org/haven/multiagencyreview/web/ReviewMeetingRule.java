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

/** A review's meeting is written down once it was held. */
@Component
class ReviewMeetingRule implements FormRule {
  private static final String PROCESS = "multi-agency-review";

  private final Clock clock;

  ReviewMeetingRule(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String formId() {
    return "record-meeting";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    boolean future =
        LocalDate.parse(String.valueOf(submission.routing().get("meetingOn")))
            .isAfter(WorkingCalendar.dateOf(clock.instant()));
    return task.processId().equals(PROCESS) && future
        ? List.of(
            new FormProblem(
                "meetingOn",
                "Enter the day on which the review met, not a day to come (clause 6.9)"))
        : List.of();
  }
}
