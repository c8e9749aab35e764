package org.haven.supervision.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.PageToken;
import org.haven.platform.web.Times;
import org.haven.supervision.StoppedJourneys;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where journeys stand still, and what failed tried again at several places at once. */
@Controller
class IncidentController {
  private final StoppedJourneys journeys;
  private final Causes causes;
  private final WrongWords wrongs;
  private final Times times;
  private final MessageSource words;

  IncidentController(
      StoppedJourneys journeys,
      Causes causes,
      WrongWords wrongs,
      Times times,
      MessageSource words) {
    this.journeys = journeys;
    this.causes = causes;
    this.wrongs = wrongs;
    this.times = times;
    this.words = words;
  }

  record Row(
      long key,
      long instance,
      String caseRef,
      String journey,
      String step,
      String cause,
      String cure,
      String since,
      boolean mayAct,
      String field,
      boolean ticked) {}

  /** What came of one of them. */
  record Done(String caseRef, String step, String result) {}

  @GetMapping("/supervision/incidents")
  ModelAndView list(ActingPerson who) {
    return page(who, Set.of(), "", UUID.randomUUID(), new LinkedHashMap<>());
  }

  @PostMapping("/supervision/incidents")
  ModelAndView resolve(
      ActingPerson who,
      @RequestParam(name = "of", required = false) @org.jspecify.annotations.Nullable
          List<String> of,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "") String once,
      RedirectAttributes redirect) {
    var keys = new ArrayList<Long>();
    for (String one : of == null ? List.<String>of() : of) {
      if (one.matches("\\d{1,18}")) {
        keys.add(Long.parseLong(one));
      }
    }
    var problems = new LinkedHashMap<String, String>();
    if (keys.isEmpty()) {
      problems.put("of", say("instances.incidents.none.ticked"));
    }
    if (reason.isBlank()) {
      problems.put("reason", say("instances.wrong.noReason"));
    } else {
      journeys
          .wrongReason(who, keys, reason)
          .ifPresent(one -> problems.put("reason", wrongs.of(one)));
    }
    UUID page = PageToken.of(once);
    if (!problems.isEmpty()) {
      return page(who, new HashSet<>(keys), reason, page, problems);
    }
    redirect.addFlashAttribute(
        "done",
        journeys.resolve(who, keys, reason, page).entrySet().stream()
            .map(
                one ->
                    new Done(
                        one.getKey().caseRef().value(), one.getKey().step(), one.getValue().code()))
            .toList());
    return new ModelAndView("redirect:/supervision/incidents");
  }

  private ModelAndView page(
      ActingPerson who,
      Set<Long> ticked,
      String reason,
      UUID once,
      LinkedHashMap<String, String> problems) {
    var view =
        new ModelAndView(
            "supervision/incidents", problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("problems", problems);
    view.addObject(
        "summary",
        problems.entrySet().stream()
            .map(one -> new FormProblem(one.getKey(), one.getValue()))
            .toList());
    view.addObject("reason", reason);
    view.addObject("once", once);
    var stopped = journeys.stopped(who);
    long first =
        stopped.stream()
            .filter(StoppedJourneys.Stopped::mayAct)
            .mapToLong(StoppedJourneys.Stopped::key)
            .findFirst()
            .orElse(-1);
    var rows =
        stopped.stream()
            .map(
                one ->
                    new Row(
                        one.key(),
                        one.journeyRow(),
                        one.caseRef().value(),
                        one.journeyTitle(),
                        one.step(),
                        causes.cause(one.errorType(), null),
                        causes.cure(one.errorType(), null),
                        times.at(one.since()),
                        one.mayAct(),
                        one.key() == first ? "of" : "of-" + one.key(),
                        ticked.contains(one.key())))
            .toList();
    view.addObject("rows", rows);
    view.addObject("mayAct", rows.stream().anyMatch(Row::mayAct));
    return view;
  }

  private String say(String key) {
    return words.getMessage(key, null, java.util.Locale.UK);
  }
}
