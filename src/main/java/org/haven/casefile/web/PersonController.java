package org.haven.casefile.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.Corrections;
import org.haven.casefile.PersonFields;
import org.haven.casefile.PersonJoins;
import org.haven.casefile.PersonKind;
import org.haven.casefile.PersonView;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.web.DateParts;
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

/**
 * A person of a case: what is on record, what was recorded before, and putting it right; somebody
 * who is added in their own right; two entries of the same person.
 */
@Controller
class PersonController {
  static final List<String> FORMATS =
      List.of("standard", "large-print", "braille", "audio", "translation", "relay");

  private final CaseAccess access;
  private final Corrections corrections;
  private final PersonJoins joins;
  private final CaseWords words;
  private final Times times;
  private final StaffNames names;
  private final CorrectionPages pages;
  private final Clock clock;

  PersonController(
      CaseAccess access,
      Corrections corrections,
      PersonJoins joins,
      CaseWords words,
      Times times,
      StaffNames names,
      CorrectionPages pages,
      Clock clock) {
    this.access = access;
    this.corrections = corrections;
    this.joins = joins;
    this.words = words;
    this.times = times;
    this.names = names;
    this.pages = pages;
    this.clock = clock;
  }

  /** One particular in words. */
  record Line(String label, String value) {}

  /** What was on record before. */
  record Earlier(String label, String value, String until, String by, @Nullable String why) {}

  /** A join of two entries that stands. */
  record JoinLine(String id, String at, String by) {}

  @GetMapping("/cases/{ref}/people/{id}")
  ModelAndView show(ActingPerson who, @PathVariable String ref, @PathVariable("id") String person) {
    CaseRef caseRef = open(who, ref);
    Corrections.Person found = find(who, caseRef, person);
    var view = pages.page("casefile/person", caseRef, new CorrectionPages.Problems());
    PersonView now = found.now();
    view.addObject("elsewhere", joins.elsewhere(who, caseRef, person));
    view.addObject("personRef", person);
    view.addObject("mayWork", access.mayWork(who, caseRef));
    view.addObject("kind", now.kind().code());
    view.addObject("name", text(now, "name"));
    view.addObject(
        "fields",
        now.fields().values().entrySet().stream()
            .filter(field -> !field.getKey().equals("name"))
            .map(f -> new Line(label(f.getKey()), said(words, f.getKey(), f.getValue())))
            .toList());
    view.addObject("unreadable", !now.fields().refused().isEmpty());
    view.addObject(
        "before",
        found.before().stream()
            .map(
                one ->
                    new Earlier(
                        label(one.field()),
                        one.value() == null
                            ? pages.say("person.nothing")
                            : said(words, one.field(), one.value().clear()),
                        times.at(one.until()),
                        by(one.by()),
                        one.why() == null ? null : one.why().clear()))
            .toList());
    view.addObject(
        "others", access.mayWork(who, caseRef) && !joins.others(who, caseRef, person).isEmpty());
    view.addObject(
        "joins",
        joins.standing(caseRef).stream()
            .filter(join -> !join.withCases() && join.kept().equals(person))
            .map(join -> new JoinLine(join.joinId(), times.at(join.at()), by(join.by())))
            .toList());
    return view;
  }

  private String by(String by) {
    return switch (by) {
      case "system" -> "Haven";
      case "partner" -> "a partner agency";
      case "public" -> "the online report";
      default -> names.of(by);
    };
  }

  private String label(String field) {
    return CaseWords.plain(field);
  }

  private static String text(PersonView person, String field) {
    Object value = person.fields().values().get(field);
    return value == null ? "" : value.toString();
  }

  // put right

  @GetMapping("/cases/{ref}/people/{id}/correct")
  ModelAndView correct(
      ActingPerson who, @PathVariable String ref, @PathVariable("id") String person) {
    CaseRef caseRef = open(who, ref);
    Corrections.Person found = find(who, caseRef, person);
    return form(
        caseRef,
        person,
        found.now().kind(),
        found.version(),
        onRecord(found.now()),
        new CorrectionPages.Problems());
  }

