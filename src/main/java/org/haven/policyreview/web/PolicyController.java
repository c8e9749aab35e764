package org.haven.policyreview.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.Decisions;
import org.haven.platform.Role;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.web.DateParts;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.policyreview.PolicyVersions;
import org.haven.policyreview.PolicyVersions.Version;
import org.haven.policyreview.Trigger;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The versions of the policy, for everybody on the staff; policy owner and service manager ask for
 * a review here.
 */
@Controller
class PolicyController {
  /** What may be asked for by hand: three years come by themselves. */
  private static final List<String> TRIGGERS =
      List.of(Trigger.LAW.code(), Trigger.OPERATIONS.code(), Trigger.LEARNING.code());

  private final PolicyVersions versions;
  private final MessageSource words;
  private final StaffNames names;
  private final Times times;
  private final Clock clock;

  PolicyController(
      PolicyVersions versions, MessageSource words, StaffNames names, Times times, Clock clock) {
    this.versions = versions;
    this.words = words;
    this.names = names;
    this.times = times;
    this.clock = clock;
  }

  /** A version in a line. */
  record Row(
      int version,
      boolean confirmed,
      String adopted,
      String effective,
      boolean inForce,
      @Nullable String reason,
      String changed,
      String by) {}

  @GetMapping("/policy-reviews")
  ModelAndView page(ActingPerson who) {
    if (!who.worksCases() && !who.has(Role.POLICY_OWNER) && !who.has(Role.AUDITOR)) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN);
    }
    return page(who, "", Map.of(), Map.of());
  }

  @PostMapping(path = "/policy-reviews", params = "!adopted")
  ModelAndView ask(
      ActingPerson who,
      @RequestParam(defaultValue = "") String trigger,
      RedirectAttributes redirect) {
    require(who);
    if (!TRIGGERS.contains(trigger)) {
      return page(who, trigger, Map.of(), Map.of("trigger", "policy.trigger.needed"));
    }
    versions.ask(Trigger.ofCode(trigger), who);
    redirect.addFlashAttribute("done", "policy.asked");
    return new ModelAndView("redirect:/policy-reviews");
  }

  @PostMapping(path = "/policy-reviews", params = "adopted")
  ModelAndView adopted(
      ActingPerson who, @RequestParam Map<String, String> typed, RedirectAttributes redirect) {
    require(who);
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    if (DateParts.of(typed, "adoptedOn") instanceof DateParts.Given(LocalDate day)
        && !day.isAfter(today)) {
      versions.adoptedBefore(day, who);
      redirect.addFlashAttribute("done", "policy.adoptedOn.done");
      return new ModelAndView("redirect:/policy-reviews");
    }
    return page(who, "", typed, Map.of("adoptedOn", "policy.adoptedOn.wrong"));
  }

  private static void require(ActingPerson who) {
    if (!PolicyVersions.mayAsk(who)) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN);
    }
  }

  private ModelAndView page(
      ActingPerson who, String trigger, Map<String, String> typed, Map<String, String> problems) {
    var said = new LinkedHashMap<String, String>();
    problems.forEach((field, key) -> said.put(field, words.getMessage(key, null, Locale.UK)));
    var view =
        new ModelAndView(
            "policy-review/policy", problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    long inForce = versions.inForce(today).map(Version::id).orElse(0L);
    List<Row> rows = versions.all().stream().map(v -> row(v, v.id() == inForce)).toList();
    view.addObject("versions", rows);
    view.addObject("dueOn", dueOn());
    view.addObject("mayAsk", PolicyVersions.mayAsk(who));
    view.addObject("triggers", TRIGGERS);
    view.addObject("trigger", trigger);
    view.addObject("typed", typed);
    view.addObject("problems", said);
    view.addObject(
        "summary",
        said.entrySet().stream().map(e -> new FormProblem(e.getKey(), e.getValue())).toList());
    return view;
  }

  /** While the engine is away nobody can say; the versions can be read all the same. */
  private String dueOn() {
    try {
      return versions.dueOn().map(times::date).orElse("");
    } catch (Decisions.DecisionUnavailableException e) {
      return words.getMessage("policy.due.unknown", null, Locale.UK);
    }
  }

  private Row row(Version version, boolean inForce) {
    Trigger reason = version.reason();
    return new Row(
        version.version(),
        version.confirmed(),
        times.date(version.adoptedOn()),
        times.date(version.effectiveFrom()),
        inForce,
        reason == null ? null : reason.code(),
        String.join(", ", version.changed()),
        version.by().equals("system") ? "Haven" : names.of(version.by()));
  }
}
