package org.haven.tasks.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.DateParts;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.tasks.Cover;
import org.haven.tasks.Covers;
import org.haven.tasks.TaskHands;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who does whose tasks during a leave. */
@Controller
class CoverController {
  private final Covers covers;
  private final TaskHands hands;
  private final Times times;
  private final StaffNames names;
  private final MessageSource messages;

  CoverController(
      Covers covers, TaskHands hands, Times times, StaffNames names, MessageSource messages) {
    this.covers = covers;
    this.hands = hands;
    this.times = times;
    this.names = names;
    this.messages = messages;
  }

  /** A cover in words. */
  record Row(String id, String absent, String covering, String from, String until, boolean begun) {}

  @GetMapping("/tasks/cover")
  ModelAndView show(ActingPerson who) {
    return page(who, Map.of("absent", who.username()), Map.of());
  }

  @PostMapping("/tasks/cover")
  ModelAndView arrange(
      ActingPerson who, @RequestParam Map<String, String> typed, RedirectAttributes redirect) {
    var problems = new LinkedHashMap<String, String>();
    if (typed.getOrDefault("absent", "").isBlank()) {
      problems.put("absent", say("tasks.cover.NOT_YOURS"));
    }
    if (typed.getOrDefault("covering", "").isBlank()) {
      problems.put("covering", say("tasks.cover.NO_COLLEAGUE"));
    }
    LocalDate from = day(typed, "from", problems);
    LocalDate until = day(typed, "until", problems);
    if (problems.isEmpty() && from != null && until != null) {
      var fault =
          covers.arrange(
              who,
              typed.getOrDefault("absent", ""),
              typed.getOrDefault("covering", ""),
              from,
              until);
      if (fault != null) {
        String field =
            switch (fault) {
              case NOT_YOURS, COVERED_ALREADY -> "absent";
              case NO_COLLEAGUE, AWAY_TOO -> "covering";
              case PAST -> "from";
              case TOO_LONG, TURNED_ROUND -> "until";
            };
        problems.put(field, say("tasks.cover." + fault.name()));
      }
    }
    if (!problems.isEmpty()) {
      return page(who, typed, problems);
    }
    redirect.addFlashAttribute("arranged", true);
    return new ModelAndView("redirect:/tasks/cover");
  }

  @PostMapping("/tasks/cover/{id}/end")
  String end(ActingPerson who, @PathVariable String id, RedirectAttributes redirect) {
    try {
      redirect.addFlashAttribute(
          covers.end(who, UUID.fromString(id)) ? "ended" : "goneCover", true);
    } catch (IllegalArgumentException e) {
      redirect.addFlashAttribute("goneCover", true);
    }
    return "redirect:/tasks/cover";
  }

  private @Nullable LocalDate day(
      Map<String, String> typed, String field, Map<String, String> problems) {
    return switch (DateParts.of(typed, field)) {
      case DateParts.Given(LocalDate day) -> day;
      case DateParts.Open _, DateParts.Wrong _ -> {
        problems.put(field, say("casefile.notADate"));
        yield null;
      }
    };
  }

  private ModelAndView page(
      ActingPerson who, Map<String, String> typed, Map<String, String> problems) {
    var view =
        new ModelAndView(
            "tasks/cover", problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("covers", covers.of(who).stream().map(this::row).toList());
    view.addObject("people", covers.arrangeable(who));
    view.addObject("colleagues", hands.colleagues(who));
    view.addObject("typed", typed);
    view.addObject("problems", problems);
    List<FormProblem> summary = new ArrayList<>();
    problems.forEach((field, problem) -> summary.add(new FormProblem(field, problem)));
    view.addObject("summary", summary);
    return view;
  }

  private Row row(Cover cover) {
    return new Row(
        cover.id().toString(),
        names.of(cover.absent()),
        names.of(cover.covering()),
        times.date(cover.fromOn()),
        times.date(cover.untilOn()),
        cover.begun());
  }

  private String say(String key) {
    return messages.getMessage(key, null, Locale.UK);
  }
}
