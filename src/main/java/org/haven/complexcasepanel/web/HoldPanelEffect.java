package org.haven.complexcasepanel.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.Meetings;
import org.haven.casefile.Meetings.NewAction;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.tasks.FormEffect;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** The panel is a meeting: its actions become tasks of the teams that took them on. */
@Component
class HoldPanelEffect implements FormEffect {
  private final Meetings meetings;
  private final Clock clock;

  HoldPanelEffect(Meetings meetings, Clock clock) {
    this.meetings = meetings;
    this.clock = clock;
  }

  @Override
  public String formId() {
    return "hold-panel";
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    var meeting =
        meetings.record(
            task.caseRef(),
            task.journeyId(),
            task.id(),
            formId(),
            WorkingCalendar.dateOf(clock.instant()),
            null,
            actions(submission),
            By.of(who));
    return Map.of("meetingId", meeting.meetingId(), "actionIds", meeting.actionIds());
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
