package org.haven.casefile.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.haven.casefile.AddressVault;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CasePath;
import org.haven.casefile.NoSuchCaseException;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.TamperedValueException;
import org.haven.platform.web.PageToken;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/**
 * Opens the address vault to a named officer who says why: once for each asking, for a short while,
 * and each opening is on record. Source: procedure section 2, vault.
 */
@Controller
class SafeAddressController {
  private static final int LONGEST = 2_000;
  private static final List<String> FIELDS =
      List.of(
          "safeAddress",
          "area",
          "moveDate",
          "registerRef",
          "startOn",
          "noGoAreas",
          "safeAreas",
          "linksNearby",
          "herView",
          "access",
          "pets");

  /** Of those, the ones that are days. */
  private static final Set<String> DAYS = Set.of("moveDate", "startOn");

  private final AddressVault vault;
  private final CaseAccess access;
  private final MessageSource messages;
  private final Times times;
  private final Duration shownFor;

  /**
   * @param shownFor after so long the page goes away by itself; status: Local default
   * @throws IllegalArgumentException if it is not between ten seconds and 15 minutes
   */
  SafeAddressController(
      AddressVault vault,
      CaseAccess access,
      MessageSource messages,
      Times times,
      @Value("${haven.vault.shown-for:2m}") Duration shownFor) {
    if (shownFor.compareTo(Duration.ofSeconds(10)) < 0
        || shownFor.compareTo(Duration.ofMinutes(15)) > 0) {
      throw new IllegalArgumentException(
          "haven.vault.shown-for is " + shownFor + ": give between 10s and 15m, such as 2m");
    }
    this.vault = vault;
    this.access = access;
    this.messages = messages;
    this.times = times;
    this.shownFor = shownFor;
  }

  /** A line of what the vault holds. */
  record Line(String name, String text) {
    @Override
    public String toString() {
      return "Line[***]";
    }
  }

  @GetMapping("/cases/{ref}/safe-address")
  ModelAndView ask(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam(required = false) @Nullable String hidden) {
    var view = page(CasePath.opened(access, who, ref), who, "", Map.of());
    view.addObject("hidden", hidden != null);
    return view;
  }

  @PostMapping("/cases/{ref}/safe-address")
  ModelAndView show(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "") String once,
      HttpServletRequest request,
      HttpServletResponse response) {
    CaseRef caseRef = CasePath.opened(access, who, ref);
    if (!access.isNamed(who, caseRef)) {
      return page(caseRef, who, reason, Map.of());
    }
    var problems = new LinkedHashMap<String, String>();
    if (reason.isBlank()) {
      problems.put("reason", say("access.vault.reason.missing"));
    } else if (reason.length() > LONGEST) {
      problems.put("reason", say("casefile.tooLong"));
    }
    if (!problems.isEmpty()) {
      return page(caseRef, who, reason, problems);
    }
    Optional<SealedFields> shown;
    try {
      shown =
          PageToken.sent(once).flatMap(mark -> vault.reveal(who, caseRef, reason.strip(), mark));
    } catch (NoSuchCaseException e) {
      throw notFound();
    }
    if (shown.isEmpty()) {
      return page(caseRef, who, reason, Map.of("reason", say("access.vault.once")));
    }
    var view = page(caseRef, who, "", Map.of());
    view.addObject("lines", lines(shown.get()));
    view.addObject(
        "before", PageToken.sent(once).map(mark -> before(who, caseRef, mark)).orElse(List.of()));
    view.addObject("unreadable", !shown.get().refused().isEmpty());
    String away = "/cases/" + caseRef.value() + "/safe-address?hidden";
    view.addObject("away", away);
    // by the browser itself: works without scripts
    response.setHeader("Refresh", shownFor.toSeconds() + ";url=" + request.getContextPath() + away);
    return view;
  }

  /** What was recorded before, of those fields that have a name on the page. */
  private List<Line> before(ActingPerson who, CaseRef caseRef, UUID mark) {
    var before = vault.earlier(who, caseRef, mark);
    return FIELDS.stream()
        .flatMap(
            field ->
                before.getOrDefault(field, List.of()).stream()
                    .map(Sealed::clear)
                    .map(text -> new Line(field, DAYS.contains(field) ? day(text) : text)))
        .toList();
  }

  /** A value that was changed behind our back is left out; the page says so. */
  private List<Line> lines(SealedFields fields) {
    var lines = new ArrayList<Line>();
    for (String field : FIELDS) {
      if (!fields.refused().contains(field)) {
        fields
            .text(field)
            .map(Sealed::clear)
            .map(text -> DAYS.contains(field) ? day(text) : text)
            .ifPresent(text -> lines.add(new Line(field, text)));
      }
    }
    try {
      AddressVault.registeredAddress(fields)
          .ifPresent(text -> lines.add(new Line("registered", text)));
    } catch (TamperedValueException e) {
      // a part of an address could be taken for the whole
    }
    return lines;
  }

  private String day(String text) {
    try {
      return times.date(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      return text; // as it was typed
    }
  }

  private ModelAndView page(
      CaseRef caseRef, ActingPerson who, String reason, Map<String, String> problems) {
    boolean named = access.isNamed(who, caseRef);
    var view =
        new ModelAndView(
            "casefile/safe-address",
            !named
                ? HttpStatus.FORBIDDEN
                : problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("ref", caseRef.value());
    view.addObject("named", named);
    view.addObject("reason", reason);
    view.addObject("once", UUID.randomUUID().toString());
    view.addObject("problems", problems);
    view.addObject(
        "summary",
        problems.entrySet().stream().map(p -> new FormProblem(p.getKey(), p.getValue())).toList());
    return view;
  }

  private String say(String key) {
    return messages.getMessage(key, null, Locale.UK);
  }

  private static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }
}
