package org.haven.supervision.alerts.web;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.Team;
import org.haven.platform.web.PageToken;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.supervision.alerts.AlertRule;
import org.haven.supervision.alerts.Alerts;
import org.haven.supervision.alerts.Alerts.Outcome;
import org.haven.supervision.alerts.Alerts.Seen;
import org.haven.supervision.alerts.Measure;
import org.haven.supervision.levels.ServiceLevels;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Alerts of supervisors: the list, a rule to write or change, and what it told. */
@Controller
class AlertController {
  private final Alerts alerts;
  private final ServiceLevels levels;
  private final Times times;
  private final StaffNames names;
  private final MessageSource words;

  AlertController(
      Alerts alerts, ServiceLevels levels, Times times, StaffNames names, MessageSource words) {
    this.alerts = alerts;
    this.levels = levels;
    this.times = times;
    this.names = names;
    this.words = words;
  }

  /** A rule in words. */
  record Row(
      UUID id,
      String title,
      String condition,
      String owner,
      String told,
      boolean active,
      boolean fired,
      boolean mayChange) {}

  /** What somebody was told. */
  record EventRow(boolean fired, String figure, String at) {}

  /** What may be chosen, in words. */
  record Choice(String value, String title) {}

  @GetMapping("/supervision/alerts")
  ModelAndView list(ActingPerson who) {
    var view = new ModelAndView("supervision/alerts");
    view.addObject("rules", alerts.of(who).stream().map(this::row).toList());
    return view;
  }

  @GetMapping("/supervision/alerts/new")
  ModelAndView ask(ActingPerson who) {
    alerts.of(who);
    return form(null, AlertForm.NEW, UUID.randomUUID(), 1, Map.of());
  }

  @PostMapping("/supervision/alerts/new")
  ModelAndView create(
      ActingPerson who,
      @RequestParam MultiValueMap<String, String> typed,
      RedirectAttributes redirect) {
    alerts.of(who);
    AlertForm form = AlertForm.of(typed);
    UUID id = PageToken.of(typed.getFirst("once"));
    var read = form.read(id, who.username(), true, 1, choices());
    AlertRule rule = read.rule();
    if (rule == null) {
      return form(null, form, id, 1, say(read.problems()));
    }
    return switch (alerts.create(who, rule)) {
      case TOO_MANY -> form(null, form, id, 1, say(Map.of("measure", "alerts.problem.tooMany")));
      case DONE -> {
        redirect.addFlashAttribute("done", "created");
        yield new ModelAndView("redirect:/supervision/alerts");
      }
      case GONE, CHANGED_MEANWHILE -> throw notFound();
    };
  }

  @GetMapping("/supervision/alerts/{id}")
  ModelAndView show(ActingPerson who, @PathVariable String id) {
    Seen seen = seen(who, id);
    return form(seen, AlertForm.of(seen.rule()), seen.rule().id(), seen.rule().version(), Map.of());
  }

  @PostMapping("/supervision/alerts/{id}")
  ModelAndView change(
      ActingPerson who,
      @PathVariable String id,
      @RequestParam MultiValueMap<String, String> typed,
      RedirectAttributes redirect) {
    Seen seen = seen(who, id);
    if (!seen.mayChange()) {
      throw notFound();
    }
    AlertForm form = AlertForm.of(typed);
    String given = String.valueOf(typed.getFirst("version"));
    int version = given.matches("\\d{1,6}") ? Integer.parseInt(given) : 0;
    AlertRule before = seen.rule();
    var read = form.read(before.id(), before.owner(), before.active(), version, choices());
    AlertRule rule = read.rule();
    if (rule == null) {
      return form(seen, form, before.id(), version, say(read.problems()));
    }
    return switch (alerts.change(who, rule)) {
      case CHANGED_MEANWHILE ->
          form(
              seen,
              form,
              before.id(),
              before.version(),
              say(Map.of("measure", "alerts.problem.meanwhile")));
      case DONE -> {
        redirect.addFlashAttribute("done", "changed");
        yield new ModelAndView("redirect:/supervision/alerts");
      }
      case GONE, TOO_MANY -> throw notFound();
    };
  }

