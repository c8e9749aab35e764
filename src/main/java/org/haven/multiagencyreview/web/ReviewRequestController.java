package org.haven.multiagencyreview.web;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.haven.forms.FormProblem;
import org.haven.multiagencyreview.Reviews;
import org.haven.platform.ActingPerson;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** The page on which whoever gets a partner's request hands it to the safeguarding lead. */
@Controller
class ReviewRequestController {
  private final Reviews reviews;
  private final MessageSource words;

  ReviewRequestController(Reviews reviews, MessageSource words) {
    this.reviews = reviews;
    this.words = words;
  }

  @GetMapping("/review-requests/new")
  ModelAndView page(ActingPerson who) {
    require(who);
    return page(ReviewRequestForm.empty(), Map.of(), HttpStatus.OK);
  }

  @PostMapping("/review-requests/new")
  ModelAndView take(ActingPerson who, @ModelAttribute ReviewRequestForm form) {
    require(who);
    var problems = form.problems();
    var caseRef = form.caseRef();
    if (caseRef != null && !reviews.mayReview(who, caseRef)) {
      problems.put("reference", "review-request.reference.unknown");
    }
    if (!problems.isEmpty()) {
      return page(form, problems, HttpStatus.BAD_REQUEST);
    }
    reviews.take(form.request(), who);
    return new ModelAndView("redirect:/review-requests/taken");
  }

  @GetMapping("/review-requests/taken")
  ModelAndView taken(ActingPerson who) {
    require(who);
    return new ModelAndView("multi-agency-review/taken");
  }

  private static void require(ActingPerson who) {
    if (!who.worksCases()) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN);
    }
  }

  private ModelAndView page(
      ReviewRequestForm form, Map<String, String> problems, HttpStatus status) {
    var said = new LinkedHashMap<String, String>();
    problems.forEach((field, key) -> said.put(field, words.getMessage(key, null, Locale.UK)));
    var view = new ModelAndView("multi-agency-review/request", status);
    view.addObject("form", form);
    view.addObject("problems", said);
    view.addObject(
        "summary",
        said.entrySet().stream().map(e -> new FormProblem(e.getKey(), e.getValue())).toList());
    return view;
  }
}
