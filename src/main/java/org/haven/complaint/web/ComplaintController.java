package org.haven.complaint.web;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.haven.casefile.NoSuchCaseException;
import org.haven.complaint.ComplaintView;
import org.haven.complaint.Complaints;
import org.haven.complaint.Complaints.Received;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.web.DateParts;
import org.haven.platform.web.PageToken;
import org.jspecify.annotations.Nullable;
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

/** A complaint came, its second stage was asked for, or an ombudsman asks: an officer says when. */
@Controller
class ComplaintController {
  private static final String FIELD = "receivedOn";

  private final Complaints complaints;
  private final MessageSource messages;

  ComplaintController(Complaints complaints, MessageSource messages) {
    this.complaints = complaints;
    this.messages = messages;
  }

  /**
   * One of the three pages.
   *
   * @param kind received, stage-2 or ombudsman; its words begin with {@code complaint.<kind>}
   * @param action where its form goes
   */
  private record Page(String ref, String kind, String action, @Nullable ComplaintView complaint) {}

  @GetMapping("/cases/{ref}/complaints/new")
  ModelAndView received(ActingPerson who, @PathVariable String ref) {
    return empty(received(who, caseRef(ref)));
  }

  private Page received(ActingPerson who, CaseRef caseRef) {
    found(() -> complaints.of(who, caseRef));
    return new Page(
        caseRef.value(), "received", "/cases/" + caseRef.value() + "/complaints/new", null);
  }

  @PostMapping("/cases/{ref}/complaints/new")
  ModelAndView received(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    var caseRef = caseRef(ref);
    return take(
        received(who, caseRef),
        typed,
        redirect,
        day -> complaints.receive(who, caseRef, PageToken.of(typed.get("token")), day));
  }

  @GetMapping("/cases/{ref}/complaints/{id}/stage-2")
  ModelAndView second(ActingPerson who, @PathVariable String ref, @PathVariable String id) {
    var caseRef = caseRef(ref);
    var complaint = complaint(who, caseRef, id);
    if (!complaint.secondPossible()) {
      throw notFound();
    }
    return empty(second(caseRef, complaint));
  }

  private static Page second(CaseRef caseRef, ComplaintView complaint) {
    return new Page(
        caseRef.value(),
        "stage-2",
        "/cases/" + caseRef.value() + "/complaints/" + complaint.complaintId() + "/stage-2",
        complaint);
  }

  @PostMapping("/cases/{ref}/complaints/{id}/stage-2")
  ModelAndView second(
      ActingPerson who,
      @PathVariable String ref,
      @PathVariable String id,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    var caseRef = caseRef(ref);
    return take(
        second(caseRef, complaint(who, caseRef, id)),
        typed,
        redirect,
        day -> complaints.askForStage2(who, caseRef, id, day));
  }

  @GetMapping("/cases/{ref}/complaints/{id}/ombudsman")
  ModelAndView ombudsman(ActingPerson who, @PathVariable String ref, @PathVariable String id) {
    return empty(ombudsman(who, caseRef(ref), id));
  }

  private Page ombudsman(ActingPerson who, CaseRef caseRef, String id) {
    var complaint = complaint(who, caseRef, id);
    return new Page(
        caseRef.value(),
        "ombudsman",
        "/cases/" + caseRef.value() + "/complaints/" + complaint.complaintId() + "/ombudsman",
        complaint);
  }

  @PostMapping("/cases/{ref}/complaints/{id}/ombudsman")
  ModelAndView ombudsman(
      ActingPerson who,
      @PathVariable String ref,
      @PathVariable String id,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    var caseRef = caseRef(ref);
    return take(
        ombudsman(who, caseRef, id),
        typed,
        redirect,
        day -> complaints.ombudsmanAsks(who, caseRef, id, PageToken.of(typed.get("token")), day));
  }

  private ModelAndView take(
      Page page,
      Map<String, String> typed,
      RedirectAttributes redirect,
      Function<LocalDate, Received> start) {
    return switch (DateParts.of(typed, FIELD)) {
      case DateParts.Open() -> page(page, typed, "complaint.receivedOn.missing");
      case DateParts.Wrong() -> page(page, typed, "complaint.receivedOn.wrong");
      case DateParts.Given(LocalDate day) ->
          switch (start.apply(day)) {
            case NOT_A_POSSIBLE_DAY -> page(page, typed, "complaint.receivedOn.impossible");
            case TOO_LONG_AGO -> page(page, typed, "complaint.receivedOn.old");
            case NOT_NOW -> throw notFound();
            case STARTED, ALREADY -> {
              redirect.addFlashAttribute("done", "complaint." + page.kind() + ".done");
              yield new ModelAndView("redirect:/cases/" + page.ref());
            }
          };
    };
  }

  private ModelAndView empty(Page page) {
    return page(page, Map.of("token", UUID.randomUUID().toString()), null);
  }

  private ModelAndView page(Page page, Map<String, String> typed, @Nullable String problem) {
    var problems = new LinkedHashMap<String, String>();
    if (problem != null) {
      problems.put(FIELD, messages.getMessage(problem, null, Locale.UK));
    }
    var view =
        new ModelAndView(
            "complaint/start", problem == null ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("ref", page.ref());
    view.addObject("kind", page.kind());
    view.addObject("action", page.action());
    view.addObject("subject", page.complaint() == null ? null : page.complaint().subject());
    view.addObject("typed", typed);
    view.addObject("problems", problems);
    view.addObject(
        "summary",
        problems.entrySet().stream()
            .map(one -> new FormProblem(one.getKey(), one.getValue()))
            .toList());
    return view;
  }

  private ComplaintView complaint(ActingPerson who, CaseRef caseRef, String id) {
    return found(() -> complaints.find(who, caseRef, id))
        .orElseThrow(ComplaintController::notFound);
  }

  private static <T> T found(java.util.function.Supplier<T> asked) {
    try {
      return asked.get();
    } catch (NoSuchCaseException e) {
      throw notFound();
    }
  }

  private static CaseRef caseRef(String ref) {
    if (!CaseRef.isCaseRef(ref)) {
      throw notFound();
    }
    return new CaseRef(ref);
  }

  private static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }
}