  @PostMapping("/supervision/alerts/{id}/switch")
  String turn(
      ActingPerson who,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String on,
      RedirectAttributes redirect) {
    done(alerts.turn(who, id(id), on.equals("yes")));
    redirect.addFlashAttribute("done", on.equals("yes") ? "on" : "off");
    return "redirect:/supervision/alerts";
  }

  @PostMapping("/supervision/alerts/{id}/delete")
  String delete(ActingPerson who, @PathVariable String id, RedirectAttributes redirect) {
    // sent twice it is gone, as it should be
    alerts.delete(who, id(id));
    redirect.addFlashAttribute("done", "deleted");
    return "redirect:/supervision/alerts";
  }

  private static void done(Outcome outcome) {
    if (outcome != Outcome.DONE) {
      throw notFound();
    }
  }

  private Seen seen(ActingPerson who, String id) {
    return alerts.find(who, id(id)).orElseThrow(AlertController::notFound);
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      return new UUID(0, 0);
    }
  }

  private static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }

  private AlertForm.Choices choices() {
    return new AlertForm.Choices(
        levels.journeys().keySet(), levels.limitKeys(), alerts.candidates());
  }

  private ModelAndView form(
      @Nullable Seen seen, AlertForm form, UUID id, int version, Map<String, String> problems) {
    var view =
        new ModelAndView(
            "supervision/alert", problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("problems", problems);
    view.addObject(
        "summary",
        problems.entrySet().stream().map(e -> new FormProblem(e.getKey(), e.getValue())).toList());
    view.addObject("id", id);
    view.addObject("version", version);
    view.addObject("rule", seen == null ? null : row(seen));
    view.addObject("mayChange", seen == null || seen.mayChange());
    view.addObject("told", seen != null && seen.told());
    view.addObject(
        "events",
        seen == null
            ? List.of()
            : seen.events().stream()
                .map(
                    one ->
                        new EventRow(
                            one.fired(),
                            one.figure() == null
                                ? say("alerts.event.none")
                                : say("platform.number", one.figure()),
                            times.at(one.at())))
                .toList());
    view.addObject("form", form);
    view.addObject("measures", Arrays.stream(Measure.values()).map(Measure::code).toList());
    view.addObject("teams", Team.values());
    view.addObject("journeys", levels.journeys());
    view.addObject(
        "limits",
        levels.limitKeys().stream()
            .distinct()
            .map(key -> new Choice(key, limit(key)))
            .sorted(Comparator.comparing(Choice::title))
            .toList());
    view.addObject(
        "people",
        alerts.candidates().stream()
            .map(one -> new Choice(one.username(), one.displayName()))
            .toList());
    view.addObject("days", Arrays.stream(DayOfWeek.values()).map(AlertForm::code).toList());
    return view;
  }

  private Row row(Seen seen) {
    AlertRule rule = seen.rule();
    var title = new ArrayList<String>();
    title.add(say("alerts.measure." + rule.measure().code() + ".title", rule.amount()));
    if (rule.slaKey() != null) {
      title.add(limit(rule.slaKey()));
    }
    if (rule.team() != null) {
      title.add(rule.team().title());
    }
    if (rule.processId() != null) {
      title.add(levels.journeys().getOrDefault(rule.processId(), rule.processId()));
    }
    String told =
        rule.recipients() == AlertRule.Recipients.NAMED
            ? rule.named().stream().map(names::of).collect(Collectors.joining(", "))
            : say("alerts.told." + rule.recipients().code(), names.of(rule.owner()));
    return new Row(
        rule.id(),
        String.join(", ", title),
        say(
            "alerts.condition." + (rule.above() ? "above" : "below"),
            rule.threshold(),
            rule.minutes()),
        names.of(rule.owner()),
        told,
        rule.active(),
        seen.firedNow(),
        seen.mayChange());
  }

  private String limit(String key) {
    return String.valueOf(words.getMessage("service-levels.limit." + key, null, key, Locale.UK));
  }

  private Map<String, String> say(Map<String, String> problems) {
    var said = new LinkedHashMap<String, String>();
    problems.forEach((field, key) -> said.put(field, say(key)));
    return said;
  }

  private String say(String key, @Nullable Object... arguments) {
    return words.getMessage(key, arguments, Locale.UK);
  }
}
