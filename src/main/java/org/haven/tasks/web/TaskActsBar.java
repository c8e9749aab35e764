package org.haven.tasks.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.haven.platform.ActingPerson;
import org.haven.platform.calendar.Term;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.tasks.NextSteps;
import org.haven.tasks.TaskHandOver;
import org.haven.tasks.TaskNote;
import org.haven.tasks.TaskQuestions;
import org.haven.tasks.TaskStatus;
import org.haven.tasks.TaskTime;
import org.haven.tasks.TaskView;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Above the form of a task: what else can be done with it, open questions, what comes next. */
@Component
class TaskActsBar {
  private final TaskHandOver handOver;
  private final TaskQuestions questions;
  private final TaskTime time;
  private final NextSteps next;
  private final StaffNames names;
  private final Times times;
  private final MessageSource messages;

  TaskActsBar(
      TaskHandOver handOver,
      TaskQuestions questions,
      TaskTime time,
      NextSteps next,
      StaffNames names,
      Times times,
      MessageSource messages) {
    this.handOver = handOver;
    this.questions = questions;
    this.time = time;
    this.next = next;
    this.names = names;
    this.times = times;
    this.messages = messages;
  }

  /**
   * An open question in the page's words.
   *
   * @param words absent if they cannot be read
   * @param mine the person who looks is to answer it
   */
  record Open(String id, String said, @Nullable String words, boolean mine, boolean mayTakeBack) {}

  /**
   * What comes next in the page's words.
   *
   * @param when what leads there, empty if it comes anyway or by several ways
   * @param within empty if its limit is not known
   */
  record Coming(String name, String when, String within) {}

  void add(ModelAndView view, ActingPerson who, TaskView task, List<TaskNote> notes) {
    if (task.status() != TaskStatus.OPEN) {
      return;
    }
    var acts = new ArrayList<String>();
    if (handOver.hindrance(who, task) == null) {
      acts.add("hand-over");
    }
    if (handOver.backHindrance(who, task) == null) {
      acts.add("send-back");
    }
    if (questions.hindrance(who, task) == null) {
      acts.add("ask");
    }
    if (time.isMovable(task)) {
      acts.add("time");
    }
    view.addObject("acts", acts);
    view.addObject("standsStill", time.standsStill(task));
    Map<String, TaskNote> asked =
        notes.stream()
            .filter(note -> note.kind() == TaskNote.Kind.QUESTION)
            .collect(Collectors.toMap(note -> note.id().toString(), note -> note));
    view.addObject(
        "questions",
        questions.open(task).stream().map(one -> open(who, task, one, asked)).toList());
    view.addObject("coming", next.after(task).stream().map(this::coming).toList());
  }

  private Open open(
      ActingPerson who, TaskView task, TaskQuestions.Question one, Map<String, TaskNote> asked) {
    TaskNote note = asked.get(one.id().toString());
    boolean mine = one.isFor(who);
    String at = times.at(one.askedAt());
    String said =
        mine
            ? say("tasks.question.toYou", names.of(one.askedBy()), at)
            : one.askedOf() == null
                ? say("tasks.question.waitsForNobody", at)
                : say("tasks.question.waits", names.of(one.askedOf()), names.of(one.askedBy()), at);
    return new Open(
        one.id().toString(),
        said,
        note == null || note.words() == null ? null : note.words().clear(),
        mine,
        one.mayTakeBack(who, task));
  }

  private Coming coming(NextSteps.Next one) {
    NextSteps.Step step = one.step();
    String when =
        step.when().stream()
            .map(answer -> (answer.question() + " " + answer.answer()).strip())
            .filter(words -> !words.isEmpty())
            .collect(Collectors.joining("; "));
    return new Coming(say("tasks.next." + step.kind(), step.name()), when, within(one.within()));
  }

  private String within(@Nullable Term term) {
    return switch (term) {
      case Term.AtOnce() -> say("tasks.next.atOnce");
      case Term.WorkingHours(int hours) -> say("tasks.next.workingHours", hours);
      case Term.ClockHours(int hours) -> say("tasks.next.hours", hours);
      case Term.WorkingDays(int days, _) -> say("tasks.next.workingDays", days);
      case Term.CalendarDays(int days, _) -> say("tasks.next.days", days);
      case Term.Months(int months, _) -> say("tasks.next.months", months);
      case Term.AsAgreed() -> say("tasks.next.agreed");
      case null, default -> "";
    };
  }

  private String say(String key, Object... with) {
    return messages.getMessage(key, with, Locale.UK);
  }
}
