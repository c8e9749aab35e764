package org.haven.evidence.web;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.NoSuchCaseException;
import org.haven.evidence.CaseNote;
import org.haven.evidence.CaseNotes;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.web.DateParts;
import org.haven.platform.web.PageToken;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Notes and the telephone log of a case: the list, writing one down, putting one right. */
@Controller
class NoteController {
  private static final int LONGEST = 20_000;
  private static final int LONGEST_PERSON = 200;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H.mm", Locale.UK);

  private final CaseNotes notes;
  private final CasePages pages;
  private final Times times;
  private final StaffNames names;
  private final Clock clock;

  NoteController(CaseNotes notes, CasePages pages, Times times, StaffNames names, Clock clock) {
    this.notes = notes;
    this.pages = pages;
    this.times = times;
    this.names = names;
    this.clock = clock;
  }

  /** An entry as a page shows it. */
  record Line(
      String id,
      String kind,
      @Nullable String detail,
      @Nullable String person,
      String happened,
      String written,
      @Nullable String words,
      @Nullable String corrects,
      @Nullable String correctedBy,
      @Nullable String reason) {
    @Override
    public String toString() {
      return "Line[***]";
    }
  }

  @GetMapping("/cases/{ref}/notes")
  ModelAndView list(ActingPerson who, @PathVariable String ref) {
    CaseRef caseRef = pages.mayOpen(who, ref);
    var view = pages.page(who, "evidence/notes", caseRef, Map.of());
    view.addObject("notes", notes.of(who, caseRef).stream().map(this::line).toList());
    return view;
  }

  private Line line(CaseNote note) {
    return new Line(
        note.noteId().toString(),
        note.kind().value(),
        note.detail() == null ? null : note.detail().value(),
        clear(note.person()),
        times.at(note.happenedAt()),
        times.at(note.at()) + ", " + names.of(note.by()),
        clear(note.words()),
        note.corrects() == null ? null : note.corrects().toString(),
        note.correctedBy() == null ? null : note.correctedBy().toString(),
        clear(note.reason()));
  }

  private static @Nullable String clear(@Nullable Sealed sealed) {
    return sealed == null ? null : sealed.clear();
  }

  @GetMapping("/cases/{ref}/notes/new")
  ModelAndView write(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam(defaultValue = "note") String kind) {
    CaseRef caseRef = pages.mayOpen(who, ref);
    if (!CaseNotes.KINDS.contains(kind)) {
      throw CasePages.notFound();
    }
    return form(who, caseRef, kind, null, now(), Map.of());
  }

  @PostMapping("/cases/{ref}/notes/new")
  ModelAndView write(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    CaseRef caseRef = pages.mayOpen(who, ref);
    String kind = typed.getOrDefault("kind", "");
    if (!CaseNotes.KINDS.contains(kind)) {
      throw CasePages.notFound();
    }
    var problems = new LinkedHashMap<String, String>();
    entry(kind, typed, problems)
        .ifPresent(entry -> refused(notes.write(who, caseRef, entry), problems));
    return problems.isEmpty()
        ? back(caseRef, redirect, "evidence.notes.done")
        : form(who, caseRef, kind, null, typed, problems);
  }

  @GetMapping("/cases/{ref}/notes/{id}/correct")
  ModelAndView correct(ActingPerson who, @PathVariable String ref, @PathVariable UUID id) {
    CaseRef caseRef = pages.mayOpen(who, ref);
    CaseNote note = open(who, caseRef, id);
    var typed = new LinkedHashMap<String, String>();
    parts(typed, note.happenedAt());
    typed.put("token", UUID.randomUUID().toString());
    typed.put("detail", note.detail() == null ? "" : note.detail().value());
    typed.put("person", note.person() == null ? "" : note.person().clear());
    typed.put("words", note.words() == null ? "" : note.words().clear());
    return form(who, caseRef, note.kind().value(), id, typed, Map.of());
  }

  @PostMapping("/cases/{ref}/notes/{id}/correct")
  ModelAndView correct(
      ActingPerson who,
      @PathVariable String ref,
      @PathVariable UUID id,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    CaseRef caseRef = pages.mayOpen(who, ref);
    String kind = open(who, caseRef, id).kind().value();
    var problems = new LinkedHashMap<String, String>();
    String reason = typed.getOrDefault("reason", "").strip();
    if (reason.isEmpty()) {
      problems.put("reason", pages.say("evidence.note.reason.missing"));
    } else if (reason.length() > LONGEST) {
      problems.put("reason", pages.say("evidence.note.long"));
    }
    Optional<CaseNotes.Entry> entry = entry(kind, typed, problems);
    if (entry.isPresent() && problems.isEmpty()) {
      try {
        refused(notes.correct(who, caseRef, id, entry.get(), reason), problems);
      } catch (NoSuchCaseException e) {
        throw CasePages.notFound();
      }
    }
    return problems.isEmpty()
        ? back(caseRef, redirect, "evidence.notes.corrected")
        : form(who, caseRef, kind, id, typed, problems);
  }