  private static Map<String, String> onRecord(PersonView person) {
    var typed = new LinkedHashMap<String, String>();
    for (String field : PersonFields.of(person.kind())) {
      String value = text(person, field);
      if (PersonFields.DATES.contains(field) && value.matches("\\d{4}-\\d{2}-\\d{2}")) {
        LocalDate day = LocalDate.parse(value);
        typed.put(field + "Day", String.valueOf(day.getDayOfMonth()));
        typed.put(field + "Month", String.valueOf(day.getMonthValue()));
        typed.put(field + "Year", String.valueOf(day.getYear()));
      } else {
        typed.put(field, value);
      }
    }
    return typed;
  }

  private ModelAndView form(
      CaseRef caseRef,
      @Nullable String person,
      PersonKind kind,
      int version,
      Map<String, String> typed,
      CorrectionPages.Problems problems) {
    var view = pages.page("casefile/person-form", caseRef, problems);
    view.addObject("personRef", person);
    view.addObject("kind", kind.code());
    view.addObject("kinds", PersonFields.ADDED.stream().map(PersonKind::code).toList());
    view.addObject("version", version);
    view.addObject("once", once(typed));
    view.addObject("fields", PersonFields.of(kind));
    view.addObject("dates", PersonFields.DATES);
    view.addObject("yesNo", PersonFields.YES_NO);
    view.addObject("formats", FORMATS);
    view.addObject("known", List.of("yes", "no", "unknown"));
    view.addObject("typed", typed);
    return view;
  }

  @PostMapping("/cases/{ref}/people/{id}/correct")
  ModelAndView correct(
      ActingPerson who,
      @PathVariable String ref,
      @PathVariable("id") String person,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    CaseRef caseRef = work(who, ref);
    Corrections.Person found = find(who, caseRef, person);
    PersonKind kind = found.now().kind();
    var problems = new CorrectionPages.Problems();
    Map<String, String> values = values(kind, typed, problems);
    if (kind == PersonKind.VICTIM && values.getOrDefault("name", "").isEmpty()) {
      problems.byField.put("name", pages.say("person.name.missing"));
    }
    String why = typed.getOrDefault("why", "").strip();
    pages.requireReason(problems, why);
    if (problems.none()) {
      switch (corrections.person(who, caseRef, person, version(typed), values, why)) {
        case DONE -> {
          if (!access.mayOpen(who, caseRef)) {
            // such as when the name put right is that of a party to a case that they work on
            redirect.addFlashAttribute("closedToYou", true);
            return new ModelAndView("redirect:/tasks");
          }
          redirect.addFlashAttribute("done", "person.correct.done");
          return back(caseRef, person);
        }
        case NOTHING_NEW -> problems.byField.put("name", pages.say("correction.nothingNew"));
        case CHANGED_MEANWHILE, SUPERVISOR_ONLY -> meanwhile(found.now(), values, problems);
      }
    }
    return form(caseRef, person, kind, found.version(), typed, problems);
  }

  /** Beside each field that would be changed: what somebody else may have saved a moment ago. */
  private void meanwhile(
      PersonView now, Map<String, String> values, CorrectionPages.Problems problems) {
    values.forEach(
        (field, value) -> {
          String known = text(now, field);
          if (!known.equals(value)) {
            problems.byField.put(
                field,
                pages.say(
                    "correction.onRecordNow",
                    known.isEmpty() ? pages.say("person.nothing") : said(words, field, known)));
          }
        });
    if (problems.none()) {
      problems.byField.put("name", pages.say("correction.nothingNew"));
    }
  }

  private static int version(Map<String, String> typed) {
    String version = typed.getOrDefault("version", "");
    return version.matches("\\d{1,9}") ? Integer.parseInt(version) : 0;
  }

  private static ModelAndView back(CaseRef caseRef, String person) {
    return new ModelAndView("redirect:/cases/" + caseRef.value() + "/people/" + person);
  }

  /** What was typed by field; what is open is empty. */
  private Map<String, String> values(
      PersonKind kind, Map<String, String> typed, CorrectionPages.Problems problems) {
    var values = new LinkedHashMap<String, String>();
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    for (String field : PersonFields.of(kind)) {
      if (PersonFields.DATES.contains(field)) {
        switch (DateParts.of(typed, field)) {
          case DateParts.Given(LocalDate day) -> {
            values.put(field, day.toString());
            if (day.isAfter(today)) {
              problems.byField.put(field, pages.say("person.date.future"));
            }
          }
          case DateParts.Wrong() -> problems.byField.put(field, pages.say("casefile.notADate"));
          case DateParts.Open() -> values.put(field, "");
        }
        continue;
      }
      String value = typed.getOrDefault(field, "").strip();
      pages.tooLongForALine(problems, field, value);
      if (PersonFields.YES_NO.contains(field) && !List.of("yes", "no").contains(value)) {
        value = "";
      }
      if (field.equals("format") && !FORMATS.contains(value)) {
        value = "";
      }
      values.put(field, value);
    }
    return values;
  }

