package org.haven.refertomarac.web;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.haven.casefile.NoSuchCaseException;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.refertomarac.MaracMinutes;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** Opens the minutes of a MARAC meeting to somebody who says why; each opening is on record. */
@Controller
class MaracMinutesController {
  private static final int LONGEST = 2_000;

  private final MaracMinutes minutes;
  private final Times times;
  private final StaffNames names;
  private final MessageSource words;

  MaracMinutesController(MaracMinutes minutes, Times times, StaffNames names, MessageSource words) {
    this.minutes = minutes;
    this.times = times;
    this.names = names;
    this.words = words;
  }

  /** Minutes in a list: of which meeting, and who kept them. */
  record Row(String id, String meetingOn, String kept) {}

  @GetMapping("/cases/{ref}/marac-minutes")
  ModelAndView page(ActingPerson who, @PathVariable String ref) {
    return page(who, caseRef(ref), "", null, null, HttpStatus.OK);
  }

  @PostMapping("/cases/{ref}/marac-minutes")
  ModelAndView reveal(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam(defaultValue = "") String minutesId,
      @RequestParam(defaultValue = "") String reason) {
    var caseRef = caseRef(ref);
    if (reason.isBlank()) {
      return page(
          who, caseRef, "", "refer-to-marac.minutes.noReason", null, HttpStatus.BAD_REQUEST);
    }
    if (reason.length() > LONGEST) {
      return page(who, caseRef, reason, "casefile.tooLong", null, HttpStatus.BAD_REQUEST);
    }
    try {
      var opened = minutes.reveal(who, caseRef, UUID.fromString(minutesId), reason.strip());
      return page(who, caseRef, reason, null, opened, HttpStatus.OK);
    } catch (NoSuchCaseException | IllegalArgumentException e) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
  }

  private ModelAndView page(
      ActingPerson who,
      CaseRef caseRef,
      String reason,
      @Nullable String problem,
      MaracMinutes.@Nullable Opened opened,
      HttpStatus status) {
    List<Row> rows;
    try {
      rows =
          minutes.of(who, caseRef).stream()
              .map(
                  kept ->
                      new Row(
                          kept.id().toString(),
                          times.date(kept.meetingOn()),
                          times.at(kept.at()) + ", " + names.of(kept.by())))
              .toList();
    } catch (NoSuchCaseException e) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    var view = new ModelAndView("refer-to-marac/minutes", status);
    view.addObject("ref", caseRef.value());
    view.addObject("rows", rows);
    view.addObject("reason", reason);
    view.addObject(
        "problems",
        problem == null
            ? Map.of()
            : Map.of("reason", words.getMessage(problem, null, LocaleContextHolder.getLocale())));
    view.addObject("openedOn", opened == null ? null : times.date(opened.meetingOn()));
    view.addObject("words", opened == null ? null : opened.words());
    return view;
  }

  private static CaseRef caseRef(String ref) {
    if (!CaseRef.isCaseRef(ref)) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return new CaseRef(ref);
  }
}
