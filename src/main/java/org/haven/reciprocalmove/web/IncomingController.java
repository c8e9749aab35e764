package org.haven.reciprocalmove.web;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.haven.reciprocalmove.ReciprocalIntake;
import org.haven.reciprocalmove.Scheme;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** The page on which Housing Solutions take what another area asks of us. */
@Controller
class IncomingController {
  private final ReciprocalIntake intake;
  private final MessageSource words;

  IncomingController(ReciprocalIntake intake, MessageSource words) {
    this.intake = intake;
    this.words = words;
  }

  @GetMapping("/reciprocal-requests/new")
  ModelAndView page(ActingPerson who) {
    require(who);
    return page(IncomingForm.empty(), Map.of(), HttpStatus.OK);
  }

  @PostMapping("/reciprocal-requests/new")
  ModelAndView take(ActingPerson who, @ModelAttribute IncomingForm form) {
    require(who);
    var problems = form.problems();
    if (!problems.isEmpty()) {
      return page(form, problems, HttpStatus.BAD_REQUEST);
    }
    return new ModelAndView("redirect:/cases/" + intake.take(form.request(), who).value());
  }

  private static void require(ActingPerson who) {
    if (!who.worksCases() || !who.teams().contains(Team.HOUSING_SOLUTIONS)) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN);
    }
  }

  private ModelAndView page(IncomingForm form, Map<String, String> problems, HttpStatus status) {
    var said = new LinkedHashMap<String, String>();
    problems.forEach((field, key) -> said.put(field, words.getMessage(key, null, Locale.UK)));
    var view = new ModelAndView("reciprocal-move/incoming", status);
    view.addObject("form", form);
    view.addObject("problems", said);
    view.addObject(
        "summary",
        said.entrySet().stream().map(e -> new FormProblem(e.getKey(), e.getValue())).toList());
    view.addObject("schemes", Scheme.valuesAsCodes());
    view.addObject("areas", ReciprocalIntake.AREAS.stream().map(Code::value).toList());
    return view;
  }
}