  private CaseNote open(ActingPerson who, CaseRef caseRef, UUID id) {
    return notes.find(who, caseRef, id).orElseThrow(CasePages::notFound);
  }

  /** Empty if something is wrong with it, which is told then. */
  private Optional<CaseNotes.Entry> entry(
      String kind, Map<String, String> typed, Map<String, String> problems) {
    String detail = typed.getOrDefault("detail", "");
    List<String> details = CaseNotes.details(kind);
    if (!details.isEmpty() && !details.contains(detail)) {
      problems.put("detail", pages.say("evidence.note.detail.missing." + kind));
    }
    String person = typed.getOrDefault("person", "").strip();
    if (person.isEmpty() && (kind.equals("call") || kind.equals("statement"))) {
      problems.put("person", pages.say("evidence.note.person.missing." + kind));
    } else if (person.length() > LONGEST_PERSON) {
      problems.put("person", pages.say("evidence.note.person.long"));
    }
    LocalDate day = null;
    switch (DateParts.of(typed, "on")) {
      case DateParts.Given(LocalDate given) -> day = given;
      case DateParts.Open() -> problems.put("on", pages.say("evidence.note.on.missing"));
      case DateParts.Wrong() -> problems.put("on", pages.say("evidence.note.on.wrong"));
    }
    Optional<LocalTime> time = time(typed.getOrDefault("time", ""));
    if (time.isEmpty()) {
      problems.put("time", pages.say("evidence.note.time.wrong"));
    }
    String words = typed.getOrDefault("words", "").strip();
    if (words.isEmpty()) {
      problems.put("words", pages.say("evidence.note.words.missing"));
    } else if (words.length() > LONGEST) {
      problems.put("words", pages.say("evidence.note.long"));
    }
    if (!problems.isEmpty() || day == null || time.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new CaseNotes.Entry(
            PageToken.of(typed.get("token")),
            new Code(kind),
            details.isEmpty() ? null : new Code(detail),
            day.atTime(time.get()).atZone(WorkingCalendar.LONDON).toInstant(),
            words,
            person.isEmpty() ? null : person));
  }

  private void refused(CaseNotes.Written written, Map<String, String> problems) {
    switch (written) {
      case KEPT -> {
        // it is on record
      }
      case NAMES_VAULT -> problems.put("words", pages.say("evidence.namesVault"));
      case IN_FUTURE -> problems.put("on", pages.say("evidence.note.on.future"));
      case CORRECTED_MEANWHILE ->
          problems.put("words", pages.say("evidence.note.correctedMeanwhile"));
    }
  }

  private static Optional<LocalTime> time(String typed) {
    try {
      return Optional.of(
          LocalTime.parse(typed.strip().replace('.', ':').replaceFirst("^(\\d):", "0$1:")));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private Map<String, String> now() {
    var typed = new LinkedHashMap<String, String>();
    parts(typed, clock.instant());
    typed.put("token", UUID.randomUUID().toString());
    return typed;
  }

  private static void parts(Map<String, String> typed, Instant at) {
    ZonedDateTime local = at.atZone(WorkingCalendar.LONDON);
    typed.put("onDay", String.valueOf(local.getDayOfMonth()));
    typed.put("onMonth", String.valueOf(local.getMonthValue()));
    typed.put("onYear", String.valueOf(local.getYear()));
    typed.put("time", TIME.format(local));
  }

  private ModelAndView form(
      ActingPerson who,
      CaseRef caseRef,
      String kind,
      @Nullable UUID corrects,
      Map<String, String> typed,
      Map<String, String> problems) {
    var view = pages.page(who, "evidence/note", caseRef, problems);
    view.addObject("kind", kind);
    view.addObject("details", CaseNotes.details(kind));
    view.addObject("corrects", corrects == null ? null : corrects.toString());
    view.addObject("typed", typed);
    return view;
  }

  private static ModelAndView back(CaseRef caseRef, RedirectAttributes redirect, String done) {
    redirect.addFlashAttribute("done", done);
    return new ModelAndView("redirect:/cases/" + caseRef.value() + "/notes");
  }
}
