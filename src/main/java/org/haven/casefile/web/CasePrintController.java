package org.haven.casefile.web;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CasePath;
import org.haven.casefile.CasePrints;
import org.haven.casefile.CaseView;
import org.haven.casefile.JourneyView;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.PersonKind;
import org.haven.casefile.PersonView;
import org.haven.casefile.TimelineEntry;
import org.haven.casefile.TimelinePages;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.web.PageToken;
import org.haven.platform.web.Times;
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
 * A case on paper. Paper is left on desks and in homes, so it holds only what is named here; what
 * is new in Haven stays off it until somebody decides that it may leave the building. Of persons
 * only who she is; nothing of where she is or how she is reached, of him, of others, of MARAC and
 * other agencies, of moves and locks, of who is kept out, and no word that anybody typed. Status:
 * Local default, awaiting the policy owner. Source: procedure section 7.
 */
@Controller
class CasePrintController {
  private static final int LONGEST = 2_000;

  /** Of what is known of her. */
  private static final Set<String> OF_HER = Set.of("name", "language", "interpreter", "format");

  /** Journeys whose name alone tells nothing that could endanger her. */
  private static final Set<String> JOURNEYS =
      Set.of(
          "report-domestic-abuse",
          "assess-risk",
          "support-plan",
          "homelessness-application",
          "case-review",
          "complaint",
          "record-request");

  /** Lines of the timeline that belong to no journey. */
  private static final Set<String> LINES =
      Set.of("report", "status", "lead", "conversation", "support", "complaint");

  private static final Set<String> DECISIONS = Set.of("leadTeam", "riskLevel");

  private final CaseFiles cases;
  private final CaseAccess access;
  private final CasePrints prints;
  private final TimelinePages timeline;
  private final DecisionRows decisions;
  private final CaseWords words;
  private final Times times;
  private final Clock clock;
  private final MessageSource messages;

  CasePrintController(
      CaseFiles cases,
      CaseAccess access,
      CasePrints prints,
      TimelinePages timeline,
      DecisionRows decisions,
      CaseWords words,
      Times times,
      Clock clock,
      MessageSource messages) {
    this.cases = cases;
    this.access = access;
    this.prints = prints;
    this.timeline = timeline;
    this.decisions = decisions;
    this.words = words;
    this.times = times;
    this.clock = clock;
    this.messages = messages;
  }

  /** A journey on paper. */
  record JourneyLine(String title, String status, String asked) {}

  /** What happened, without what was typed. */
  record Line(String at, String text) {}

  @GetMapping("/cases/{ref}/print")
  ModelAndView ask(ActingPerson who, @PathVariable String ref) {
    return question(who, CasePath.opened(access, who, ref), "", Map.of());
  }

  @PostMapping("/cases/{ref}/print")
  ModelAndView print(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "") String once) {
    CaseRef caseRef = CasePath.opened(access, who, ref);
    String problem =
        reason.isBlank()
            ? "case-page.print.reason.missing"
            : reason.length() > LONGEST ? "casefile.tooLong" : null;
    if (problem != null) {
      return question(who, caseRef, reason, Map.of("reason", say(problem)));
    }
    boolean first;
    try {
      first =
          PageToken.sent(once)
              .map(mark -> prints.print(who, caseRef, reason.strip(), mark))
              .orElse(false);
    } catch (NoSuchCaseException e) {
      throw notFound();
    }
    if (!first) {
      return question(who, caseRef, reason, Map.of("reason", say("case-page.print.once")));
    }
    return page(who, cases.find(who, caseRef).orElseThrow(NoSuchCaseException::new));
  }

  private ModelAndView question(
      ActingPerson who, CaseRef caseRef, String reason, Map<String, String> problems) {
    var view =
        new ModelAndView(
            "casefile/print-ask", problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("ref", caseRef.value());
    view.addObject("may", access.mayWork(who, caseRef));
    view.addObject("reason", reason);
    view.addObject("once", UUID.randomUUID().toString());
    view.addObject("problems", problems);
    view.addObject(
        "summary",
        problems.entrySet().stream().map(p -> new FormProblem(p.getKey(), p.getValue())).toList());
    return view;
  }

  private ModelAndView page(ActingPerson who, CaseView file) {
    List<JourneyView> journeys =
        file.journeys().stream().filter(one -> JOURNEYS.contains(one.processId())).toList();
    Set<JourneyId> shown =
        journeys.stream().map(JourneyView::journeyId).collect(Collectors.toSet());
    var view = new ModelAndView("casefile/print");
    view.addObject("ref", file.caseRef().value());
    view.addObject("head", file.head());
    view.addObject("reported", times.at(file.head().reportedAt()));
    view.addObject("printedBy", who.displayName());
    view.addObject("printedAt", times.at(clock.instant()));
    view.addObject("her", her(file.people()));
    view.addObject(
        "journeys",
        journeys.stream()
            .map(
                one ->
                    new JourneyLine(
                        words.journey(one.processId()),
                        one.status().code(),
                        times.at(one.requestedAt())))
            .toList());
    view.addObject(
        "decisions",
        decisions.of(
            file.decisions().stream().filter(one -> DECISIONS.contains(one.table())).toList()));
    view.addObject(
        "lines",
        timeline.newest(who, file.caseRef()).stream()
            .filter(entry -> mayLeave(entry, shown))
            .map(entry -> new Line(times.at(entry.at()), words.sentence(entry)))
            .toList());
    return view;
  }

  /** Nothing of a journey that stays off, and nothing that names another case. */
  private static boolean mayLeave(TimelineEntry entry, Set<JourneyId> shown) {
    return LINES.contains(entry.kind())
        && (entry.journeyId() == null || shown.contains(entry.journeyId()))
        && !entry.details().containsKey("case");
  }

  private Map<String, String> her(List<PersonView> people) {
    var her = new LinkedHashMap<String, String>();
    people.stream()
        .filter(person -> person.kind() == PersonKind.VICTIM)
        .findFirst()
        .ifPresent(
            person ->
                person
                    .fields()
                    .values()
                    .forEach(
                        (field, value) -> {
                          if (OF_HER.contains(field)
                              && !person.fields().refused().contains(field)) {
                            her.put(CaseWords.plain(field), words.value(field, value));
                          }
                        }));
    return her;
  }

  private String say(String key) {
    return messages.getMessage(key, null, Locale.UK);
  }

  private static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }
}
