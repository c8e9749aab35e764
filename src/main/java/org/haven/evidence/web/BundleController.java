package org.haven.evidence.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.haven.casefile.CaseWork;
import org.haven.casefile.FormRecords;
import org.haven.casefile.web.RecordWords;
import org.haven.evidence.BundleChecks;
import org.haven.evidence.BundleChoice;
import org.haven.evidence.BundleMaking;
import org.haven.evidence.BundleMaking.Made;
import org.haven.evidence.BundleStatus;
import org.haven.evidence.BundleView;
import org.haven.evidence.Bundles;
import org.haven.evidence.CaseNote;
import org.haven.evidence.CaseNotes;
import org.haven.evidence.DocumentView;
import org.haven.evidence.Documents;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.TamperedValueException;
import org.haven.platform.web.PageToken;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Bundles of evidence: put together, read, checked by two others, taken out. */
@Controller
class BundleController {
  private static final int MOST_RECORDS = 300;
  private static final int MOST_PHRASES = 100;
  private static final int MOST_COVERS = 100;
  private static final int LONGEST = 10_000;
  private static final List<String> QUESTIONS =
      List.of("recipientRight", "noSafeAddress", "noMarac", "neutralSender");
  private static final List<String> ANSWERS = List.of("yes", "no");
  private static final Pattern PAGES = Pattern.compile("(\\d{1,4})(?:\\s*-\\s*(\\d{1,4}))?");
  private static final Pattern COVER =
      Pattern.compile(
          "(\\d{1,4})\\s*:\\s*(\\d{1,3}(?:\\.\\d+)?)[ ,]+(\\d{1,3}(?:\\.\\d+)?)[ ,]+"
              + "(\\d{1,3}(?:\\.\\d+)?)[ ,]+(\\d{1,3}(?:\\.\\d+)?)");

  private final Bundles bundles;
  private final BundleMaking making;
  private final BundleChecks checks;
  private final BundleWords words;
  private final Documents documents;
  private final CaseNotes notes;
  private final FormRecords records;
  private final RecordWords recordWords;
  private final CaseWork work;
  private final CasePages pages;
  private final Times times;
  private final StaffNames names;

  BundleController(
      Bundles bundles,
      BundleMaking making,
      BundleChecks checks,
      BundleWords words,
      Documents documents,
      CaseNotes notes,
      FormRecords records,
      RecordWords recordWords,
      CaseWork work,
      CasePages pages,
      Times times,
      StaffNames names) {
    this.bundles = bundles;
    this.making = making;
    this.checks = checks;
    this.words = words;
    this.documents = documents;
    this.notes = notes;
    this.records = records;
    this.recordWords = recordWords;
    this.work = work;
    this.pages = pages;
    this.times = times;
    this.names = names;
  }

  /** A bundle in a line. */
  record Line(String id, String recipient, String status, String made, int pages) {}

  @GetMapping("/cases/{ref}/bundles")
  ModelAndView list(ActingPerson who, @PathVariable String ref) {
    CaseRef caseRef = pages.mayOpen(who, ref);
    var view = pages.page(who, "evidence/bundles", caseRef, Map.of());
    view.addObject(
        "bundles",
        bundles.of(who, caseRef).stream()
            .map(
                bundle ->
                    new Line(
                        bundle.bundleId(),
                        bundle.recipient().value(),
                        bundle.status().code(),
                        times.at(bundle.madeAt()) + ", " + names.of(bundle.madeBy()),
                        bundle.pages()))
            .toList());
    return view;
  }

  // put together

  /** Something that can be chosen. */
  record Choice(String id, String title, String meta, boolean chosen) {
    @Override
    public String toString() {
      return "Choice[***]";
    }
  }

  /** A file that can be shown, with what of it is not. */
  record ExhibitChoice(
      String id, String title, String meta, boolean chosen, String leaveOut, String cover) {
    @Override
    public String toString() {
      return "ExhibitChoice[***]";
    }
  }

  @GetMapping("/cases/{ref}/bundles/new")
  ModelAndView make(
      ActingPerson who, @PathVariable String ref, @RequestParam(defaultValue = "") String from) {
    CaseRef caseRef = pages.mayOpen(who, ref);
    Map<String, List<String>> typed =
        bundles
            .choice(who, caseRef, from)
            .map(BundleController::asTyped)
            .orElseGet(() -> Map.of("chronology", List.of("yes"), "decisions", List.of("yes")));
    return form(who, caseRef, typed, Map.of());
  }

