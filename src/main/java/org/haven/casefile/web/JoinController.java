package org.haven.casefile.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.haven.casefile.CaseJoins;
import org.haven.casefile.PersonJoins;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Team;
import org.haven.platform.web.Times;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Two cases of the same survivor become one, and two again; for supervisors. */
@Controller
class JoinController {
  private final CaseJoins joins;
  private final CaseWords words;
  private final Times times;
  private final CorrectionPages pages;

  JoinController(CaseJoins joins, CaseWords words, Times times, CorrectionPages pages) {
    this.joins = joins;
    this.words = words;
    this.times = times;
    this.pages = pages;
  }

  @GetMapping("/cases/{ref}/join")
  ModelAndView ask(ActingPerson who, @PathVariable String ref) {
    CaseRef caseRef = open(who, ref);
    return asking(who, caseRef, "", new CorrectionPages.Problems());
  }

  /** Another case that may be of the same survivor. */
  record Alike(String ref, String reported) {}

  private ModelAndView asking(
      ActingPerson who, CaseRef caseRef, String other, CorrectionPages.Problems problems) {
    var view = pages.page("casefile/join", caseRef, problems);
    view.addObject("other", other);
    view.addObject(
        "alike",
        joins.alike(who, caseRef).stream()
            .map(head -> new Alike(head.caseRef().value(), times.at(head.reportedAt())))
            .toList());
    return view;
  }

  /** Two entries of the same person. */
  record PairLines(String kind, String name, List<PersonController.FieldLine> lines) {}

  private ModelAndView previewing(
      CaseRef caseRef,
      String other,
      CaseJoins.Preview preview,
      Map<String, String> typed,
      CorrectionPages.Problems problems) {
    var view = pages.page("casefile/join-preview", caseRef, problems);
    view.addObject("other", other);
    view.addObject("leading", preview.caseRef().value());
    view.addObject("part", preview.part().value());
    view.addObject("why", typed.getOrDefault("why", ""));
    view.addObject("teams", preview.teams().stream().map(Team::title).toList());
    var pairs = new ArrayList<PairLines>();
    for (PersonJoins.Pair pair : preview.pairs()) {
      Object name = pair.kept().fields().values().get("name");
      pairs.add(
          new PairLines(
              pair.kept().kind().code(),
              name == null ? "" : name.toString(),
              PersonController.lines(pair, "p." + pair.kept().personRef() + ".", words, typed)));
    }
    view.addObject("pairs", pairs);
    view.addObject(
        "facts",
        preview.facts().stream()
            .map(
                fact ->
                    new PersonController.FieldLine(
                        "f." + fact.name(),
                        CaseWords.plain(fact.name()),
                        told(fact.leading().value(), fact.name(), fact.leading().at()),
                        told(fact.part().value(), fact.name(), fact.part().at()),
                        true,
                        typed.getOrDefault("f." + fact.name(), "")))
            .toList());
    view.addObject(
        "alone",
        preview.alone().stream()
            .map(
                person -> {
                  Object name = person.fields().values().get("name");
                  return new PairLines(
                      person.kind().code(), name == null ? "" : name.toString(), List.of());
                })
            .toList());
    return view;
  }

  private String told(Object value, String name, java.time.Instant at) {
    return pages.say("join.toldAt", words.value(name, value), times.at(at));
  }

  @PostMapping("/cases/{ref}/join")
  ModelAndView join(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    CaseRef caseRef = open(who, ref);
    String other = typed.getOrDefault("other", "").strip().toUpperCase(Locale.ROOT);
    var problems = new CorrectionPages.Problems();
    CaseJoins.Found found =
        CaseRef.isCaseRef(other)
            ? joins.preview(who, caseRef, new CaseRef(other))
            : new CaseJoins.Found.None();
    if (!(found instanceof CaseJoins.Found.Both(CaseJoins.Preview preview))) {
      return not(who, caseRef, other, found, problems);
    }
    if (!typed.containsKey("join")) {
      return previewing(caseRef, other, preview, typed, problems);
    }
    String why = typed.getOrDefault("why", "").strip();
    CaseJoins.Choices choices = choices(typed);
    missing(preview, choices, problems);
    pages.requireReason(problems, why);
    if (!problems.none()) {
      return previewing(caseRef, other, preview, typed, problems);
    }
    return switch (joins.join(who, caseRef, new CaseRef(other), choices, why)) {
      case CaseJoins.Result.Done(CaseRef leading) -> {
        if (!joins.mayJoin(who, leading)) {
          yield closedToYou(redirect);
        }
        redirect.addFlashAttribute("done", "join.done");
        yield new ModelAndView("redirect:/cases/" + leading.value());
      }
      case CaseJoins.Result.Not(CaseJoins.Found now) -> not(who, caseRef, other, now, problems);
      case CaseJoins.Result.NotChosen(CaseJoins.Preview now, var _) -> {
        missing(now, choices, problems);
        yield previewing(caseRef, other, now, typed, problems);
      }
    };
  }

