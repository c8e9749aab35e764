package org.haven.casefile.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.haven.casefile.CaseActions;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseView;
import org.haven.casefile.ContactDetail;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.JourneyStatus;
import org.haven.casefile.JourneyView;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.SafeContacts;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.web.DateParts;
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

/** What an officer does from the case page, each on a page that says what follows from it. */
@Controller
class CaseActionsController {
  private static final int LONGEST = 2_000;

  private final CaseFiles cases;
  private final CaseActions actions;
  private final SafeContacts contacts;
  private final JourneyRegister register;
  private final CaseWords words;
  private final MessageSource messages;

  CaseActionsController(
      CaseFiles cases,
      CaseActions actions,
      SafeContacts contacts,
      JourneyRegister register,
      CaseWords words,
      MessageSource messages) {
    this.cases = cases;
    this.actions = actions;
    this.contacts = contacts;
    this.register = register;
    this.words = words;
    this.messages = messages;
  }

  /** What was wrong with a page's fields. */
  private static final class Problems {
    final Map<String, String> byField = new LinkedHashMap<>();

    List<FormProblem> summary() {
      var list = new ArrayList<FormProblem>();
      byField.forEach((field, message) -> list.add(new FormProblem(field, message)));
      return list;
    }
  }

  private String say(String key) {
    return messages.getMessage(key, null, java.util.Locale.UK);
  }

  private void tooLong(Problems problems, String field, String value) {
    if (value.length() > LONGEST) {
      problems.byField.put(field, say("casefile.tooLong"));
    }
  }

  private ModelAndView page(String template, String ref, Problems problems) {
    var view =
        new ModelAndView(
            template, problems.byField.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("ref", ref);
    view.addObject("problems", problems.byField);
    view.addObject("summary", problems.summary());
    return view;
  }

  private static ModelAndView back(String ref) {
    return new ModelAndView("redirect:/cases/" + ref);
  }

  // she moved

  @GetMapping("/cases/{ref}/move")
  ModelAndView move(ActingPerson who, @PathVariable String ref) {
    open(who, ref);
    return movePage(ref, Map.of(), new Problems());
  }

  private ModelAndView movePage(String ref, Map<String, String> typed, Problems problems) {
    var view = page("casefile/move", ref, problems);
    view.addObject("typed", typed);
    return view;
  }

  @PostMapping("/cases/{ref}/move")
  ModelAndView move(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    CaseRef caseRef = open(who, ref).caseRef();
    var problems = new Problems();
    var sealed = new LinkedHashMap<String, Object>();
    for (String field : List.of("safeAddress", "area", "noGoAreas")) {
      String value = typed.getOrDefault(field, "").strip();
      tooLong(problems, field, value);
      if (!value.isEmpty()) {
        sealed.put(field, value);
      }
    }
    if (!sealed.containsKey("safeAddress") && !sealed.containsKey("area")) {
      problems.byField.put("safeAddress", say("casefile.move.safeAddress.missing"));
    }
    switch (DateParts.of(typed, "moveDate")) {
      case DateParts.Given(LocalDate day) -> sealed.put("moveDate", day.toString());
      case DateParts.Wrong() -> problems.byField.put("moveDate", say("casefile.notADate"));
      case DateParts.Open() -> {}
    }
    if (!problems.byField.isEmpty()) {
      return movePage(ref, typed, problems);
    }
    actions.moved(who, caseRef, sealed);
    redirect.addFlashAttribute("done", "casefile.move.done");
    return back(ref);
  }

  // consent withdrawn

  @GetMapping("/cases/{ref}/consent-withdrawn")
  ModelAndView consent(ActingPerson who, @PathVariable String ref) {
    open(who, ref);
    var view = page("casefile/consent-withdrawn", ref, new Problems());
    view.addObject("words", "");
    return view;
  }

  @PostMapping("/cases/{ref}/consent-withdrawn")
  ModelAndView consent(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam(defaultValue = "") String what,
      RedirectAttributes redirect) {
    CaseRef caseRef = open(who, ref).caseRef();
    var problems = new Problems();
    tooLong(problems, "what", what);
    if (!problems.byField.isEmpty()) {
      var view = page("casefile/consent-withdrawn", ref, problems);
      view.addObject("words", what);
      return view;
    }
    actions.consentWithdrawn(who, caseRef, what.strip());
    redirect.addFlashAttribute("done", "casefile.consent.done");
    return back(ref);
  }

  // stop a journey

  @GetMapping("/cases/{ref}/journeys/{id}/stop")
  ModelAndView stop(ActingPerson who, @PathVariable String ref, @PathVariable long id) {
    return stopPage(ref, running(open(who, ref), id), "", "", false, new Problems());
  }

  private ModelAndView stopPage(
      String ref,
      JourneyView journey,
      String reason,
      String why,
      boolean alone,
      Problems problems) {
    var view = page("casefile/stop-journey", ref, problems);
    view.addObject("journeyId", journey.id());
    view.addObject("journeyTitle", words.journey(journey.processId()));
    view.addObject("reasons", List.of("withdrawn", "housed-otherwise", "stopped"));
    view.addObject("reason", reason);
    view.addObject("words", why);
    view.addObject("alone", alone);
    return view;
  }

  @PostMapping("/cases/{ref}/journeys/{id}/stop")
  ModelAndView stop(
      ActingPerson who,
      @PathVariable String ref,
      @PathVariable long id,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "") String why,
      @RequestParam(defaultValue = "") String alone,
      RedirectAttributes redirect) {
    CaseView file = open(who, ref);
    JourneyView journey = running(file, id);
    var problems = new Problems();
    if (!CaseActions.STOP_REASONS.contains(reason)) {
      problems.byField.put("reason", say("casefile.stop.reason.missing"));
    }
    if (!alone.equals("yes")) {
      problems.byField.put("alone", say("casefile.stop.alone.missing"));
    }
    tooLong(problems, "why", why);
    if (!problems.byField.isEmpty()) {
      return stopPage(ref, journey, reason, why, alone.equals("yes"), problems);
    }
    actions.stop(who, file.caseRef(), id, reason, why.strip());
    redirect.addFlashAttribute("done", "casefile.stop.done");
    return back(ref);
  }