  private static Map<String, List<String>> asTyped(BundleChoice choice) {
    var typed = new LinkedHashMap<String, List<String>>();
    typed.put("recipient", List.of(choice.recipient()));
    typed.put("chronology", choice.chronology() ? List.of("yes") : List.of());
    typed.put("decisions", choice.decisions() ? List.of("yes") : List.of());
    typed.put("records", choice.records().stream().map(UUID::toString).toList());
    typed.put("notes", choice.notes().stream().map(UUID::toString).toList());
    typed.put(
        "documents", choice.exhibits().stream().map(BundleChoice.Exhibit::documentId).toList());
    for (BundleChoice.Exhibit exhibit : choice.exhibits()) {
      typed.put(
          "leaveOut-" + exhibit.documentId(),
          List.of(
              exhibit.leaveOut().stream().map(String::valueOf).collect(Collectors.joining(", "))));
      typed.put(
          "cover-" + exhibit.documentId(),
          List.of(
              exhibit.covers().stream()
                  .map(
                      c ->
                          "%d: %s %s %s %s"
                              .formatted(c.page(), c.left(), c.top(), c.width(), c.height()))
                  .collect(Collectors.joining("\n"))));
    }
    typed.put("redact", List.of(String.join("\n", choice.redact())));
    return typed;
  }

  @PostMapping("/cases/{ref}/bundles/new")
  ModelAndView make(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam MultiValueMap<String, String> typed,
      RedirectAttributes redirect) {
    CaseRef caseRef = pages.mayOpen(who, ref);
    var problems = new LinkedHashMap<String, String>();
    BundleChoice choice = choice(typed, problems);
    if (!problems.isEmpty()) {
      return form(who, caseRef, typed, problems);
    }
    switch (making.make(
        who, caseRef, PageToken.of(typed.getFirst("token")), choice, words.of(who, caseRef))) {
      case Made.Kept(String id) -> {
        redirect.addFlashAttribute("done", "evidence.bundle.made");
        return new ModelAndView("redirect:/cases/" + caseRef.value() + "/bundles/" + id);
      }
      case Made.Empty() -> problems.put("chronology", pages.say("evidence.bundle.parts.missing"));
      case Made.TooLong(int most) ->
          problems.put("documents", pages.say("evidence.bundle.tooLong", most));
      case Made.Unreadable(String id) ->
          problems.put("documents-" + id, pages.say("evidence.bundle.unreadable"));
    }
    return form(who, caseRef, typed, problems);
  }

  private BundleChoice choice(MultiValueMap<String, String> typed, Map<String, String> problems) {
    String recipient = String.valueOf(typed.getFirst("recipient"));
    if (!BundleChoice.RECIPIENTS.contains(recipient)) {
      problems.put("recipient", pages.say("evidence.bundle.recipient.missing"));
    }
    var exhibits = new ArrayList<BundleChoice.Exhibit>();
    for (String id : all(typed, "documents")) {
      exhibits.add(
          new BundleChoice.Exhibit(
              id,
              leaveOut(first(typed, "leaveOut-" + id), "leaveOut-" + id, problems),
              covers(first(typed, "cover-" + id), "cover-" + id, problems)));
    }
    List<String> phrases =
        first(typed, "redact").lines().map(String::strip).filter(p -> !p.isEmpty()).toList();
    if (phrases.stream().anyMatch(p -> p.codePoints().noneMatch(Character::isLetterOrDigit))) {
      problems.put("redact", pages.say("evidence.bundle.redact.wrong"));
    } else if (phrases.size() > MOST_PHRASES
        || phrases.stream().anyMatch(phrase -> phrase.length() > 200)) {
      problems.put("redact", pages.say("evidence.bundle.redact.long", MOST_PHRASES));
    }
    return new BundleChoice(
        recipient,
        typed.containsKey("chronology"),
        typed.containsKey("decisions"),
        ids(typed, "records"),
        ids(typed, "notes"),
        exhibits,
        phrases);
  }

  private static List<String> all(MultiValueMap<String, String> typed, String field) {
    return typed.getOrDefault(field, List.of()).stream().distinct().toList();
  }

  private static String first(Map<String, List<String>> typed, String field) {
    List<String> values = typed.getOrDefault(field, List.of());
    return values.isEmpty() ? "" : String.valueOf(values.getFirst());
  }

  /** What is no id was not chosen on our page. */
  private static List<UUID> ids(MultiValueMap<String, String> typed, String field) {
    var ids = new ArrayList<UUID>();
    for (String id : all(typed, field)) {
      try {
        ids.add(UUID.fromString(id));
      } catch (IllegalArgumentException e) {
        throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
      }
    }
    return ids;
  }

