package org.haven.tasks;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.Meetings;
import org.haven.casefile.Meetings.NewAction;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A meeting about a case goes on record, and the journey gets the ids of the actions that it agreed
 * on, to make a task of each.
 */
@Component
class RecordMeetingEffect implements FormEffect {
  private final Meetings meetings;

  RecordMeetingEffect(Meetings meetings) {
    this.meetings = meetings;
  }

  @Override
  public String formId() {
    return "record-meeting";
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    var recorded =
        meetings.record(
            task.caseRef(),
            task.journeyId(),
            task.id(),
            formId(),
            LocalDate.parse(String.valueOf(submission.routing().get("meetingOn"))),
            text(submission.sealed().get("minutes")),
            actions(submission.sealed().get("actions")),
            By.of(who));
    return Map.of("meetingId", recorded.meetingId(), "actionIds", recorded.actionIds());
  }

  private static List<NewAction> actions(@Nullable Object rows) {
    return rows instanceof List<?> list
        ? list.stream().filter(Map.class::isInstance).map(row -> action((Map<?, ?>) row)).toList()
        : List.of();
  }

  private static NewAction action(Map<?, ?> row) {
    return new NewAction(
        String.valueOf(row.get("what")),
        Team.of(String.valueOf(row.get("owner"))),
        LocalDate.parse(String.valueOf(row.get("due"))));
  }

  private static @Nullable String text(@Nullable Object value) {
    return value instanceof String text && !text.isBlank() ? text : null;
  }
}