  private ModelAndView not(
      ActingPerson who,
      CaseRef caseRef,
      String other,
      CaseJoins.Found found,
      CorrectionPages.Problems problems) {
    problems.byField.put(
        "other",
        found instanceof CaseJoins.Found.CannotBe(CaseJoins.Reason reason)
            ? pages.say("join.not." + reason)
            : pages.say("join.none"));
    return asking(who, caseRef, other, problems);
  }

  private void missing(
      CaseJoins.Preview preview, CaseJoins.Choices choices, CorrectionPages.Problems problems) {
    String message = pages.say("join.choose.missing");
    for (PersonJoins.Pair pair : preview.pairs()) {
      String person = pair.kept().personRef();
      var chosen = choices.persons().getOrDefault(person, Map.of());
      pair.fields().stream()
          .filter(field -> field.conflict() && !chosen.containsKey(field.name()))
          .forEach(field -> problems.byField.put("p." + person + "." + field.name(), message));
    }
    preview.facts().stream()
        .filter(fact -> !choices.facts().containsKey(fact.name()))
        .forEach(fact -> problems.byField.put("f." + fact.name(), message));
  }

  private static CaseJoins.Choices choices(Map<String, String> typed) {
    var persons = new LinkedHashMap<String, Map<String, PersonJoins.Side>>();
    var facts = new LinkedHashMap<String, PersonJoins.Side>();
    typed.forEach(
        (name, value) -> {
          if (!List.of("kept", "away").contains(value)) {
            return;
          }
          var side = value.equals("kept") ? PersonJoins.Side.KEPT : PersonJoins.Side.AWAY;
          String[] parts = name.split("\\.");
          if (parts.length == 3 && parts[0].equals("p")) {
            persons.computeIfAbsent(parts[1], _ -> new LinkedHashMap<>()).put(parts[2], side);
          } else if (parts.length == 2 && parts[0].equals("f")) {
            facts.put(parts[1], side);
          }
        });
    return new CaseJoins.Choices(persons, facts);
  }

  @GetMapping("/cases/{ref}/joins/{id}/undo")
  ModelAndView undo(ActingPerson who, @PathVariable String ref, @PathVariable String id) {
    CaseRef caseRef = CorrectionPages.ref(ref);
    return undoPage(caseRef, standing(who, caseRef, id), "", new CorrectionPages.Problems());
  }

  private CaseJoins.Join standing(ActingPerson who, CaseRef caseRef, String id) {
    return joins.standing(who, caseRef, id).orElseThrow(CorrectionPages::notFound);
  }

  private ModelAndView undoPage(
      CaseRef caseRef, CaseJoins.Join join, String why, CorrectionPages.Problems problems) {
    var view = pages.page("casefile/unjoin", caseRef, problems);
    view.addObject("address", "/cases/" + caseRef.value() + "/joins/" + join.joinId() + "/undo");
    view.addObject("heading", pages.say("join.undo.title"));
    view.addObject(
        "what", pages.say("join.undo.what", join.part().value(), join.leading().value()));
    view.addObject("why", why);
    return view;
  }

  @PostMapping("/cases/{ref}/joins/{id}/undo")
  ModelAndView undo(
      ActingPerson who,
      @PathVariable String ref,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String why,
      RedirectAttributes redirect) {
    CaseRef caseRef = CorrectionPages.ref(ref);
    CaseJoins.Join join = standing(who, caseRef, id);
    var problems = new CorrectionPages.Problems();
    pages.requireReason(problems, why.strip());
    if (!problems.none()) {
      return undoPage(caseRef, join, why, problems);
    }
    joins.undo(who, caseRef, id, why.strip());
    if (!joins.mayJoin(who, caseRef)) {
      return closedToYou(redirect);
    }
    redirect.addFlashAttribute("done", "join.undone");
    return new ModelAndView("redirect:/cases/" + caseRef.value());
  }

  /** Such as when somebody worked both parties' cases, as turned out. */
  private static ModelAndView closedToYou(RedirectAttributes redirect) {
    redirect.addFlashAttribute("closedToYou", true);
    return new ModelAndView("redirect:/tasks");
  }

  private CaseRef open(ActingPerson who, String ref) {
    CaseRef caseRef = CorrectionPages.ref(ref);
    if (!joins.mayJoin(who, caseRef)) {
      throw CorrectionPages.notFound();
    }
    return caseRef;
  }
}
