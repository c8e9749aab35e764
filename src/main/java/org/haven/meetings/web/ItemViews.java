package org.haven.meetings.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.Meetings;
import org.haven.meetings.AgendaItem;
import org.haven.meetings.AgreedActions;
import org.haven.meetings.LiveMinutes;
import org.haven.meetings.MeetingKind;
import org.haven.meetings.Sitting;
import org.haven.platform.ActingPerson;
import org.haven.platform.calendar.SlaTable;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.tasks.TaskList;
import org.haven.tasks.TaskStatus;
import org.haven.tasks.TaskView;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** One case of an agenda as its page shows it. */
@Component
class ItemViews {
  private final LiveMinutes minutes;
  private final AgreedActions agreed;
  private final Meetings meetings;
  private final TaskList tasks;
  private final SlaTable limits;
  private final WorkingCalendar calendar;
  private final Clock clock;
  private final Times times;
  private final StaffNames names;

  ItemViews(
      LiveMinutes minutes,
      AgreedActions agreed,
      Meetings meetings,
      TaskList tasks,
      SlaTable limits,
      WorkingCalendar calendar,
      Clock clock,
      Times times,
      StaffNames names) {
    this.minutes = minutes;
    this.agreed = agreed;
    this.meetings = meetings;
    this.tasks = tasks;
    this.limits = limits;
    this.calendar = calendar;
    this.clock = clock;
    this.times = times;
    this.names = names;
  }

  /** A text that stands under the minutes. */
  record Other(String words, String by) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /** An action, agreed or on record. */
  record Action(
      String id, @Nullable String what, String owner, String due, String status, boolean late) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /**
   * A case on the agenda.
   *
   * @param words what stands in the box for the minutes, absent where it is not shown
   * @param papersDue in words, empty if there is no such limit
   * @param papersTask the open task that is about them, if it is theirs to see
   * @param recordTask the open task in which the meeting goes on record
   * @param typed what was typed and refused, by field
   */
  record Item(
      String id,
      int place,
      String ref,
      boolean guarded,
      boolean left,
      boolean recorded,
      boolean mayWrite,
      boolean mayAct,
      boolean mayOpen,
      int turn,
      @Nullable String words,
      @Nullable String saved,
      List<Other> beside,
      List<Other> earlier,
      List<MeetingKind.Paper> papers,
      String papersDue,
      @Nullable Long papersTask,
      @Nullable Long recordTask,
      List<Action> agreed,
      List<Action> actions,
      Map<String, String> problems,
      Map<String, String> typed,
      String once) {
    @Override
    public String toString() {
      return "Item[***]";
    }
  }

  Item of(
      ActingPerson who,
      Sitting sitting,
      AgendaItem item,
      int place,
      Optional<MeetingKind> kind,
      MeetingPages.Shown shown) {
    LiveMinutes.Read read =
        item.guarded() ? shown.opened() : item.left() ? null : minutes.read(who, item);
    List<TaskView> open =
        tasks.forCase(who, item.caseRef()).stream()
            .filter(
                task ->
                    task.journeyId().equals(item.journeyId()) && task.status() == TaskStatus.OPEN)
            .toList();
    Optional<String> clockKey = kind.flatMap(MeetingKind::papersClock);
    Optional<TaskView> papersTask =
        clockKey.flatMap(key -> open.stream().filter(t -> t.slaKey().equals(key)).findFirst());
    boolean mayWrite = !item.closed() && minutes.mayWrite(who, item);
    String typedWords = shown.typed().get("words");
    return new Item(
        item.id().toString(),
        place,
        item.caseRef().value(),
        item.guarded(),
        item.left(),
        item.meetingId() != null,
        mayWrite,
        !item.closed() && agreed.mayAct(who, item),
        item.guarded() && !item.left() && minutes.mayWrite(who, item),
        read == null ? 0 : read.turn(),
        read == null ? null : typedWords != null ? typedWords : words(read.newest()),
        read == null || read.newest() == null ? null : signed(read.newest()),
        read == null ? List.of() : read.beside().stream().map(this::other).toList(),
        read == null ? List.of() : read.earlier().stream().map(this::other).toList(),
        kind.map(k -> k.papers(who, item.caseRef(), item.journeyId())).orElse(List.of()),
        clockKey.map(key -> due(key, sitting, papersTask)).orElse(""),
        papersTask.flatMap(task -> tasks.find(who, task.id())).map(TaskView::id).orElse(null),
        kind.flatMap(k -> open.stream().filter(t -> k.forms().contains(t.formId())).findFirst())
            .flatMap(task -> tasks.find(who, task.id()))
            .map(TaskView::id)
            .orElse(null),
        item.closed()
            ? List.of()
            : agreed.of(who, item).stream()
                .map(
                    one ->
                        new Action(
                            one.id().toString(),
                            one.what().clear(),
                            one.owner().title(),
                            times.date(one.dueOn()),
                            "agreed",
                            false))
                .toList(),
        actions(who, item),
        shown.problems(),
        shown.typed(),
        UUID.randomUUID().toString());
  }

  private String due(String key, Sitting sitting, Optional<TaskView> task) {
    var dueAt = task.map(TaskView::dueAt).orElse(null);
    if (dueAt == null) {
      LocalDate day = WorkingCalendar.dateOf(sitting.startsAt());
      dueAt = calendar.dueAt(limits.limit(key, day), sitting.startsAt());
    }
    return times.at(dueAt);
  }

  private List<Action> actions(ActingPerson who, AgendaItem item) {
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    return item.meetingId() == null
        ? List.of()
        : meetings.actions(who, item.caseRef()).stream()
            .filter(line -> line.meetingId().equals(item.meetingId()))
            .map(
                line ->
                    new Action(
                        line.action().actionId(),
                        line.what() == null ? null : line.what().clear(),
                        line.action().owner().title(),
                        times.date(line.action().dueOn()),
                        line.action().status().value(),
                        line.action().isLate(today)))
            .toList();
  }

  private static String words(LiveMinutes.@Nullable Text text) {
    return text == null ? "" : clear(text.words());
  }

  private static String clear(Sealed words) {
    return words.clear();
  }

  private Other other(LiveMinutes.Text text) {
    return new Other(text.words().clear(), signed(text));
  }

  private String signed(LiveMinutes.Text text) {
    return times.at(text.at()) + ", " + names.of(text.by());
  }
}
