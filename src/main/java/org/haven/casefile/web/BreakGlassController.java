package org.haven.casefile.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.haven.casefile.glass.BreakGlass;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Decisions;
import org.haven.platform.calendar.SlaTable;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Where an officer opens a case of another team for a while, and where supervisors review who did.
 * No such case, and one that is closed to the person for good, read the same.
 */
@Controller
class BreakGlassController {
  private static final int LONGEST = 2_000;

  private final BreakGlass glass;
  private final ObjectProvider<SlaTable> limits;
  private final WorkingCalendar calendar;
  private final Times times;
  private final StaffNames names;
  private final MessageSource messages;

  BreakGlassController(
      BreakGlass glass,
      ObjectProvider<SlaTable> limits,
      WorkingCalendar calendar,
      Times times,
      StaffNames names,
      MessageSource messages) {
    this.glass = glass;
    this.limits = limits;
    this.calendar = calendar;
    this.times = times;
    this.names = names;
    this.messages = messages;
  }

  @GetMapping("/break-glass")
  ModelAndView ask(ActingPerson who) {
    requireAsk(who);
    return page(who, "", "", Map.of());
  }

  @PostMapping("/break-glass")
  ModelAndView open(
      ActingPerson who,
      @RequestParam(defaultValue = "") String reference,
      @RequestParam(defaultValue = "") String reason) {
    requireAsk(who);
    String written = reference.strip().toUpperCase(Locale.ROOT).replace(" ", "");
    var problems = new LinkedHashMap<String, String>();
    if (written.isEmpty()) {
      problems.put("reference", say("access.glass.reference.missing"));
    }
    if (reason.isBlank()) {
      problems.put("reason", say("access.glass.reason.missing"));
    } else if (reason.length() > LONGEST) {
      problems.put("reason", say("casefile.tooLong"));
    }
    if (problems.isEmpty()
        && !(CaseRef.isCaseRef(written) && glass.open(who, new CaseRef(written), reason.strip()))) {
      problems.put("reference", say("access.glass.reference.none"));
    }
    return problems.isEmpty()
        ? new ModelAndView("redirect:/cases/" + written)
        : page(who, reference, reason, problems);
  }

  private ModelAndView page(
      ActingPerson who, String reference, String reason, Map<String, String> problems) {
    var view = view("casefile/break-glass", problems);
    view.addObject("reference", reference);
    view.addObject("reason", reason);
    view.addObject("minutes", glass.limit().toMinutes());
    view.addObject("mayReview", BreakGlass.mayReview(who));
    return view;
  }

  /** A look in a list. */
  record Row(
      UUID id,
      String caseRef,
      String who,
      String at,
      String until,
      long reads,
      Times.@Nullable Due due) {}

  @GetMapping("/break-glass/reviews")
  ModelAndView reviews(ActingPerson who) {
    requireReview(who);
    var view = new ModelAndView("casefile/break-glass-reviews");
    List<Row> rows = new ArrayList<>();
    glass.toReview(who).forEach(look -> rows.add(row(look)));
    view.addObject("rows", rows);
    return view;
  }

  private Row row(BreakGlass.Look look) {
    return new Row(
        look.id(),
        look.caseRef().value(),
        names.of(look.username()),
        times.at(look.at()),
        times.at(look.until()),
        look.reads(),
        due(look.at()));
  }

  /** While the engine is away nobody can say when; the looks can be reviewed all the same. */
  private Times.@Nullable Due due(Instant at) {
    SlaTable table = limits.getIfAvailable();
    if (table == null) {
      return null;
    }
    try {
      var sla = table.limit(BreakGlass.REVIEW, WorkingCalendar.dateOf(at));
      return times.due(calendar.dueAt(sla, at), calendar.warnAt(sla, at));
    } catch (Decisions.DecisionUnavailableException | SlaTable.NoSuchLimitException e) {
      return null;
    }
  }

  @GetMapping("/break-glass/reviews/{id}")
  ModelAndView review(ActingPerson who, @PathVariable UUID id) {
    return reviewPage(who, id, "", "", Map.of());
  }

  @PostMapping("/break-glass/reviews/{id}")
  ModelAndView review(
      ActingPerson who,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String verdict,
      @RequestParam(defaultValue = "") String words,
      RedirectAttributes redirect) {
    requireReview(who);
    var problems = new LinkedHashMap<String, String>();
    if (!BreakGlass.VERDICTS.contains(verdict)) {
      problems.put("verdict", say("access.review.verdict.missing"));
    }
    if (words.isBlank()) {
      problems.put("words", say("access.review.words.missing"));
    } else if (words.length() > LONGEST) {
      problems.put("words", say("casefile.tooLong"));
    }
    if (!problems.isEmpty()) {
      return reviewPage(who, id, verdict, words, problems);
    }
    redirect.addFlashAttribute(
        glass.signOff(who, id, verdict, words.strip()) ? "signed" : "gone", true);
    return new ModelAndView("redirect:/break-glass/reviews");
  }

  private ModelAndView reviewPage(
      ActingPerson who, UUID id, String verdict, String words, Map<String, String> problems) {
    requireReview(who);
    BreakGlass.Reasoned one =
        glass
            .toReview(who, id)
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    var view = view("casefile/break-glass-review", problems);
    view.addObject("row", row(one.look()));
    view.addObject("why", one.reason() == null ? null : one.reason().clear());
    view.addObject("verdicts", List.of("justified", "not-justified"));
    view.addObject("verdict", verdict);
    view.addObject("words", words);
    return view;
  }

  private ModelAndView view(String template, Map<String, String> problems) {
    var view =
        new ModelAndView(template, problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("problems", problems);
    view.addObject(
        "summary",
        problems.entrySet().stream().map(p -> new FormProblem(p.getKey(), p.getValue())).toList());
    return view;
  }

  private String say(String key) {
    return messages.getMessage(key, null, Locale.UK);
  }

  private static void requireAsk(ActingPerson who) {
    if (!BreakGlass.mayAsk(who)) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN);
    }
  }

  private static void requireReview(ActingPerson who) {
    if (!BreakGlass.mayReview(who)) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN);
    }
  }
}
