package org.haven.casefile.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.CaseSection;
import org.haven.casefile.Meetings;
import org.haven.casefile.Meetings.ActionLine;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What meetings agreed on: who does it, by when, and whether it is done. */
@Component
@Order(40)
class ActionSection implements CaseSection {
  private final Meetings meetings;
  private final Clock clock;
  private final Times times;

  ActionSection(Meetings meetings, Clock clock, Times times) {
    this.meetings = meetings;
    this.clock = clock;
    this.times = times;
  }

  /** An action in a line. */
  record Row(
      String id, @Nullable String what, String owner, String due, String status, boolean late) {
    @Override
    public String toString() {
      return "***";
    }
  }

  @Override
  public Optional<Section> of(ActingPerson who, CaseRef caseRef) {
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    List<Row> rows = meetings.actions(who, caseRef).stream().map(line -> row(line, today)).toList();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(new Section("casefile/actions", Map.of("rows", rows)));
  }

  private Row row(ActionLine line, LocalDate today) {
    Meetings.Action action = line.action();
    return new Row(
        action.actionId(),
        line.what() == null ? null : line.what().clear(),
        action.owner().title(),
        String.valueOf(times.date(action.dueOn())),
        action.status().value(),
        action.isLate(today));
  }
}
