package org.haven.casefile.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.haven.casefile.BreakGlass;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseJoins;
import org.haven.casefile.CaseSection;
import org.haven.casefile.CaseView;
import org.haven.casefile.CaseWork;
import org.haven.casefile.FormRecords;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.JourneyStatus;
import org.haven.casefile.JourneyView;
import org.haven.casefile.NoSuchCaseException;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Journey;
import org.haven.platform.Models;
import org.haven.platform.Role;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The case: how she can be reached safely, who, what waits, which journeys, what happened. */
@Controller
class CaseController {
  private static final int RECORDS = 10;

  private final CaseFiles cases;
  private final CaseAccess access;
  private final BreakGlass glass;
  private final CaseWork work;
  private final JourneyRegister register;
  private final Models models;
  private final List<Journey> journeys;
  private final CaseWords words;
  private final FormRecords records;
  private final RecordWords recordWords;
  private final Times times;
  private final StaffNames names;
  private final CaseJoins joins;
  private final ObjectProvider<CaseSection> sections;

  CaseController(
      CaseFiles cases,
      CaseAccess access,
      BreakGlass glass,
      CaseWork work,
      JourneyRegister register,
      Models models,
      List<Journey> journeys,
      CaseWords words,
      FormRecords records,
      RecordWords recordWords,
      Times times,
      StaffNames names,
      CaseJoins joins,
      ObjectProvider<CaseSection> sections) {
    this.cases = cases;
    this.access = access;
    this.glass = glass;
    this.work = work;
    this.register = register;
    this.models = models;
    this.journeys = journeys;
    this.words = words;
    this.records = records;
    this.recordWords = recordWords;
    this.times = times;
    this.names = names;
    this.joins = joins;
    this.sections = sections;
  }

  @GetMapping("/cases")
  String find(ActingPerson who, Model model) {
    lookUp(model, "", false);
    model.addAttribute("latest", latest(who));
    return "casefile/find";
  }

  @PostMapping("/cases")
  ModelAndView find(ActingPerson who, @RequestParam(defaultValue = "") String reference) {
    String written = reference.strip().toUpperCase(Locale.ROOT).replace(" ", "");
    if (CaseRef.isCaseRef(written) && cases.find(who, new CaseRef(written)).isPresent()) {
      return new ModelAndView("redirect:/cases/" + written);
    }
    // Wrong, none and not yours read the same.
    var view = new ModelAndView("casefile/find", HttpStatus.BAD_REQUEST);
    view.addObject("reference", reference);
    view.addObject("notFound", true);
    view.addObject("latest", latest(who));
    return view;
  }

  private static void lookUp(Model model, String reference, boolean notFound) {
    model.addAttribute("reference", reference);
    model.addAttribute("notFound", notFound);
  }

  /** A case in a list: references and routing facts only. */
  record CaseRow(String caseRef, String status, String reported, @Nullable String lead) {}

  private List<CaseRow> latest(ActingPerson who) {
    return cases.latest(who, 10).stream()
        .map(
            head ->
                new CaseRow(
                    head.caseRef().value(),
                    head.status().code(),
                    times.at(head.reportedAt()),
                    head.leadTeam() == null ? null : head.leadTeam().title()))
        .toList();
  }

