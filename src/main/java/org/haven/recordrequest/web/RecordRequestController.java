package org.haven.recordrequest.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CasePath;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Known;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.web.DateParts;
import org.haven.platform.web.PageToken;
import org.haven.recordrequest.RecordRequests;
import org.haven.recordrequest.RecordRequests.Received;
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

/** Somebody asks for records, a breach was found, or a request needs more time. */
@Controller
class RecordRequestController {
  private static final List<String> KNOWN = List.of("yes", "no", "unknown");
  private static final int LONGEST = 2_000;

  private final RecordRequests requests;
  private final CaseAccess access;
  private final MessageSource messages;

  RecordRequestController(RecordRequests requests, CaseAccess access, MessageSource messages) {
    this.requests = requests;
    this.access = access;
    this.messages = messages;
  }

  // somebody asks for records

  @GetMapping("/cases/{ref}/record-requests/new")
  ModelAndView received(ActingPerson who, @PathVariable String ref) {
    CasePath.opened(access, who, ref);
    return page("record-request/received", ref, token(), Map.of());
  }

  @PostMapping("/cases/{ref}/record-requests/new")
  ModelAndView received(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    CaseRef caseRef = CasePath.opened(access, who, ref);
    var problems = new LinkedHashMap<String, String>();
    day(typed, "receivedOn", problems)
        .ifPresent(
            day -> {
              refusal(requests.receive(who, caseRef, PageToken.of(typed.get("token")), day))
                  .ifPresent(why -> problems.put("receivedOn", "record-request.receivedOn." + why));
            });
    return problems.isEmpty()
        ? back(ref, redirect, "record-request.received.done")
        : page("record-request/received", ref, typed, problems);
  }

  // a breach was found

  @GetMapping("/cases/{ref}/data-breaches/new")
  ModelAndView breach(ActingPerson who, @PathVariable String ref) {
    CasePath.opened(access, who, ref);
    return page("record-request/breach", ref, token(), Map.of());
  }

  @PostMapping("/cases/{ref}/data-breaches/new")
  ModelAndView breach(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    CaseRef caseRef = CasePath.opened(access, who, ref);
    var problems = new LinkedHashMap<String, String>();
    Optional<LocalDate> day = day(typed, "awareOn", problems);
    Optional<LocalTime> time = time(typed.getOrDefault("awareTime", ""));
    if (time.isEmpty()) {
      problems.put("awareTime", "record-request.awareTime.wrong");
    }
    String addressOut = typed.getOrDefault("addressOut", "");
    if (!KNOWN.contains(addressOut)) {
      problems.put("addressOut", "record-request.addressOut.missing");
    }
    if (problems.isEmpty() && day.isPresent() && time.isPresent()) {
      Instant at = day.get().atTime(time.get()).atZone(WorkingCalendar.LONDON).toInstant();
      refusal(
              requests.breachFound(
                  who, caseRef, PageToken.of(typed.get("token")), at, Known.of(addressOut)))
          .ifPresent(why -> problems.put("awareOn", "record-request.awareOn." + why));
    }
    return problems.isEmpty()
        ? back(ref, redirect, "record-request.breach.done")
        : page("record-request/breach", ref, typed, problems);
  }

  private static Optional<LocalTime> time(String typed) {
    try {
      return Optional.of(
          LocalTime.parse(typed.strip().replace('.', ':').replaceFirst("^(\\d):", "0$1:")));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  // more time

  @GetMapping("/cases/{ref}/record-requests/{id}/more-time")
  ModelAndView moreTime(ActingPerson who, @PathVariable String ref, @PathVariable String id) {
    CaseRef caseRef = CasePath.opened(access, who, ref);
    requests.of(who, caseRef).stream()
        .filter(r -> r.requestId().equals(id) && requests.mayGiveTime(who, caseRef))
        .filter(r -> r.endState() == null && r.dueAt() != null && !r.extended())
        .findFirst()
        .orElseThrow(RecordRequestController::notFound);
    return moreTimePage(ref, id, Map.of(), Map.of());
  }

  @PostMapping("/cases/{ref}/record-requests/{id}/more-time")
  ModelAndView moreTime(
      ActingPerson who,
      @PathVariable String ref,
      @PathVariable String id,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    CaseRef caseRef = CasePath.opened(access, who, ref);
    if (!requests.mayGiveTime(who, caseRef)) {
      throw notFound();
    }
    String reason = typed.getOrDefault("reason", "").strip();
    if (reason.isEmpty()) {
      return moreTimePage(ref, id, typed, Map.of("reason", "record-request.reason.missing"));
    }
    if (reason.length() > LONGEST) {
      return moreTimePage(ref, id, typed, Map.of("reason", "record-request.reason.long"));
    }
    return switch (requests.moreTime(who, caseRef, id, reason)) {
      case GIVEN, ALREADY_GIVEN -> back(ref, redirect, "record-request.more-time.done");
      case NONE_RUNS -> throw notFound();
    };
  }

  private ModelAndView moreTimePage(
      String ref, String id, Map<String, String> typed, Map<String, String> problems) {
    var view = page("record-request/more-time", ref, typed, problems);
    view.addObject("id", id);
    return view;
  }

  // what they share

  private static Optional<String> refusal(Received received) {
    return switch (received) {
      case STARTED, ALREADY -> Optional.empty();
      case NOT_A_POSSIBLE_TIME -> Optional.of("impossible");
      case TOO_LONG_AGO -> Optional.of("old");
    };
  }

  private static Optional<LocalDate> day(
      Map<String, String> typed, String field, Map<String, String> problems) {
    return switch (DateParts.of(typed, field)) {
      case DateParts.Given(LocalDate day) -> Optional.of(day);
      case DateParts.Open() -> {
        problems.put(field, "record-request." + field + ".missing");
        yield Optional.empty();
      }
      case DateParts.Wrong() -> {
        problems.put(field, "record-request.notADay");
        yield Optional.empty();
      }
    };
  }

  private ModelAndView page(
      String template, String ref, Map<String, String> typed, Map<String, String> problems) {
    var view =
        new ModelAndView(template, problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    var said = new LinkedHashMap<String, String>();
    problems.forEach((field, key) -> said.put(field, messages.getMessage(key, null, Locale.UK)));
    view.addObject("ref", ref);
    view.addObject("typed", typed);
    view.addObject("known", KNOWN);
    view.addObject("problems", said);
    view.addObject(
        "summary",
        said.entrySet().stream().map(e -> new FormProblem(e.getKey(), e.getValue())).toList());
    return view;
  }

  private static ModelAndView back(String ref, RedirectAttributes redirect, String done) {
    redirect.addFlashAttribute("done", done);
    return new ModelAndView("redirect:/cases/" + ref);
  }

  private static Map<String, String> token() {
    return Map.of("token", UUID.randomUUID().toString());
  }

  private static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }
}
