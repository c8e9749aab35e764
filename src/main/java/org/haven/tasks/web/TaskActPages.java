package org.haven.tasks.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.tasks.Acted;
import org.haven.tasks.Acted.Why;
import org.haven.tasks.TaskList;
import org.haven.tasks.TaskView;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the pages share on which somebody does something with a task besides answering it. */
@Component
class TaskActPages {
  private final TaskList tasks;
  private final StaffNames names;
  private final Times times;
  private final MessageSource messages;

  TaskActPages(TaskList tasks, StaffNames names, Times times, MessageSource messages) {
    this.tasks = tasks;
    this.names = names;
    this.times = times;
    this.messages = messages;
  }

  /** A colleague to choose. */
  record Person(String username, String name) {
    static Person of(ActingPerson one) {
      return new Person(one.username(), one.displayName());
    }
  }

  /**
   * One of these pages.
   *
   * @param act its name in the address and in the words, such as {@code hand-over}
   * @param address where its form goes
   * @param more what it shows beside the task
   */
  record Page(TaskView task, String act, String address, Map<String, ?> more) {}

  /** The task, open or done, of the person; to others there is no such page. */
  TaskView task(ActingPerson who, long id) {
    return tasks.find(who, id).orElseThrow(TaskActPages::notFound);
  }

  /**
   * @param refused why the form is not offered; absent if it is
   */
  ModelAndView show(Page page, Acted.@Nullable Refused refused) {
    return refused == null
        ? view(page, HttpStatus.OK, fresh(), Map.of(), null)
        : view(page, HttpStatus.OK, fresh(), Map.of(), words(refused, ""));
  }

  /**
   * What came of a form: on to the task, or the same page with what was typed.
   *
   * @param done what is said at the task
   */
  ModelAndView result(
      ActingPerson who,
      Page page,
      Acted acted,
      Map<String, String> typed,
      String done,
      RedirectAttributes redirect) {
    return switch (acted) {
      case Acted.Done() -> {
        redirect.addFlashAttribute("acted", done);
        // what came to somebody by name is not theirs to see once it is in other hands
        boolean seen = tasks.find(who, page.task().id()).isPresent();
        yield new ModelAndView(
            seen ? "redirect:/tasks/" + page.task().id() : "redirect:/tasks?list=mine");
      }
      case Acted.Gone() -> throw notFound();
      case Acted.Refused refused -> {
        String field = field(refused.why());
        String words = words(refused, typed.getOrDefault("to", ""));
        if (refused.why() == Why.DATE_MOVED) {
          ModelAndView again = view(page, HttpStatus.CONFLICT, typed, Map.of(), null);
          again.addObject("moved", words);
          yield again;
        }
        yield field == null
            ? view(page, HttpStatus.CONFLICT, typed, Map.of(), words)
            : view(page, HttpStatus.BAD_REQUEST, typed, Map.of(field, words), null);
      }
    };
  }

  /** The page without its form, with what was typed. */
  ModelAndView blocked(Page page, Map<String, String> typed, String why) {
    return view(page, HttpStatus.OK, typed, Map.of(), why);
  }

  private ModelAndView view(
      Page page,
      HttpStatus status,
      Map<String, String> typed,
      Map<String, String> problems,
      @Nullable String blocked) {
    var view = new ModelAndView("tasks/act", status);
    view.addObject("task", page.task());
    view.addObject("act", page.act());
    view.addObject("address", page.address());
    view.addObject("typed", typed);
    view.addObject("once", typed.getOrDefault("once", ""));
    view.addObject("problems", problems);
    view.addObject("blocked", blocked);
    view.addObject("due", times.due(page.task().dueAt(), page.task().warnAt()));
    view.addObject(
        "summary",
        problems.entrySet().stream()
            .map(one -> new FormProblem(one.getKey(), one.getValue()))
            .toList());
    view.addAllObjects(page.more());
    return view;
  }

  private static Map<String, String> fresh() {
    return Map.of("once", UUID.randomUUID().toString());
  }

  /** The field that is to be changed; absent if no change of the form would help. */
  private static @Nullable String field(Why why) {
    return switch (why) {
      case EMPTY, TOO_LONG, NAMES_VAULT -> "words";
      case HOLDS_IT, CANNOT_HOLD, AWAY, CANNOT_BE_ASKED, ASKED_ALREADY -> "to";
      case NO_REASON -> "why";
      default -> null;
    };
  }

  /** In a sentence; whom it is about stands in it, or whoever was chosen. */
  String words(Acted.Refused refused, String chosen) {
    String about = refused.who();
    return say(
        "tasks.act.why." + refused.why(),
        about == null ? "" : names.of(about),
        times.date(refused.until()),
        chosen.isEmpty() || refused.why() != Why.AWAY ? "" : names.of(chosen));
  }

  /** What a clock is called; one that has no name here is the journey's. */
  String clock(String slaKey) {
    return Objects.requireNonNull(
        messages.getMessage(
            "tasks.time.clock." + slaKey, null, say("tasks.time.clock"), Locale.UK));
  }

  String say(String key, Object... with) {
    return messages.getMessage(key, with, Locale.UK);
  }

  /** What a form sent, short of what nobody types by hand. */
  static Map<String, String> typed(Map<String, String> sent) {
    var typed = new LinkedHashMap<>(sent);
    typed.replaceAll((_, value) -> value == null ? "" : value.strip());
    return typed;
  }

  static List<Person> people(List<ActingPerson> some) {
    return some.stream().map(Person::of).toList();
  }

  static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }
}