  private List<Integer> leaveOut(String typed, String field, Map<String, String> problems) {
    var numbers = new TreeSet<Integer>();
    for (String part : typed.split("[,;\\n]")) {
      if (part.isBlank()) {
        continue;
      }
      Matcher found = PAGES.matcher(part.strip());
      int from = found.matches() ? Integer.parseInt(found.group(1)) : 0;
      int to = from > 0 && found.group(2) != null ? Integer.parseInt(found.group(2)) : from;
      if (from < 1 || to < from) {
        problems.put(field, pages.say("evidence.bundle.leaveOut.wrong"));
        return List.of();
      }
      IntStream.rangeClosed(from, to).forEach(numbers::add);
    }
    return List.copyOf(numbers);
  }

  private List<BundleChoice.Cover> covers(
      String typed, String field, Map<String, String> problems) {
    var covers = new ArrayList<BundleChoice.Cover>();
    for (String line : typed.lines().filter(l -> !l.isBlank()).toList()) {
      Matcher found = COVER.matcher(line.strip());
      if (!found.matches() || covers.size() == MOST_COVERS) {
        problems.put(field, pages.say("evidence.bundle.cover.wrong"));
        return List.of();
      }
      var cover =
          new BundleChoice.Cover(
              Integer.parseInt(found.group(1)),
              Double.parseDouble(found.group(2)),
              Double.parseDouble(found.group(3)),
              Double.parseDouble(found.group(4)),
              Double.parseDouble(found.group(5)));
      if (cover.page() < 1
          || cover.width() <= 0
          || cover.height() <= 0
          || cover.left() + cover.width() > 100
          || cover.top() + cover.height() > 100) {
        problems.put(field, pages.say("evidence.bundle.cover.wrong"));
        return List.of();
      }
      covers.add(cover);
    }
    return covers;
  }

  private ModelAndView form(
      ActingPerson who,
      CaseRef caseRef,
      Map<String, List<String>> typed,
      Map<String, String> problems) {
    var view = pages.page(who, "evidence/bundle-new", caseRef, problems);
    view.addObject("token", UUID.randomUUID());
    view.addObject("recipient", first(typed, "recipient"));
    view.addObject("recipients", BundleChoice.RECIPIENTS);
    view.addObject("chronology", !typed.getOrDefault("chronology", List.of()).isEmpty());
    view.addObject("decisions", !typed.getOrDefault("decisions", List.of()).isEmpty());
    view.addObject("redact", first(typed, "redact"));
    Set<String> chosenRecords = Set.copyOf(typed.getOrDefault("records", List.of()));
    Map<String, String> titles = RecordWords.titles(work.tasks(who, caseRef));
    view.addObject(
        "records",
        records.heads(who, caseRef, 0, MOST_RECORDS).heads().stream()
            .map(head -> recordWords.row(head, titles))
            .map(
                r ->
                    new Choice(
                        r.id(), r.title(), r.at() + ", " + r.by(), has(chosenRecords, r.id())))
            .toList());
    Set<String> chosenNotes = Set.copyOf(typed.getOrDefault("notes", List.of()));
    BundleMaking.Words said = words.of(who, caseRef);
    view.addObject(
        "notes", notes.of(who, caseRef).stream().map(n -> choice(n, said, chosenNotes)).toList());
    Set<String> chosenFiles = Set.copyOf(typed.getOrDefault("documents", List.of()));
    List<DocumentView> files = documents.of(who, caseRef);
    view.addObject(
        "exhibits",
        files.stream()
            .filter(file -> file.kind().isExhibit())
            .map(file -> exhibit(file, typed, chosenFiles))
            .toList());
    view.addObject("others", files.stream().anyMatch(file -> !file.kind().isExhibit()));
    return view;
  }

  private static boolean has(Set<String> chosen, String id) {
    return chosen.contains(id);
  }

  private Choice choice(CaseNote note, BundleMaking.Words said, Set<String> chosen) {
    String id = note.noteId().toString();
    return new Choice(
        id,
        said.title(note),
        times.at(note.happenedAt())
            + (note.correctedBy() == null ? "" : " · " + pages.say("evidence.notes.isCorrected")),
        has(chosen, id));
  }

  private ExhibitChoice exhibit(
      DocumentView file, Map<String, List<String>> typed, Set<String> chosen) {
    String id = file.documentId();
    return new ExhibitChoice(
        id,
        file.title() == null ? pages.say("evidence.unreadable") : file.title().clear(),
        pages.say("evidence.kind." + file.kind().code())
            + (file.pages() == null
                ? ""
                : ", " + pages.say("evidence.documents.pages", file.pages())),
        has(chosen, id),
        first(typed, "leaveOut-" + id),
        first(typed, "cover-" + id));
  }

  // read, check, take out

  /** A bundle on its own page. */
  record Shown(
      String id,
      String recipient,
      String status,
      int pages,
      String size,
      String made,
      String checkers,
      List<String> findings,
      int leftOut,
      int unsure,
      boolean stale,
      @Nullable String toChange) {
    @Override
    public String toString() {
      return "Shown[***]";
    }
  }

