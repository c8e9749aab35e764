package org.haven.meetings.web;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.haven.meetings.AgendaItem;
import org.haven.meetings.Agendas;
import org.haven.meetings.Sitting;
import org.haven.platform.ActingPerson;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.web.DateParts;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** The list of meetings, the page of each, its day, its order and its calendar file. */
@Controller
class MeetingController {
  private static final MediaType CALENDAR =
      new MediaType("text", "calendar", StandardCharsets.UTF_8);

  /** How far ahead a meeting may be put. Status: Local default. */
  private static final int YEARS_AHEAD = 2;

  private final Agendas agendas;
  private final MeetingPages pages;
  private final MeetingCalendar calendar;
  private final Clock clock;

  MeetingController(Agendas agendas, MeetingPages pages, MeetingCalendar calendar, Clock clock) {
    this.agendas = agendas;
    this.pages = pages;
    this.calendar = calendar;
    this.clock = clock;
  }

  @GetMapping("/meetings")
  ModelAndView list(ActingPerson who) {
    require(who);
    var view = new ModelAndView("meetings/list");
    view.addObject("coming", pages.rows(agendas.coming(who)));
    view.addObject("past", pages.rows(agendas.past(who)));
    return view;
  }

  static void require(ActingPerson who) {
    if (!who.worksCases()) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN);
    }
  }

  @GetMapping("/meetings/{id}")
  ModelAndView page(ActingPerson who, @PathVariable String id) {
    require(who);
    return pages.page(who, pages.require(who, id), MeetingPages.Shown.PLAIN);
  }

  @GetMapping("/meetings/{id}/calendar")
  ResponseEntity<String> calendar(ActingPerson who, @PathVariable String id) {
    require(who);
    Sitting sitting = pages.require(who, id);
    String page =
        ServletUriComponentsBuilder.fromCurrentContextPath()
            .path("/meetings/" + sitting.id())
            .toUriString();
    return ResponseEntity.ok()
        .contentType(CALENDAR)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename("meeting.ics").build().toString())
        .body(calendar.of(sitting, page));
  }

  @PostMapping("/meetings/{id}/date")
  ModelAndView move(
      ActingPerson who,
      @PathVariable String id,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    require(who);
    Sitting sitting = arranged(who, id);
    var problems = new LinkedHashMap<String, String>();
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    LocalDate day = today;
    switch (DateParts.of(typed, "on")) {
      case DateParts.Given(LocalDate given) -> {
        day = given;
        if (given.isBefore(today) || given.isAfter(today.plusYears(YEARS_AHEAD))) {
          problems.put("on", pages.say("meetings.on.range"));
        }
      }
      case DateParts.Open() -> problems.put("on", pages.say("meetings.on.missing"));
      case DateParts.Wrong() -> problems.put("on", pages.say("meetings.on.wrong"));
    }
    String clockTime = typed.getOrDefault("time", "").strip();
    Optional<LocalTime> time = time(clockTime);
    if (!clockTime.isEmpty() && time.isEmpty()) {
      problems.put("time", pages.say("meetings.time.wrong"));
    }
    if (!problems.isEmpty()) {
      return pages.page(
          who,
          sitting,
          new MeetingPages.Shown(HttpStatus.BAD_REQUEST, null, problems, dated(typed), null));
    }
    agendas.move(
        who,
        sitting.id(),
        day.atTime(time.orElse(LocalTime.MIDNIGHT)).atZone(WorkingCalendar.LONDON).toInstant(),
        time.isEmpty());
    return back(sitting, redirect, "meetings.moved", "");
  }

  private static Map<String, String> dated(Map<String, String> typed) {
    var dated = new LinkedHashMap<String, String>();
    for (String field : new String[] {"onDay", "onMonth", "onYear", "time"}) {
      dated.put(field, typed.getOrDefault(field, ""));
    }
    return dated;
  }

  private static Optional<LocalTime> time(String typed) {
    try {
      return Optional.of(
          LocalTime.parse(typed.strip().replace('.', ':').replaceFirst("^(\\d):", "0$1:")));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  @PostMapping("/meetings/{id}/cancel")
  ModelAndView cancel(ActingPerson who, @PathVariable String id, RedirectAttributes redirect) {
    require(who);
    Sitting sitting = arranged(who, id);
    agendas.cancel(who, sitting.id());
    return back(sitting, redirect, "meetings.cancelled", "");
  }

  @PostMapping("/meetings/{id}/items/{item}/place")
  ModelAndView place(
      ActingPerson who,
      @PathVariable String id,
      @PathVariable String item,
      @RequestParam(defaultValue = "") String from,
      @RequestParam(defaultValue = "") String to,
      RedirectAttributes redirect) {
    require(who);
    Sitting sitting = arranged(who, id);
    AgendaItem moved = pages.require(sitting, item);
    if (from.matches("\\d{1,4}") && (to.equals("up") || to.equals("down"))) {
      agendas.place(who, sitting.id(), moved.id(), Integer.parseInt(from), to.equals("up"));
    }
    return back(sitting, redirect, "meetings.placed", "#item-" + moved.id());
  }

  private Sitting arranged(ActingPerson who, String id) {
    Sitting sitting = pages.require(who, id);
    if (!pages.mayArrange(who, sitting)) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN);
    }
    return sitting;
  }

  static ModelAndView back(
      Sitting sitting, RedirectAttributes redirect, String done, String anchor) {
    redirect.addFlashAttribute("done", done);
    return new ModelAndView("redirect:/meetings/" + sitting.id() + anchor);
  }
}