  private JourneyView running(CaseView file, long id) {
    return register.of(file.caseRef()).stream()
        .filter(j -> j.id() == id && j.parentId() == null)
        .filter(j -> j.status() != JourneyStatus.ENDED && j.status() != JourneyStatus.STOPPED)
        .findFirst()
        .orElseThrow(CaseActionsController::notFound);
  }

  // number and code word

  @GetMapping("/cases/{ref}/contact")
  ModelAndView contact(ActingPerson who, @PathVariable String ref) {
    open(who, ref);
    return contactPage(ref, "", null, new Problems());
  }

  private ModelAndView contactPage(
      String ref,
      String reason,
      @org.jspecify.annotations.Nullable ContactDetail shown,
      Problems problems) {
    var view = page("casefile/contact", ref, problems);
    view.addObject("reason", reason);
    view.addObject("shown", shown);
    return view;
  }

  @PostMapping("/cases/{ref}/contact")
  ModelAndView contact(
      ActingPerson who, @PathVariable String ref, @RequestParam(defaultValue = "") String reason) {
    CaseRef caseRef = open(who, ref).caseRef();
    var problems = new Problems();
    if (reason.isBlank()) {
      problems.byField.put("reason", say("casefile.contact.reason.missing"));
    }
    tooLong(problems, "reason", reason);
    return problems.byField.isEmpty()
        ? contactPage(ref, reason, contacts.reveal(who, caseRef, reason.strip()), problems)
        : contactPage(ref, reason, null, problems);
  }

  private CaseView open(ActingPerson who, String ref) {
    if (!CaseRef.isCaseRef(ref)) {
      throw notFound();
    }
    try {
      return cases.find(who, new CaseRef(ref)).orElseThrow(CaseActionsController::notFound);
    } catch (NoSuchCaseException e) {
      throw notFound();
    }
  }

  private static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }
}
