package org.haven.recordrequest.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.haven.casefile.CaseAccess;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.recordrequest.ListedRecords;
import org.haven.recordrequest.ListedRecords.Entry;
import org.haven.recordrequest.ListedRecords.Given;
import org.haven.recordrequest.ListedRecords.Line;
import org.haven.recordrequest.RecordDecisions;
import org.haven.recordrequest.RecordDecisions.Asked;
import org.haven.recordrequest.RecordDecisions.Choice;
import org.haven.recordrequest.RecordDecisions.Decision;
import org.haven.recordrequest.RecordDecisions.Problem;
import org.haven.recordrequest.RecordExports;
import org.haven.recordrequest.RecordExports.Again;
import org.haven.recordrequest.RecordExports.Bundle;
import org.haven.recordrequest.RecordExports.Fetched;
import org.haven.tasks.TaskList;
import org.haven.tasks.TaskStatus;
import org.haven.tasks.TaskView;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The records that somebody asked for: gone through one by one, read by who checks them, handed out
 * once. Nothing keeps a copy of what is shown.
 */
@Controller
class RecordExportController {
  private static final int LONGEST = 2_000;
  private static final int MOST_PASSAGES = 200;

  private final ListedRecords listed;
  private final RecordDecisions decisions;
  private final RecordExports exports;
  private final ExportWords words;
  private final TaskList tasks;
  private final CaseAccess access;
  private final Times times;
  private final StaffNames names;
  private final MessageSource messages;

  RecordExportController(
      ListedRecords listed,
      RecordDecisions decisions,
      RecordExports exports,
      ExportWords words,
      TaskList tasks,
      CaseAccess access,
      Times times,
      StaffNames names,
      MessageSource messages) {
    this.listed = listed;
    this.decisions = decisions;
    this.exports = exports;
    this.words = words;
    this.tasks = tasks;
    this.access = access;
    this.times = times;
    this.names = names;
    this.messages = messages;
  }

  /** What somebody does with the records in a task. */
  enum Mode {
    WORK,
    CHECK,
    READ
  }

  /** A record in a line. */
  record Row(
      String kind,
      String ref,
      String title,
      String of,
      List<String> marks,
      @Nullable String choice,
      @Nullable String reason,
      String by) {
    @Override
    public String toString() {
      return "Row[***]";
    }
  }

  /** A record as it goes. */
  record Sheet(String title, String of, List<Line> lines) {
    @Override
    public String toString() {
      return "Sheet[***]";
    }
  }

  // going through them

  @GetMapping("/tasks/{id}/records")
  ModelAndView list(ActingPerson who, @PathVariable long id) {
    TaskView task = task(who, id);
    Mode mode = mode(task).orElseThrow(RecordExportController::notFound);
    List<Entry> entries = listed.entries(who, task.caseRef(), task.journeyId(), words);
    var view = new ModelAndView("record-request/records");
    view.addObject("task", task);
    view.addObject("mode", mode.name());
    view.addObject("mayKeepPlain", mode == Mode.WORK && isTheirs(who, task));
    view.addObject(
        "rows", mode == Mode.READ ? List.of() : entries.stream().map(this::row).toList());
    view.addObject("undecided", entries.stream().filter(e -> e.decision() == null).count());
    view.addObject(
        "plain", entries.stream().filter(e -> e.decision() == null && !e.flagged()).count());
    view.addObject(
        "sheets",
        mode == Mode.WORK
            ? List.of()
            : entries.stream().flatMap(entry -> entry.given().stream()).map(this::sheet).toList());
    return view;
  }

  private Row row(Entry entry) {
    Decision decision = entry.decision();
    return new Row(
        entry.kind(),
        entry.ref(),
        entry.title(),
        times.at(entry.of()),
        marks(entry),
        decision == null ? null : decision.choice().code(),
        decision == null ? null : decision.reason(),
        decision == null ? "" : names.of(decision.by()));
  }

