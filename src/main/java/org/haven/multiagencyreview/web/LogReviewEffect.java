package org.haven.multiagencyreview.web;

import java.time.LocalDate;
import java.util.Map;
import org.haven.forms.Submission;
import org.haven.multiagencyreview.Reviews;
import org.haven.platform.ActingPerson;
import org.haven.tasks.FormEffect;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** The day on which a review meets goes on the list of meetings. */
@Component
class LogReviewEffect implements FormEffect {
  private final Reviews reviews;

  LogReviewEffect(Reviews reviews) {
    this.reviews = reviews;
  }

  @Override
  public String formId() {
    return "log-review";
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    reviews.meets(
        task.caseRef(),
        task.journeyId(),
        LocalDate.parse(String.valueOf(submission.routing().get("meetingOn"))));
    return Map.of();
  }
}
