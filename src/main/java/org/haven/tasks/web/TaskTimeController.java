package org.haven.tasks.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.clocks.ClockChange;
import org.haven.platform.ActingPerson;
import org.haven.platform.Decisions.DecisionUnavailableException;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.web.PageToken;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.tasks.Acted;
import org.haven.tasks.TaskTime;
import org.haven.tasks.TaskTime.Movable;
import org.haven.tasks.TaskView;
import org.haven.tasks.web.TaskActPages.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The time of a task: what is due when, whether its clock may stand still or be given more time,
 * and that done. The table of limits is asked when somebody comes here, not when a task is opened.
 */
@Controller
class TaskTimeController {
  private final TaskTime time;
  private final TaskActPages pages;
  private final StaffNames names;
  private final Times times;

  TaskTimeController(TaskTime time, TaskActPages pages, StaffNames names, Times times) {
    this.time = time;
    this.pages = pages;
    this.names = names;
    this.times = times;
  }

  /**
   * A journey's clock in words.
   *
   * @param stands since when and why it stands still; absent if it runs
   * @param noPause why the person cannot have it stand still; absent if they can
   * @param noResume why it cannot run on
   * @param noMore why it is given no more time
   */
  record ClockWords(
      String name,
      String due,
      @Nullable String stands,
      @Nullable String noPause,
      @Nullable String noResume,
      @Nullable String noMore) {}

  @GetMapping("/tasks/{id}/time")
  ModelAndView time(ActingPerson who, @PathVariable long id) {
    TaskView task = pages.task(who, id);
    var view = new ModelAndView("tasks/time");
    view.addObject("task", task);
    view.addObject("due", times.due(task.dueAt(), task.warnAt()));
    try {
      TaskTime.Time found = time.of(task);
      Movable clock = found.clock();
      view.addObject("onForm", found.onForm());
      view.addObject("clock", clock == null ? null : words(who, task, clock));
    } catch (DecisionUnavailableException e) {
      view.addObject("unknown", true);
    }
    return view;
  }

  private ClockWords words(ActingPerson who, TaskView task, Movable clock) {
    var pause = clock.pause();
    return new ClockWords(
        pages.clock(clock.slaKey()),
        times.at(clock.dueAt()),
        pause == null
            ? null
            : pages.say(
                pause.byStep() ? "tasks.time.stands.journey" : "tasks.time.stands",
                times.at(pause.at()),
                pause.byStep() ? "" : names.of(pause.by()),
                pause.why() == null ? "" : pages.say("tasks.time.why." + pause.why())),
        no(who, task, clock, ClockChange.PAUSED),
        no(who, task, clock, ClockChange.RESUMED),
        no(who, task, clock, ClockChange.EXTENDED));
  }

  private @Nullable String no(ActingPerson who, TaskView task, Movable clock, ClockChange change) {
    return Optional.ofNullable(time.hindrance(who, task, clock, change))
        .map(refused -> pages.words(refused, ""))
        .orElse(null);
  }

  // stand still

  @GetMapping("/tasks/{id}/pause")
  ModelAndView pause(ActingPerson who, @PathVariable long id) {
    return show(who, id, ClockChange.PAUSED);
  }

  @PostMapping("/tasks/{id}/pause")
  ModelAndView pause(
      ActingPerson who,
      @PathVariable long id,
      @RequestParam Map<String, String> sent,
      RedirectAttributes redirect) {
    return send(who, id, ClockChange.PAUSED, sent, redirect);
  }

  // run on

  @GetMapping("/tasks/{id}/resume")
  ModelAndView resume(ActingPerson who, @PathVariable long id) {
    return show(who, id, ClockChange.RESUMED);
  }

  @PostMapping("/tasks/{id}/resume")
  ModelAndView resume(
      ActingPerson who,
      @PathVariable long id,
      @RequestParam Map<String, String> sent,
      RedirectAttributes redirect) {
    return send(who, id, ClockChange.RESUMED, sent, redirect);
  }

  // more time

  @GetMapping("/tasks/{id}/more-time")
  ModelAndView moreTime(ActingPerson who, @PathVariable long id) {
    return show(who, id, ClockChange.EXTENDED);
  }

  @PostMapping("/tasks/{id}/more-time")
  ModelAndView moreTime(
      ActingPerson who,
      @PathVariable long id,
      @RequestParam Map<String, String> sent,
      RedirectAttributes redirect) {
    return send(who, id, ClockChange.EXTENDED, sent, redirect);
  }

  private ModelAndView show(ActingPerson who, long id, ClockChange change) {
    TaskView task = pages.task(who, id);
    try {
      Movable clock = time.of(task).clock();
      return pages.show(page(task, clock, change), time.hindrance(who, task, clock, change));
    } catch (DecisionUnavailableException e) {
      return unknown(task, change, Map.of());
    }
  }

  private ModelAndView send(
      ActingPerson who,
      long id,
      ClockChange change,
      Map<String, String> sent,
      RedirectAttributes redirect) {
    TaskView task = pages.task(who, id);
    var typed = TaskActPages.typed(sent);
    UUID mark = PageToken.of(typed.get("once"));
    try {
      Acted acted =
          time.move(
              who,
              id,
              new TaskTime.Wish(
                  change,
                  mark,
                  change == ClockChange.PAUSED ? typed.get("why") : null,
                  day(typed.get("shown")),
                  typed.getOrDefault("words", "")));
      return pages.result(
          who,
          page(task, time.of(task).clock(), change),
          acted,
          typed,
          pages.say("tasks.act." + act(change) + ".done"),
          redirect);
    } catch (DecisionUnavailableException e) {
      return unknown(task, change, typed);
    }
  }

  private static @Nullable LocalDate day(@Nullable String text) {
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private Page page(TaskView task, @Nullable Movable clock, ClockChange change) {
    var more = new HashMap<String, Object>();
    if (clock != null) {
      more.put("clockName", pages.clock(clock.slaKey()));
      more.put("dueNow", times.at(clock.dueAt()));
      more.put("reasons", clock.pauses());
      boolean possible =
          switch (change) {
            case PAUSED -> clock.runs() && !clock.pauses().isEmpty();
            case RESUMED -> !clock.runs();
            case EXTENDED -> !clock.extended() && clock.mayExtend();
          };
      if (possible) {
        Instant then = time.dueAfter(task, clock, change);
        more.put("dueThen", times.at(then));
        more.put("shown", WorkingCalendar.dateOf(then).toString());
      }
    }
    return new Page(task, act(change), "/tasks/" + task.id() + "/" + act(change), more);
  }

  private static String act(ClockChange change) {
    return switch (change) {
      case PAUSED -> "pause";
      case RESUMED -> "resume";
      case EXTENDED -> "more-time";
    };
  }

  /** The table cannot be asked now: what was typed stays on the page. */
  private ModelAndView unknown(TaskView task, ClockChange change, Map<String, String> typed) {
    ModelAndView view =
        pages.blocked(page(task, null, change), typed, pages.say("tasks.time.unknown"));
    view.setStatus(typed.isEmpty() ? HttpStatus.OK : HttpStatus.CONFLICT);
    return view;
  }
}