  @GetMapping("/cases/{ref}/bundles/{id}")
  ModelAndView show(ActingPerson who, @PathVariable String ref, @PathVariable String id) {
    return page(who, pages.mayOpen(who, ref), id, Map.of(), Map.of());
  }

  private ModelAndView page(
      ActingPerson who,
      CaseRef caseRef,
      String id,
      Map<String, String> typed,
      Map<String, String> problems) {
    BundleView bundle = bundles.find(who, caseRef, id).orElseThrow(CasePages::notFound);
    Optional<BundleChecks.Objection> objection = checks.objection(who, caseRef, id);
    var view = pages.page(who, "evidence/bundle", caseRef, problems);
    view.addObject("bundle", shown(bundle));
    view.addObject("typed", typed);
    view.addObject("questions", QUESTIONS);
    view.addObject("answers", ANSWERS);
    view.addObject("open", bundle.status().isOpen());
    view.addObject("passed", bundle.status() == BundleStatus.PASSED);
    view.addObject(
        "mayCheck",
        bundle.status().isOpen()
            && objection.filter(o -> o == BundleChecks.Objection.SAME_PERSON).isEmpty());
    return view;
  }

  private Shown shown(BundleView bundle) {
    return new Shown(
        bundle.bundleId(),
        bundle.recipient().value(),
        bundle.status().code(),
        bundle.pages(),
        DocumentController.size(bundle.size()),
        times.at(bundle.madeAt()) + ", " + names.of(bundle.madeBy()),
        bundle.checker1() == null
            ? ""
            : bundle.checker2() == null
                ? names.of(bundle.checker1())
                : names.of(bundle.checker1()) + ", " + names.of(bundle.checker2()),
        bundle.findings(),
        bundle.leftOut(),
        bundle.unsure(),
        bundle.stale(),
        bundle.toChange() == null ? null : bundle.toChange().clear());
  }

  @PostMapping("/cases/{ref}/bundles/{id}/check")
  ModelAndView check(
      ActingPerson who,
      @PathVariable String ref,
      @PathVariable String id,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    CaseRef caseRef = pages.mayOpen(who, ref);
    bundles.find(who, caseRef, id).orElseThrow(CasePages::notFound);
    var problems = new LinkedHashMap<String, String>();
    var answers = new LinkedHashMap<String, String>();
    for (String question : QUESTIONS) {
      String answer = typed.getOrDefault(question, "");
      if (ANSWERS.contains(answer)) {
        answers.put(question, answer);
      } else {
        problems.put(question, pages.say("evidence.bundle.check.missing"));
      }
    }
    boolean pass = !answers.containsValue("no");
    String toChange = typed.getOrDefault("whatToChange", "").strip();
    if (toChange.length() > LONGEST) {
      problems.put("whatToChange", pages.say("evidence.note.long"));
    } else if (problems.isEmpty() && !pass && toChange.isEmpty()) {
      problems.put("whatToChange", pages.say("evidence.bundle.whatToChange.missing"));
    }
    if (problems.isEmpty()) {
      checks
          .check(who, caseRef, id, pass, answers, toChange.isEmpty() ? null : toChange)
          .ifPresent(
              objection ->
                  problems.put(
                      QUESTIONS.getFirst(),
                      pages.say(
                          "evidence.bundle.objection."
                              + objection.name().toLowerCase(java.util.Locale.ROOT))));
    }
    if (!problems.isEmpty()) {
      return page(who, caseRef, id, typed, problems);
    }
    redirect.addFlashAttribute(
        "done", pass ? "evidence.bundle.check.passed" : "evidence.bundle.check.returned");
    return new ModelAndView("redirect:/cases/" + caseRef.value() + "/bundles/" + id);
  }

  /** To be kept by the browser and never shown by it; its name tells nothing. */
  @GetMapping("/cases/{ref}/bundles/{id}/file")
  @Nullable ModelAndView file(
      ActingPerson who,
      @PathVariable String ref,
      @PathVariable String id,
      HttpServletResponse response)
      throws IOException {
    CaseRef caseRef = pages.mayOpen(who, ref);
    Bundles.Pdf pdf;
    try {
      pdf = bundles.pdf(who, caseRef, id).orElseThrow(CasePages::notFound);
    } catch (TamperedValueException e) {
      return page(who, caseRef, id, Map.of(), Map.of("file", pages.say("evidence.bundle.changed")));
    }
    response.setContentType(MediaType.APPLICATION_PDF_VALUE);
    response.setContentLengthLong(pdf.size());
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment().filename(id + ".pdf").build().toString());
    try (InputStream in = pdf.open()) {
      in.transferTo(response.getOutputStream());
    }
    return null;
  }
}
