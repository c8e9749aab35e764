package org.haven.repairsconcern.web;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.repairsconcern.RepairsConcerns;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/**
 * The Maintenance Concern Card. Whoever sends one is thanked and told nothing else: not whether
 * there is a case, nor what comes of the card.
 */
@Controller
class ConcernCardController {
  private final RepairsConcerns concerns;
  private final MessageSource words;

  ConcernCardController(RepairsConcerns concerns, MessageSource words) {
    this.concerns = concerns;
    this.words = words;
  }

  @GetMapping("/concern-cards/new")
  ModelAndView page(ActingPerson who) {
    require(who);
    return page(CardForm.empty(), Map.of(), HttpStatus.OK);
  }

  @PostMapping("/concern-cards/new")
  ModelAndView send(ActingPerson who, @ModelAttribute CardForm form) {
    require(who);
    var problems = form.problems();
    if (!problems.containsKey("reference") && !concerns.isHome(form.reference())) {
      problems.put("reference", "concern-card.reference.unknown");
    }
    if (!problems.isEmpty()) {
      return page(form, problems, HttpStatus.BAD_REQUEST);
    }
    concerns.raiseCard(form.card(), who);
    return new ModelAndView("redirect:/concern-cards/sent");
  }

  @GetMapping("/concern-cards/sent")
  ModelAndView sent(ActingPerson who) {
    require(who);
    return new ModelAndView("repairs-concern/card-sent");
  }

  private static void require(ActingPerson who) {
    if (!who.worksCases()) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN);
    }
  }

  private ModelAndView page(CardForm form, Map<String, String> problems, HttpStatus status) {
    var said = new LinkedHashMap<String, String>();
    problems.forEach((field, key) -> said.put(field, words.getMessage(key, null, Locale.UK)));
    var view = new ModelAndView("repairs-concern/card", status);
    view.addObject("form", form);
    view.addObject("problems", said);
    view.addObject(
        "summary",
        said.entrySet().stream().map(e -> new FormProblem(e.getKey(), e.getValue())).toList());
    view.addObject("answers", CardForm.ANSWERS);
    return view;
  }
}