  @GetMapping("/cases/{ref}")
  String show(ActingPerson who, @PathVariable String ref, Model model) {
    CaseView file = open(who, ref);
    // what is part of the case is shown with it
    List<CaseJoins.Part> parts = joins.parts(who, file.caseRef());
    var all = new ArrayList<>(work.tasks(who, file.caseRef()));
    parts.forEach(part -> all.addAll(work.tasks(who, part.head().caseRef())));
    List<CaseWork.Item> tasks = List.copyOf(all);
    joined(who, file, parts, model);
    model.addAttribute("casefile", file);
    model.addAttribute("looksUntil", glass.until(who, file.caseRef()).map(times::at).orElse(null));
    model.addAttribute("named", access.isNamed(who, file.caseRef()));
    model.addAttribute("ref", file.caseRef().value());
    model.addAttribute(
        "openTasks",
        tasks.stream()
            .filter(t -> t.state() == CaseWork.State.OPEN || t.state() == CaseWork.State.SUBMITTED)
            .map(t -> row(t, who))
            .toList());
    model.addAttribute(
        "doneTasks",
        tasks.stream()
            .filter(t -> t.state() != CaseWork.State.OPEN && t.state() != CaseWork.State.SUBMITTED)
            .map(t -> row(t, who))
            .toList());
    model.addAttribute(
        "waiting", work.awaited(who, file.caseRef()).stream().map(this::waiting).toList());
    var newest = records.heads(who, file.caseRef(), 0, RECORDS);
    var titles = RecordWords.titles(tasks);
    model.addAttribute(
        "records", newest.heads().stream().map(head -> recordWords.row(head, titles)).toList());
    model.addAttribute("olderRecords", newest.next());
    model.addAttribute("journeys", journeys(file));
    model.addAttribute("supervises", who.has(Role.SUPERVISOR));
    model.addAttribute("startable", startable(file));
    model.addAttribute(
        "sections",
        sections
            .orderedStream()
            .flatMap(section -> section.of(who, file.caseRef()).stream())
            .toList());
    model.addAttribute(
        "timeline",
        file.timeline().stream()
            .sorted(Comparator.comparing(org.haven.casefile.TimelineEntry::at).reversed())
            .map(
                e ->
                    new Line(
                        times.at(e.at()),
                        by(e.by()),
                        words.sentence(e),
                        e.note() == null ? null : e.note().clear()))
            .toList());
    var facts = new TreeMap<String, String>();
    file.facts()
        .forEach((name, value) -> facts.put(CaseWords.plain(name), words.value(name, value)));
    model.addAttribute("facts", facts);
    return "casefile/case";
  }

  /** Somebody of a case that is part of this one. */
  record PartPerson(String ref, String kind, String name) {}

  /** A journey of a case that is part of this one. */
  record PartJourney(long id, String title, String status) {}

  /** A case that is part of this one. */
  record PartRow(
      String ref,
      String reported,
      @Nullable String unsafeToTell,
      List<PartPerson> people,
      List<PartJourney> journeys) {}

  /** Who must not know, as she said it in a case that is one with this. */
  record UnsafeElsewhere(String ref, String words) {}

  /** A join that may be undone. */
  record JoinLine(String id, String other, String at, String by) {}

  private void joined(ActingPerson who, CaseView file, List<CaseJoins.Part> parts, Model model) {
    model.addAttribute("isPart", joins.isPart(file.caseRef()));
    model.addAttribute(
        "unsafeElsewhere",
        joins.unsafeElsewhere(who, file.caseRef()).stream()
            .map(one -> new UnsafeElsewhere(one.caseRef().value(), one.unsafeToTell().clear()))
            .toList());
    model.addAttribute("partOf", joins.partOf(who, file.caseRef()).orElse(null));
    model.addAttribute("mayJoin", joins.mayJoin(who, file.caseRef()));
    model.addAttribute(
        "joins",
        joins.standing(who, file.caseRef()).stream()
            .map(
                join ->
                    new JoinLine(
                        join.joinId(),
                        (join.part().equals(file.caseRef()) ? join.leading() : join.part()).value(),
                        times.at(join.at()),
                        by(join.by())))
            .toList());
    model.addAttribute(
        "parts",
        parts.stream()
            .map(
                part ->
                    new PartRow(
                        part.head().caseRef().value(),
                        times.at(part.head().reportedAt()),
                        part.unsafeToTell() == null ? null : part.unsafeToTell().clear(),
                        part.people().stream()
                            .map(
                                person ->
                                    new PartPerson(
                                        person.personRef(),
                                        person.kind().code(),
                                        String.valueOf(
                                            person.fields().values().getOrDefault("name", ""))))
                            .toList(),
                        part.journeys().stream()
                            .map(
                                journey ->
                                    new PartJourney(
                                        journey.id(),
                                        words.journey(journey.processId()),
                                        journey.status().code()))
                            .toList()))
            .toList());
  }