  private List<String> marks(Entry entry) {
    var marks = new ArrayList<String>();
    entry.stops().forEach(stop -> marks.add(say("record-request.stop." + stop)));
    if (!entry.names().isEmpty()) {
      marks.add(say("record-request.names", String.join(", ", entry.names())));
    }
    if (entry.fromAnother()) {
      marks.add(say("record-request.fromAnother"));
    }
    if (entry.unreadable()) {
      marks.add(say("record-request.unreadable"));
    }
    return marks;
  }

  private Sheet sheet(Given given) {
    return new Sheet(given.title(), times.at(given.of()), given.lines());
  }

  @PostMapping("/tasks/{id}/records")
  String keepPlain(ActingPerson who, @PathVariable long id, RedirectAttributes redirect) {
    TaskView task = taskToWork(who, id);
    mode(task).filter(mode -> mode == Mode.WORK).orElseThrow(RecordExportController::notFound);
    int kept = decisions.keepPlain(who, task.caseRef(), task.journeyId(), words);
    redirect.addFlashAttribute("done", say("record-request.kept", kept));
    return "redirect:/tasks/" + id + "/records";
  }

  @GetMapping("/tasks/{id}/records/{kind}/{record}")
  ModelAndView one(
      ActingPerson who,
      @PathVariable long id,
      @PathVariable String kind,
      @PathVariable String record) {
    TaskView task = task(who, id);
    mode(task).filter(mode -> mode != Mode.READ).orElseThrow(RecordExportController::notFound);
    Entry entry = entry(who, task, kind, record);
    return page(who, task, entry, Typed.of(entry.decision()), Map.of());
  }

  @PostMapping("/tasks/{id}/records/{kind}/{record}")
  ModelAndView decide(
      ActingPerson who,
      @PathVariable long id,
      @PathVariable String kind,
      @PathVariable String record,
      @RequestParam MultiValueMap<String, String> posted,
      RedirectAttributes redirect) {
    TaskView task = taskToWork(who, id);
    var typed = Typed.of(posted);
    Optional<Choice> choice = Choice.ofCode(typed.choice());
    Entry entry = entry(who, task, kind, record);
    if (choice.isEmpty()) {
      return page(who, task, entry, typed, Map.of("choice", problem("choice-missing")));
    }
    if (typed.passages().length() > LONGEST * 5 || typed.passageLines().size() > MOST_PASSAGES) {
      return page(who, task, entry, typed, Map.of("passages", problem("too-many")));
    }
    Optional<Problem> found =
        decisions.decide(
            who, task.caseRef(), task.journeyId(), kind, record, typed.asked(choice.get()), words);
    if (found.isPresent()) {
      return page(
          who, task, entry, typed, Map.of(found.get().field(), problem(found.get().code())));
    }
    redirect.addFlashAttribute("done", say("record-request.decided"));
    return new ModelAndView("redirect:" + next(who, task));
  }

  /** On to the next record of which nobody has decided, the list at the end. */
  private String next(ActingPerson who, TaskView task) {
    String list = "/tasks/" + task.id() + "/records";
    return listed.entries(who, task.caseRef(), task.journeyId(), words).stream()
        .filter(entry -> entry.decision() == null && entry.flagged())
        .findFirst()
        .map(entry -> list + "/" + entry.kind() + "/" + entry.ref())
        .orElse(list);
  }

