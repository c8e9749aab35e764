package org.haven.homelessnessapplication.web;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.haven.casefile.NoSuchCaseException;
import org.haven.forms.FormProblem;
import org.haven.homelessnessapplication.DecisionView;
import org.haven.homelessnessapplication.HomelessnessApplications;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.web.DateParts;
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
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** She asks for a review of a decision: an officer says when, and the review starts. */
@Controller
class ReviewController {
  private static final String FIELD = "askedOn";

  private final HomelessnessApplications applications;
  private final Times times;
  private final MessageSource messages;

  ReviewController(HomelessnessApplications applications, Times times, MessageSource messages) {
    this.applications = applications;
    this.times = times;
    this.messages = messages;
  }

  @GetMapping("/cases/{ref}/homelessness/{letterId}/review")
  ModelAndView ask(ActingPerson who, @PathVariable String ref, @PathVariable String letterId) {
    return page(ref, decision(who, ref, letterId), Map.of(), Map.of());
  }

  @PostMapping("/cases/{ref}/homelessness/{letterId}/review")
  ModelAndView ask(
      ActingPerson who,
      @PathVariable String ref,
      @PathVariable String letterId,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    var decision = decision(who, ref, letterId);
    return switch (DateParts.of(typed, FIELD)) {
      case DateParts.Open() -> wrong(ref, decision, typed, "homelessness.review.askedOn.missing");
      case DateParts.Wrong() -> wrong(ref, decision, typed, "homelessness.review.askedOn.wrong");
      case DateParts.Given(LocalDate day) ->
          switch (applications.askForReview(who, new CaseRef(ref), letterId, day)) {
            case NOT_A_POSSIBLE_DAY ->
                wrong(ref, decision, typed, "homelessness.review.askedOn.impossible");
            case NO_SUCH_DECISION -> throw notFound();
            case STARTED, ALREADY_ASKED -> {
              redirect.addFlashAttribute("done", "homelessness.review.done");
              yield new ModelAndView("redirect:/cases/" + ref);
            }
          };
    };
  }

  private ModelAndView wrong(
      String ref, DecisionView decision, Map<String, String> typed, String key) {
    return page(ref, decision, typed, Map.of(FIELD, messages.getMessage(key, null, Locale.UK)));
  }

  private ModelAndView page(
      String ref, DecisionView decision, Map<String, String> typed, Map<String, String> problems) {
    var view =
        new ModelAndView(
            "homelessness-application/review",
            problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("ref", ref);
    view.addObject("letterId", decision.letterId());
    view.addObject("duty", decision.duty());
    view.addObject("until", times.date(WorkingCalendar.dateOf(decision.reviewUntil())));
    view.addObject("typed", new LinkedHashMap<>(typed));
    view.addObject("problems", problems);
    view.addObject(
        "summary",
        problems.entrySet().stream()
            .map(problem -> new FormProblem(problem.getKey(), problem.getValue()))
            .toList());
    return view;
  }

  private DecisionView decision(ActingPerson who, String ref, String letterId) {
    if (!CaseRef.isCaseRef(ref)) {
      throw notFound();
    }
    List<DecisionView> decisions;
    try {
      decisions = applications.decisions(who, new CaseRef(ref));
    } catch (NoSuchCaseException e) {
      throw notFound();
    }
    return decisions.stream()
        .filter(decision -> decision.letterId().equals(letterId))
        .filter(decision -> decision.reviewAskedOn() == null)
        .findFirst()
        .orElseThrow(ReviewController::notFound);
  }

  private static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }
}
