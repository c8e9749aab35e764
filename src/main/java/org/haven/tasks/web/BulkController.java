package org.haven.tasks.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.DateParts;
import org.haven.platform.web.StaffNames;
import org.haven.tasks.AssignResult;
import org.haven.tasks.ClaimResult;
import org.haven.tasks.FollowUpResult;
import org.haven.tasks.ReleaseResult;
import org.haven.tasks.TaskActions;
import org.haven.tasks.TaskHands;
import org.haven.tasks.TaskList;
import org.haven.tasks.TaskView;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The same done with several tasks of a list. Each is asked for by itself and has a result of its
 * own: one that cannot be done keeps no other back.
 */
@Controller
class BulkController {
  /** How many tasks at once: those of one page. */
  private static final int MOST = TaskList.PAGE;

  private final TaskActions actions;
  private final TaskHands hands;
  private final TaskList tasks;
  private final TaskListPage page;
  private final StaffNames names;
  private final MessageSource messages;

  BulkController(
      TaskActions actions,
      TaskHands hands,
      TaskList tasks,
      TaskListPage page,
      StaffNames names,
      MessageSource messages) {
    this.actions = actions;
    this.hands = hands;
    this.tasks = tasks;
    this.page = page;
    this.names = names;
    this.messages = messages;
  }

  /**
   * What became of one task.
   *
   * @param done false if it stands as it stood
   */
  record Result(@Nullable Long id, String title, String caseRef, boolean done, String words)
      implements java.io.Serializable {}

  private enum Act {
    CLAIM,
    RELEASE,
    ASSIGN,
    FOLLOW_UP;

    static Optional<Act> of(String code) {
      return List.of(values()).stream()
          .filter(act -> act.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(code))
          .findFirst();
    }
  }

  @PostMapping("/tasks/bulk")
  ModelAndView act(
      ActingPerson who,
      @RequestParam Map<String, String> said,
      @RequestParam(name = "task", required = false) @Nullable List<String> chosen,
      RedirectAttributes redirect) {
    Set<String> ids = new LinkedHashSet<>(chosen == null ? List.of() : chosen);
    ids.removeIf(id -> !id.matches("\\d{1,18}"));
    var problems = new LinkedHashMap<String, String>();
    if (ids.isEmpty()) {
      problems.put("choose-all", say("tasks.bulk.none"));
    } else if (ids.size() > MOST) {
      problems.put("choose-all", say("tasks.bulk.tooMany", MOST));
    }
    Optional<Act> act = Act.of(said.getOrDefault("act", ""));
    String to = said.getOrDefault("to", "");
    LocalDate day = null;
    if (act.isEmpty()) {
      problems.put("act", say("tasks.bulk.act.missing"));
    } else if (act.get() == Act.ASSIGN
        && hands.colleagues(who).stream().noneMatch(one -> one.username().equals(to))) {
      problems.put("to", say("tasks.bulk.to.missing"));
    } else if (act.get() == Act.FOLLOW_UP) {
      switch (DateParts.of(said, "followUp")) {
        case DateParts.Given(LocalDate given) when hands.isFollowUpDay(given) -> day = given;
        case DateParts.Given _ -> problems.put("followUp", say("tasks.bulk.followUp.far"));
        case DateParts.Wrong _ -> problems.put("followUp", say("casefile.notADate"));
        case DateParts.Open _ -> {}
      }
    }
    if (!problems.isEmpty()) {
      return page.of(who, said, false, new TaskListPage.Tried(said, ids, problems));
    }
    var results = new ArrayList<Result>();
    for (String id : ids) {
      results.add(one(who, act.get(), Long.parseLong(id), to, day));
    }
    redirect.addFlashAttribute("results", results);
    redirect.addFlashAttribute("resultsDone", (int) results.stream().filter(Result::done).count());
    return new ModelAndView("redirect:" + Asked.of(said).address());
  }

  private Result one(ActingPerson who, Act act, long id, String to, @Nullable LocalDate day) {
    Optional<TaskView> seen = tasks.find(who, id);
    if (seen.isEmpty()) {
      return gone();
    }
    return switch (act) {
      case CLAIM ->
          switch (actions.claim(who, id)) {
            case ClaimResult.Claimed _ -> result(seen.get(), true, "tasks.bulk.claimed");
            case ClaimResult.TakenBy(String by, _) ->
                result(seen.get(), false, "tasks.bulk.takenBy", names.of(by));
            case ClaimResult.Gone _ -> gone(who, id);
          };
      case RELEASE ->
          switch (actions.release(who, id)) {
            case ReleaseResult.Released _ -> result(seen.get(), true, "tasks.bulk.released");
            case ReleaseResult.NotYours(String holder) ->
                result(seen.get(), false, "tasks.bulk.notYours", names.of(holder));
            case ReleaseResult.Gone _ -> gone(who, id);
          };
      case ASSIGN ->
          switch (hands.assign(who, id, to)) {
            case AssignResult.Assigned _ ->
                result(seen.get(), true, "tasks.bulk.assigned", names.of(to));
            case AssignResult.NotAllowed _ -> result(seen.get(), false, "tasks.bulk.notAllowed");
            case AssignResult.CannotHold _ ->
                result(seen.get(), false, "tasks.bulk.cannotHold", names.of(to));
            case AssignResult.Gone _ -> gone(who, id);
          };
      case FOLLOW_UP ->
          switch (hands.followUp(who, id, day)) {
            case FollowUpResult.Noted _ ->
                result(
                    seen.get(),
                    true,
                    day == null ? "tasks.bulk.notFollowed" : "tasks.bulk.followed");
            case FollowUpResult.NotAllowed _ -> result(seen.get(), false, "tasks.bulk.notAllowed");
            case FollowUpResult.Gone _ -> gone(who, id);
          };
    };
  }

  private Result gone() {
    return new Result(null, say("tasks.bulk.gone"), "", false, say("tasks.gone"));
  }

  /** Ended, or closed to the person, since it was seen. */
  private Result gone(ActingPerson who, long id) {
    return tasks.find(who, id).map(task -> result(task, false, "tasks.gone")).orElseGet(this::gone);
  }

  private Result result(TaskView task, boolean done, String key, Object... with) {
    return new Result(task.id(), task.title(), task.caseRef().value(), done, say(key, with));
  }

  private String say(String key, Object... with) {
    return messages.getMessage(key, with, Locale.UK);
  }
}