  /** What stands in the form of a record. */
  record Typed(
      @Nullable String choice,
      String keepReason,
      String outReason,
      Set<Integer> leftOut,
      String passages,
      String seen) {
    static Typed of(@Nullable Decision decision) {
      if (decision == null) {
        return new Typed(null, "", "", Set.of(), "", "");
      }
      String reason = decision.reason() == null ? "" : decision.reason();
      boolean keep = decision.choice() == Choice.KEEP;
      return new Typed(
          decision.choice().code(),
          keep ? reason : "",
          keep ? "" : reason,
          decision.leftOut(),
          String.join("\n", decision.passages()),
          "");
    }

    static Typed of(MultiValueMap<String, String> posted) {
      return new Typed(
          posted.getFirst("choice"),
          first(posted, "keepReason"),
          first(posted, "outReason"),
          posted.getOrDefault("leftOut", List.of()).stream()
              .filter(at -> at.matches("\\d{1,4}"))
              .map(Integer::valueOf)
              .collect(Collectors.toSet()),
          first(posted, "passages"),
          first(posted, "seen"));
    }

    private static String first(MultiValueMap<String, String> posted, String field) {
      String value = posted.getFirst(field);
      return value == null ? "" : value;
    }

    List<String> passageLines() {
      return Arrays.stream(passages.split("\\R"))
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .distinct()
          .toList();
    }

    Asked asked(Choice choice) {
      String reason = choice == Choice.KEEP ? keepReason : outReason;
      return new Asked(choice, reason.isEmpty() ? null : reason, leftOut, passageLines(), seen);
    }

    @Override
    public String toString() {
      return "Typed[***]";
    }
  }

