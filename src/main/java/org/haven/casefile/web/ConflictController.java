package org.haven.casefile.web;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.CaseActions;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.Conflicts;
import org.haven.casefile.works.Contractors;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.StaffDirectory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where a colleague or contractor is put on a case's conflict list. */
@Controller
class ConflictController {
  private final CaseFiles cases;
  private final CaseActions actions;
  private final Conflicts conflicts;
  private final StaffDirectory staff;
  private final CaseWords words;
  private final MessageSource messages;
  private final Contractors contractors;

  ConflictController(
      CaseFiles cases,
      CaseActions actions,
      Conflicts conflicts,
      StaffDirectory staff,
      CaseWords words,
      MessageSource messages,
      Contractors contractors) {
    this.cases = cases;
    this.actions = actions;
    this.conflicts = conflicts;
    this.staff = staff;
    this.words = words;
    this.messages = messages;
    this.contractors = contractors;
  }

  @GetMapping("/cases/{ref}/conflicts")
  ModelAndView ask(ActingPerson who, @PathVariable String ref) {
    return page(ref, open(who, ref), "", "", Map.of());
  }

  @PostMapping("/cases/{ref}/conflicts")
  ModelAndView keepOut(
      ActingPerson acting,
      @PathVariable String ref,
      @RequestParam(defaultValue = "") String who,
      @RequestParam(defaultValue = "") String why,
      RedirectAttributes redirect) {
    CaseRef caseRef = open(acting, ref);
    var problems = new LinkedHashMap<String, String>();
    if (!choices(caseRef).containsKey(who)) {
      problems.put("who", say("casefile.conflict.who.missing"));
    }
    if (!CaseActions.CONFLICT_REASONS.contains(why)) {
      problems.put("why", say("casefile.conflict.why.missing"));
    }
    if (!problems.isEmpty()) {
      return page(ref, caseRef, who, why, problems);
    }
    actions.keepOut(acting, caseRef, who, why);
    redirect.addFlashAttribute("done", "casefile.conflict.done");
    return new ModelAndView(
        who.equals(acting.username()) ? "redirect:/tasks" : "redirect:/cases/" + ref);
  }

  private ModelAndView page(
      String ref, CaseRef caseRef, String chosen, String why, Map<String, String> problems) {
    var view =
        new ModelAndView(
            "casefile/conflict", problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    Set<String> list = conflicts.of(caseRef);
    Map<String, String> everybody = everybody();
    view.addObject("ref", ref);
    view.addObject("problems", problems);
    view.addObject(
        "summary",
        problems.entrySet().stream().map(p -> new FormProblem(p.getKey(), p.getValue())).toList());
    view.addObject("choices", choices(caseRef));
    view.addObject(
        "kept", list.stream().map(name -> everybody.getOrDefault(name, name)).sorted().toList());
    view.addObject("chosen", chosen);
    view.addObject("why", why);
    view.addObject("reasons", CaseActions.CONFLICT_REASONS);
    return view;
  }

  /** All who are not on the list yet, by sign-in name; contractors last. */
  private Map<String, String> choices(CaseRef caseRef) {
    Map<String, String> choices = everybody();
    choices.keySet().removeAll(conflicts.of(caseRef));
    return choices;
  }

  private Map<String, String> everybody() {
    var everybody = new LinkedHashMap<String, String>();
    staff.all().forEach(one -> everybody.put(one.username(), one.displayName()));
    contractors
        .firms()
        .forEach(
            firm ->
                everybody.put(
                    Contractors.conflictName(firm),
                    say("casefile.conflict.contractor", firmName(firm))));
    staff
        .contractors()
        .forEach(
            one ->
                everybody.put(
                    one.username(),
                    say("casefile.conflict.ofFirm", one.displayName(), firmName(one.firm()))));
    return everybody;
  }

  private String firmName(@Nullable String firm) {
    return words.value("contractor", firm);
  }

  private String say(String key, Object... arguments) {
    return messages.getMessage(key, arguments, Locale.UK);
  }

  private CaseRef open(ActingPerson who, String ref) {
    if (!CaseRef.isCaseRef(ref)) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return cases
        .find(who, new CaseRef(ref))
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND))
        .caseRef();
  }
}
