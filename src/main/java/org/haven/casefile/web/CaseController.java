package org.haven.casefile.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseJoins;
import org.haven.casefile.CaseSection;
import org.haven.casefile.CaseView;
import org.haven.casefile.CaseWork;
import org.haven.casefile.FormRecords;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.glass.BreakGlass;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
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
import org.springframework.web.servlet.ModelAndView;

/** The case: how she can be reached safely, who, what waits, which journeys, what happened. */
@Controller
class CaseController {
  private static final int RECORDS = 10;

  private final CaseFiles cases;
  private final CaseAccess access;
  private final BreakGlass glass;
  private final CaseWork work;
  private final CaseFlags flags;
  private final JourneyRows journeyRows;
  private final JourneyStarts starts;
  private final DecisionRows decisions;
  private final TimelineFilter timeline;
  private final SignedBy signed;
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
      CaseFlags flags,
      JourneyRows journeyRows,
      JourneyStarts starts,
      DecisionRows decisions,
      TimelineFilter timeline,
      SignedBy signed,
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
    this.flags = flags;
    this.journeyRows = journeyRows;
    this.starts = starts;
    this.decisions = decisions;
    this.timeline = timeline;
    this.signed = signed;
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
  String show(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam Map<String, String> asked,
      Model model,
      HttpServletResponse response) {
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
    model.addAttribute("supervises", who.has(Role.SUPERVISOR));
    model.addAttribute("flags", flags.of(file));
    model.addAttribute("journeys", journeyRows.of(file.journeys()));
    model.addAttribute("starts", starts.of(file));
    model.addAttribute("decisions", decisions.of(file.decisions()));
    model.addAttribute(
        "sections",
        sections
            .orderedStream()
            .flatMap(section -> section.of(who, file.caseRef()).stream())
            .toList());
    TimelineFilter.Shown happened = timeline.of(who, file, asked);
    model.addAttribute("timeline", happened);
    if (!happened.problems().isEmpty()) {
      response.setStatus(HttpStatus.BAD_REQUEST.value());
    }
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
                        signed.of(join.by())))
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

  private CaseView open(ActingPerson who, String ref) {
    if (!CaseRef.isCaseRef(ref)) {
      throw new NoSuchCaseException();
    }
    return cases.find(who, new CaseRef(ref)).orElseThrow(NoSuchCaseException::new);
  }
}