  /** Something that a journey waits for. */
  record WaitingLine(String id, String title, @Nullable String about, String since) {}

  private WaitingLine waiting(CaseWork.Answer answer) {
    return new WaitingLine(
        answer.id(),
        answer.title(),
        answer.about() == null ? null : CaseWords.plain(answer.about()),
        times.at(answer.since()));
  }

  @PostMapping("/cases/{ref}/journeys")
  String start(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam(defaultValue = "") String processId,
      RedirectAttributes redirect) {
    CaseView file = open(who, ref);
    Journey journey =
        startable(file).stream()
            .filter(j -> j.processId().equals(processId))
            .findFirst()
            .orElse(null);
    if (journey == null) {
      redirect.addFlashAttribute("noJourney", true);
    } else {
      register.request(file.caseRef(), journey.processId(), Map.of(), By.of(who));
      redirect.addFlashAttribute("asked", journey.title());
    }
    return "redirect:/cases/" + file.caseRef().value();
  }

  /** What the diagram of a journey shows. */
  record Diagram(String xml, Set<String> active, Set<String> done, Set<String> incidents) {}

  @GetMapping("/cases/{ref}/journeys/{id}/diagram")
  @ResponseBody
  Diagram diagram(ActingPerson who, @PathVariable String ref, @PathVariable long id) {
    JourneyView journey = journey(who, ref, id);
    CaseWork.Progress progress = progress(List.of(journey)).of(journey);
    String xml =
        (progress.processVersion() == 0
                ? models.latestBpmnXml(journey.processId())
                : models.bpmnXml(journey.processId(), progress.processVersion()))
            .orElseThrow(CaseController::notFound);
    Set<String> active = new LinkedHashSet<>();
    Set<String> done = new LinkedHashSet<>();
    for (CaseWork.Step step : progress.steps()) {
      if (step.leftAt() == null) {
        active.add(step.elementId());
      } else if (!step.endedEarly()) {
        done.add(step.elementId());
      }
    }
    done.removeAll(active);
    return new Diagram(xml, active, done, progress.incidents());
  }

  /** A journey's own page: where it stands, or the way that it took. */
  @GetMapping("/cases/{ref}/journeys/{id}")
  String journey(ActingPerson who, @PathVariable String ref, @PathVariable long id, Model model) {
    JourneyView journey = journey(who, ref, id);
    model.addAttribute("ref", ref);
    model.addAttribute("journey", row(journey, progress(List.of(journey)).of(journey)));
    return "casefile/journey";
  }

  /** The case itself is not opened for it: drawing and steps hold no sealed field. */
  private JourneyView journey(ActingPerson who, String ref, long id) {
    if (!CaseRef.isCaseRef(ref) || !access.mayOpen(who, new CaseRef(ref))) {
      throw notFound();
    }
    return register.of(new CaseRef(ref)).stream()
        .filter(j -> j.id() == id)
        .findFirst()
        .orElseThrow(CaseController::notFound);
  }

  /** One journey as a page shows it; of one that has ended the case page has no steps. */
  record JourneyRow(
      long id,
      String title,
      String status,
      String asked,
      String askedBy,
      @Nullable String ended,
      @Nullable String endState,
      boolean hasDiagram,
      boolean running,
      boolean over,
      boolean stoppable,
      int kept,
      boolean failed,
      List<StepRow> steps) {}

  /** One step in the list beside the diagram. */
  record StepRow(String name, boolean now, boolean endedEarly, String at) {}

  /** The way of a journey that is over is read on its own page, where somebody asks for it. */
  private List<JourneyRow> journeys(CaseView file) {
    Way way =
        progress(file.journeys().stream().filter(journey -> journey.endedAt() == null).toList());
    return file.journeys().stream().map(journey -> row(journey, way.of(journey))).toList();
  }

  /** How far journeys have come, asked for at once. */
  private record Way(Map<Long, CaseWork.Progress> byInstance) {
    CaseWork.Progress of(JourneyView journey) {
      Long key = journey.processInstanceKey();
      return key == null
          ? CaseWork.Progress.NONE
          : byInstance.getOrDefault(key, CaseWork.Progress.NONE);
    }
  }