  // added

  @GetMapping("/cases/{ref}/people/new")
  ModelAndView add(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam(defaultValue = "child") String kind) {
    return form(open(who, ref), null, kind(kind), 0, Map.of(), new CorrectionPages.Problems());
  }

  @PostMapping("/cases/{ref}/people/new")
  ModelAndView add(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    CaseRef caseRef = work(who, ref);
    PersonKind kind = kind(typed.getOrDefault("kind", ""));
    var problems = new CorrectionPages.Problems();
    Map<String, String> values = values(kind, typed, problems);
    values.values().removeIf(String::isEmpty);
    if (!values.containsKey("name") && !values.containsKey("birthDate")) {
      problems.byField.putIfAbsent("name", pages.say("person.add.missing"));
    }
    if (!problems.none()) {
      return form(caseRef, null, kind, 0, typed, problems);
    }
    String person = corrections.add(who, caseRef, kind, values, once(typed));
    if (!access.mayOpen(who, caseRef)) {
      redirect.addFlashAttribute("closedToYou", true);
      return new ModelAndView("redirect:/tasks");
    }
    redirect.addFlashAttribute("done", "person.add.done");
    return back(caseRef, person);
  }

  /** The page's own mark; a page without one is as good as a new one. */
  private static UUID once(Map<String, String> typed) {
    try {
      return UUID.fromString(typed.getOrDefault("once", ""));
    } catch (IllegalArgumentException e) {
      return UUID.randomUUID();
    }
  }

  private static PersonKind kind(String code) {
    return PersonFields.ADDED.stream()
        .filter(kind -> kind.code().equals(code))
        .findFirst()
        .orElseThrow(CorrectionPages::notFound);
  }

  // two entries of the same person

  @GetMapping("/cases/{ref}/people/{id}/join")
  ModelAndView join(
      ActingPerson who,
      @PathVariable String ref,
      @PathVariable("id") String person,
      @RequestParam(defaultValue = "") String other) {
    CaseRef caseRef = work(who, ref);
    find(who, caseRef, person);
    return joinPage(who, caseRef, person, other, Map.of(), new CorrectionPages.Problems());
  }

  /** Another entry that may be chosen. */
  record Other(String ref, String name) {}

  /** One particular of both entries. */
  record FieldLine(
      String name,
      String label,
      @Nullable String kept,
      @Nullable String away,
      boolean conflict,
      String chosen) {}

  static List<FieldLine> lines(
      PersonJoins.Pair pair, String prefix, CaseWords words, Map<String, String> typed) {
    return pair.fields().stream()
        .map(
            field ->
                new FieldLine(
                    prefix + field.name(),
                    CaseWords.plain(field.name()),
                    said(words, field.name(), field.kept()),
                    said(words, field.name(), field.away()),
                    field.conflict(),
                    typed.getOrDefault(prefix + field.name(), "")))
        .toList();
  }

  private static @Nullable String said(CaseWords words, String field, @Nullable Sealed value) {
    return value == null ? null : said(words, field, value.clear());
  }

  /** Days and codes in words; what somebody wrote as it was written. */
  private static String said(CaseWords words, String field, Object value) {
    boolean code = PersonFields.YES_NO.contains(field) || field.equals("format");
    return code || PersonFields.DATES.contains(field) || !(value instanceof String text)
        ? words.value(field, value)
        : text;
  }

  private ModelAndView joinPage(
      ActingPerson who,
      CaseRef caseRef,
      String person,
      String other,
      Map<String, String> typed,
      CorrectionPages.Problems problems) {
    var view = pages.page("casefile/person-join", caseRef, problems);
    view.addObject("personRef", person);
    view.addObject(
        "others",
        joins.others(who, caseRef, person).stream()
            .map(one -> new Other(one.personRef(), text(one, "name")))
            .toList());
    view.addObject("other", other);
    view.addObject("why", typed.getOrDefault("why", ""));
    view.addObject(
        "lines",
        other.isEmpty()
            ? List.of()
            : joins
                .preview(who, caseRef, person, other)
                .map(pair -> lines(pair, "f.", words, typed))
                .orElseThrow(CorrectionPages::notFound));
    return view;
  }