  private ModelAndView page(
      ActingPerson who, TaskView task, Entry entry, Typed typed, Map<String, String> problems) {
    var view =
        new ModelAndView(
            "record-request/record", problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("task", task);
    view.addObject("entry", entry);
    view.addObject("of", times.at(entry.of()));
    view.addObject("marks", marks(entry));
    view.addObject("typed", typed);
    view.addObject("mayDecide", mayDecide(who, task));
    view.addObject("choices", Arrays.stream(Choice.values()).map(Choice::code).toList());
    view.addObject("mayGo", RecordDecisions.MAY_GO);
    view.addObject("takenOut", RecordDecisions.TAKEN_OUT);
    view.addObject("problems", problems);
    view.addObject(
        "summary",
        problems.entrySet().stream().map(e -> new FormProblem(e.getKey(), e.getValue())).toList());
    return view;
  }

  private Entry entry(ActingPerson who, TaskView task, String kind, String ref) {
    return listed
        .entry(who, task.caseRef(), task.journeyId(), kind, ref, words)
        .orElseThrow(RecordExportController::notFound);
  }

  private TaskView task(ActingPerson who, long id) {
    return tasks
        .find(who, id)
        .filter(task -> task.status() == TaskStatus.OPEN && access.mayOpen(who, task.caseRef()))
        .orElseThrow(RecordExportController::notFound);
  }

  private TaskView taskToWork(ActingPerson who, long id) {
    TaskView task = task(who, id);
    if (!mayDecide(who, task)) {
      throw notFound();
    }
    return task;
  }

  /**
   * Who checks may take something out as well: that person cannot say then that it goes, and a
   * colleague checks.
   */
  private boolean mayDecide(ActingPerson who, TaskView task) {
    return isTheirs(who, task) && mode(task).filter(mode -> mode != Mode.READ).isPresent();
  }

  /** Nobody's yet, or this person's. */
  private static boolean isTheirs(ActingPerson who, TaskView task) {
    return task.assignee() == null || task.assignee().equals(who.username());
  }

  private Optional<Mode> mode(TaskView task) {
    return switch (task.elementId()) {
      case CollectedRecordsPanel.REDACT -> Optional.of(Mode.WORK);
      case CollectedRecordsPanel.CHECK -> Optional.of(Mode.CHECK);
      // the letter with which it goes: two people see what is enclosed
      default ->
          task.formId().equals(CollectedRecordsPanel.LETTER)
                  && exports.of(task.journeyId()).filter(Bundle::goes).isPresent()
              ? Optional.of(Mode.READ)
              : Optional.empty();
    };
  }

  // handing it out

  @GetMapping("/cases/{ref}/record-requests/{id}/bundle")
  ModelAndView bundle(ActingPerson who, @PathVariable String ref, @PathVariable String id) {
    return bundlePage(who, mayOpen(who, ref), id, "", Map.of(), HttpStatus.OK);
  }

  /** The file itself: it is handed out once, and nothing on the way may keep it. */
  @PostMapping("/cases/{ref}/record-requests/{id}/bundle")
  Object fetch(ActingPerson who, @PathVariable String ref, @PathVariable String id) {
    CaseRef caseRef = mayOpen(who, ref);
    return switch (exports.fetch(who, caseRef, id)) {
      case Fetched.Zip(byte[] bytes) ->
          ResponseEntity.ok()
              .contentType(new MediaType("application", "zip"))
              .cacheControl(CacheControl.noStore())
              .header(
                  HttpHeaders.CONTENT_DISPOSITION,
                  ContentDisposition.attachment().filename("records.zip").build().toString())
              .body(bytes);
      case Fetched.Already() ->
          bundlePage(
              who,
              caseRef,
              id,
              "",
              Map.of("fetch", say("record-request.problem.fetched")),
              HttpStatus.CONFLICT);
      case Fetched.NotReady() -> throw notFound();
    };
  }

  @PostMapping("/cases/{ref}/record-requests/{id}/bundle/again")
  ModelAndView again(
      ActingPerson who,
      @PathVariable String ref,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String againReason,
      RedirectAttributes redirect) {
    CaseRef caseRef = mayOpen(who, ref);
    String reason = againReason.strip();
    if (reason.isEmpty() || reason.length() > LONGEST) {
      return bundlePage(
          who,
          caseRef,
          id,
          againReason,
          Map.of("againReason", problem(reason.isEmpty() ? "again-reason" : "again-long")),
          HttpStatus.BAD_REQUEST);
    }
    return switch (exports.again(who, caseRef, id, reason)) {
      case Again.DONE -> {
        redirect.addFlashAttribute("done", say("record-request.again.done"));
        yield new ModelAndView("redirect:/cases/" + ref + "/record-requests/" + id + "/bundle");
      }
      case Again.SAME_PERSON ->
          bundlePage(
              who,
              caseRef,
              id,
              againReason,
              Map.of("againReason", problem("again-same")),
              HttpStatus.BAD_REQUEST);
      case Again.NOT_FETCHED -> throw notFound();
    };
  }

  private ModelAndView bundlePage(
      ActingPerson who,
      CaseRef caseRef,
      String id,
      String typed,
      Map<String, String> problems,
      HttpStatus status) {
    Bundle bundle =
        exports
            .of(who, caseRef, id)
            .filter(Bundle::ready)
            .orElseThrow(RecordExportController::notFound);
    var view = new ModelAndView("record-request/bundle", status);
    view.addObject("ref", caseRef.value());
    view.addObject("id", id);
    view.addObject("bundle", bundle);
    view.addObject("checked", times.at(bundle.checkedAt()));
    view.addObject("checker", names.of(bundle.checkedBy()));
    view.addObject("fetched", times.at(bundle.fetchedAt()));
    view.addObject("fetcher", names.of(bundle.fetchedBy()));
    view.addObject("mine", who.username().equals(bundle.fetchedBy()));
    view.addObject("typed", typed);
    view.addObject("problems", new LinkedHashMap<>(problems));
    view.addObject(
        "summary",
        problems.entrySet().stream().map(e -> new FormProblem(e.getKey(), e.getValue())).toList());
    return view;
  }

  private CaseRef mayOpen(ActingPerson who, String ref) {
    if (!CaseRef.isCaseRef(ref)
        || !RecordExports.mayFetch(who)
        || !access.mayOpen(who, new CaseRef(ref))) {
      throw notFound();
    }
    return new CaseRef(ref);
  }

  private String problem(String code) {
    return say("record-request.problem." + code);
  }

  private String say(String key, Object... arguments) {
    return messages.getMessage(key, arguments, Locale.UK);
  }

  private static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }
}