  private Way progress(List<JourneyView> of) {
    List<Long> keys =
        of.stream().map(JourneyView::processInstanceKey).filter(Objects::nonNull).toList();
    return new Way(keys.isEmpty() ? Map.of() : work.progress(keys));
  }

  private JourneyRow row(JourneyView journey, CaseWork.Progress progress) {
    boolean running =
        journey.status() == JourneyStatus.RUNNING || journey.status() == JourneyStatus.WAITING;
    return new JourneyRow(
        journey.id(),
        words.journey(journey.processId()),
        journey.status().code(),
        times.at(journey.requestedAt()),
        by(journey.requestedBy()),
        journey.endedAt() == null ? null : times.at(journey.endedAt()),
        journey.endState() == null ? null : words.value("endState", journey.endState()),
        !progress.steps().isEmpty(),
        running,
        journey.processInstanceKey() != null && journey.endedAt() != null,
        journey.parentId() == null && (running || journey.status() == JourneyStatus.REQUESTED),
        journey.kept().size(),
        !progress.incidents().isEmpty(),
        steps(progress));
  }

  /** What people did or wait for: gateways and the process itself are in the drawing only. */
  private List<StepRow> steps(CaseWork.Progress progress) {
    var rows = new ArrayList<StepRow>();
    for (CaseWork.Step step : progress.steps()) {
      String type = step.type().toUpperCase(Locale.ROOT).replace("_", "");
      if (step.name().isBlank()
          || type.endsWith("GATEWAY")
          || type.equals("PROCESS")
          || type.equals("SEQUENCEFLOW")) {
        continue;
      }
      Instant left = step.leftAt();
      rows.add(
          new StepRow(
              step.name(),
              left == null,
              step.endedEarly(),
              times.at(left == null ? step.enteredAt() : left)));
    }
    return rows;
  }

  /** A task of this case in a line. */
  record TaskLine(
      long id,
      String title,
      String team,
      Times.Due due,
      @Nullable String assignee,
      boolean submitted,
      boolean ended,
      @Nullable String doneBy,
      @Nullable String doneAt) {}

  private TaskLine row(CaseWork.Item task, ActingPerson who) {
    return new TaskLine(
        task.taskId(),
        task.title(),
        task.team(),
        times.due(task.dueAt(), task.warnAt()),
        task.assignee() == null
            ? null
            : task.assignee().equals(who.username())
                ? who.displayName()
                : names.of(task.assignee()),
        task.state() == CaseWork.State.SUBMITTED,
        task.state() == CaseWork.State.ENDED_BY_PROCEDURE,
        task.doneBy() == null ? null : names.of(task.doneBy()),
        task.doneAt() == null ? null : times.at(task.doneAt()));
  }

  /** A line of the timeline. */
  record Line(String at, String by, String text, @Nullable String note) {}

  private String by(String by) {
    return switch (by) {
      case "system" -> "Haven";
      case "partner" -> "a partner agency";
      default -> names.of(by);
    };
  }

  /** Journeys that we can run and that do not run on this case already. */
  private List<Journey> startable(CaseView file) {
    if (joins.isPart(file.caseRef())) {
      return List.of();
    }
    Set<String> running = new LinkedHashSet<>();
    for (JourneyView journey : file.journeys()) {
      if (journey.status() == JourneyStatus.RUNNING
          || journey.status() == JourneyStatus.WAITING
          || journey.status() == JourneyStatus.REQUESTED) {
        running.add(journey.processId());
      }
    }
    return journeys.stream()
        .filter(journey -> journey.startMessage().equals(journey.processId() + "-requested"))
        .filter(
            journey ->
                JourneyRegister.hasOwnReference(journey.processId())
                    || !running.contains(journey.processId()))
        .sorted(Comparator.comparing(Journey::title))
        .toList();
  }

  private CaseView open(ActingPerson who, String ref) {
    if (!CaseRef.isCaseRef(ref)) {
      throw new NoSuchCaseException();
    }
    return cases.find(who, new CaseRef(ref)).orElseThrow(NoSuchCaseException::new);
  }

  private static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }
}
