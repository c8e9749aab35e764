package org.haven.refertomarac.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.haven.casefile.By;
import org.haven.casefile.Meetings;
import org.haven.casefile.Meetings.NewAction;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.refertomarac.MaracMinutes;
import org.haven.tasks.TaskForm;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** The minutes go to a place of their own; the actions are kept with the meeting. */
@Component
class RecordMaracMeetingForm implements TaskForm {
  private final MaracMinutes minutes;
  private final Meetings meetings;
  private final Clock clock;

  RecordMaracMeetingForm(MaracMinutes minutes, Meetings meetings, Clock clock) {
    this.minutes = minutes;
    this.meetings = meetings;
    this.clock = clock;
  }

  @Override
  public String formId() {
    return "record-marac-meeting";
  }

  /** Nothing of an earlier meeting is shown. */
  @Override
  public Map<String, Object> prefill(TaskView task, ActingPerson who) {
    return Map.of();
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    return meetingOn(submission).isAfter(WorkingCalendar.dateOf(clock.instant()))
        ? List.of(new FormProblem("meetingOn", "Give a day that is not in the future"))
        : List.of();
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    minutes.record(
        task.caseRef(),
        task.journeyId(),
        task.id(),
        meetingOn(submission),
        Objects.toString(submission.sealed().get("minutes"), ""),
        who);
    var meeting =
        meetings.record(
            task.caseRef(),
            task.journeyId(),
            task.id(),
            formId(),
            meetingOn(submission),
            null,
            actions(submission),
            By.of(who));
    var facts = new LinkedHashMap<String, Object>(submission.routing());
    facts.put("meetingId", meeting.meetingId());
    facts.put("actionIds", meeting.actionIds());
    return facts;
  }

  private static LocalDate meetingOn(Submission submission) {
    return LocalDate.parse(String.valueOf(submission.routing().get("meetingOn")));
  }

  private static List<NewAction> actions(Submission submission) {
    return submission.sealed().get("actions") instanceof List<?> rows
        ? rows.stream().filter(Map.class::isInstance).map(row -> action((Map<?, ?>) row)).toList()
        : List.of();
  }

  private static NewAction action(Map<?, ?> row) {
    return new NewAction(
        String.valueOf(row.get("what")),
        Team.of(String.valueOf(row.get("owner"))),
        LocalDate.parse(String.valueOf(row.get("due"))));
  }
}
