package org.haven.tasks.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.web.CaseWords;
import org.haven.platform.ActingPerson;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.tasks.ListChoices.Column;
import org.haven.tasks.ListedTask;
import org.haven.tasks.TaskFilter;
import org.haven.tasks.TaskStatus;
import org.haven.tasks.TaskView;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Puts the tasks of a list into words. */
@Component
class TaskLines {
  private static final String RED = "govuk-tag govuk-tag--red";
  private static final String YELLOW = "govuk-tag govuk-tag--yellow";
  private static final String GREY = "govuk-tag govuk-tag--grey";
  private static final String QUIET = "haven-meta";

  private final Times times;
  private final StaffNames names;
  private final CaseWords words;
  private final MessageSource messages;
  private final Clock clock;

  TaskLines(Times times, StaffNames names, CaseWords words, MessageSource messages, Clock clock) {
    this.times = times;
    this.names = names;
    this.words = words;
    this.messages = messages;
    this.clock = clock;
  }

  /**
   * @param columns those that the person chose
   * @param chosen the ids of those that are ticked
   */
  List<TaskLine> of(
      List<ListedTask> tasks, List<Column> columns, Set<String> chosen, ActingPerson who) {
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    Map<Column, String> labels = new EnumMap<>(Column.class);
    columns.forEach(column -> labels.put(column, say("tasks.column." + code(column))));
    return tasks.stream().map(one -> line(one, labels, chosen, today, who)).toList();
  }

  private TaskLine line(
      ListedTask listed,
      Map<Column, String> labels,
      Set<String> chosen,
      LocalDate today,
      ActingPerson who) {
    TaskView task = listed.task();
    Times.Due due = times.due(task.dueAt(), task.warnAt());
    return new TaskLine(
        task.id(),
        "/tasks/" + task.id(),
        task.title(),
        task.caseRef().value(),
        task.title() + " " + task.caseRef().value(),
        marks(listed, today),
        labels.entrySet().stream()
            .map(e -> new TaskLine.Cell(e.getValue(), cell(e.getKey(), listed)))
            .toList(),
        due.tone().name().toLowerCase(Locale.ROOT),
        due,
        times.at(task.doneAt()),
        task.assignee() == null ? null : names.of(task.assignee()),
        who.username().equals(task.assignee()),
        task.status() == TaskStatus.OPEN,
        chosen.contains(String.valueOf(task.id())));
  }

  private List<TaskLine.Mark> marks(ListedTask listed, LocalDate today) {
    var marks = new ArrayList<TaskLine.Mark>();
    if ("high".equals(listed.risk())) {
      marks.add(new TaskLine.Mark(RED, say("tasks.risk.high")));
    }
    if (listed.contactNotSafe()) {
      marks.add(new TaskLine.Mark(RED, say("tasks.mark.contact")));
    }
    if (listed.asked()) {
      marks.add(new TaskLine.Mark(YELLOW, say("tasks.mark.asked")));
    }
    if (listed.paused()) {
      marks.add(new TaskLine.Mark(GREY, say("tasks.mark.paused")));
    }
    if (listed.notes() > 0) {
      marks.add(new TaskLine.Mark(QUIET, say("tasks.notes.count", listed.notes())));
    }
    LocalDate followUp = listed.followUpOn();
    if (followUp != null) {
      String key = followUp.isAfter(today) ? "tasks.mark.followUp" : "tasks.mark.followUpNow";
      marks.add(new TaskLine.Mark(QUIET, say(key, times.date(followUp))));
    }
    return List.copyOf(marks);
  }

  private String cell(Column column, ListedTask listed) {
    TaskView task = listed.task();
    return switch (column) {
      case JOURNEY -> words.journey(task.processId());
      case TEAM -> task.team().title() + (task.forSupervisor() ? say("tasks.supervisors") : "");
      case RISK -> risk(listed.risk() == null ? TaskFilter.NOT_ASSESSED : listed.risk());
      case FOLLOW_UP -> listed.followUpOn() == null ? "–" : times.date(listed.followUpOn());
      case OPENED -> times.at(task.openedAt());
      case POLICY -> task.policyClause();
    };
  }

  /** A level of risk; one that has no words of its own goes by its code. */
  String risk(String level) {
    String own = messages.getMessage("tasks.risk." + level, null, null, Locale.UK);
    return own == null ? CaseWords.plain(level) : own;
  }

  /** As it stands in addresses and in the names of words. */
  static String code(Column column) {
    return column.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private String say(String key, Object... with) {
    return messages.getMessage(key, with, Locale.UK);
  }
}