  @PostMapping("/cases/{ref}/people/{id}/join")
  ModelAndView join(
      ActingPerson who,
      @PathVariable String ref,
      @PathVariable("id") String person,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    CaseRef caseRef = work(who, ref);
    find(who, caseRef, person);
    String other = typed.getOrDefault("other", "");
    var problems = new CorrectionPages.Problems();
    String why = typed.getOrDefault("why", "").strip();
    var choices = new LinkedHashMap<String, PersonJoins.Side>();
    typed.forEach(
        (name, value) -> {
          if (name.startsWith("f.") && List.of("kept", "away").contains(value)) {
            choices.put(
                name.substring(2),
                value.equals("kept") ? PersonJoins.Side.KEPT : PersonJoins.Side.AWAY);
          }
        });
    PersonJoins.Pair pair =
        joins.preview(who, caseRef, person, other).orElseThrow(CorrectionPages::notFound);
    pair.fields().stream()
        .filter(field -> field.conflict() && !choices.containsKey(field.name()))
        .forEach(
            field -> problems.byField.put("f." + field.name(), pages.say("join.choose.missing")));
    pages.requireReason(problems, why);
    if (!problems.none()) {
      return joinPage(who, caseRef, person, other, typed, problems);
    }
    if (joins.join(who, caseRef, person, other, choices, why) instanceof PersonJoins.Result.Done) {
      redirect.addFlashAttribute("done", "person.join.done");
      return back(caseRef, person);
    }
    // somebody changed one of them meanwhile
    problems.byField.put("why", pages.say("correction.changedMeanwhile"));
    return joinPage(who, caseRef, person, other, typed, problems);
  }

  @GetMapping("/cases/{ref}/person-joins/{id}/undo")
  ModelAndView undo(ActingPerson who, @PathVariable String ref, @PathVariable String id) {
    CaseRef caseRef = work(who, ref);
    requireJoin(caseRef, id);
    return undoPage(caseRef, id, "", new CorrectionPages.Problems());
  }

  private PersonJoins.Join requireJoin(CaseRef caseRef, String id) {
    return joins.standing(caseRef).stream()
        .filter(join -> join.joinId().equals(id) && !join.withCases())
        .findFirst()
        .orElseThrow(CorrectionPages::notFound);
  }

  private ModelAndView undoPage(
      CaseRef caseRef, String id, String why, CorrectionPages.Problems problems) {
    var view = pages.page("casefile/unjoin", caseRef, problems);
    view.addObject("address", "/cases/" + caseRef.value() + "/person-joins/" + id + "/undo");
    view.addObject("what", pages.say("person.unjoin.what"));
    view.addObject("heading", pages.say("person.unjoin.title"));
    view.addObject("why", why);
    return view;
  }

  @PostMapping("/cases/{ref}/person-joins/{id}/undo")
  ModelAndView undo(
      ActingPerson who,
      @PathVariable String ref,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String why,
      RedirectAttributes redirect) {
    CaseRef caseRef = work(who, ref);
    PersonJoins.Join join = requireJoin(caseRef, id);
    var problems = new CorrectionPages.Problems();
    pages.requireReason(problems, why.strip());
    if (!problems.none()) {
      return undoPage(caseRef, id, why, problems);
    }
    joins.undo(who, caseRef, id, why.strip());
    redirect.addFlashAttribute("done", "person.unjoin.done");
    return back(caseRef, join.kept());
  }

  private Corrections.Person find(ActingPerson who, CaseRef caseRef, String person) {
    return corrections.person(who, caseRef, person).orElseThrow(CorrectionPages::notFound);
  }

  private CaseRef open(ActingPerson who, String ref) {
    CaseRef caseRef = CorrectionPages.ref(ref);
    if (!access.mayOpen(who, caseRef)) {
      throw CorrectionPages.notFound();
    }
    return caseRef;
  }

  private CaseRef work(ActingPerson who, String ref) {
    CaseRef caseRef = CorrectionPages.ref(ref);
    if (!access.mayWork(who, caseRef)) {
      throw CorrectionPages.notFound();
    }
    return caseRef;
  }
}
