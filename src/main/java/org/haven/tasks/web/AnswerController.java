package org.haven.tasks.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseView;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.web.DateParts;
import org.haven.platform.web.Times;
import org.haven.tasks.AnswerResult;
import org.haven.tasks.Awaited;
import org.haven.tasks.AwaitedAnswers;
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

/** Records an answer that a journey waits for and that came by word of mouth. */
@Controller
class AnswerController {
  private final AwaitedAnswers awaited;
  private final CaseFiles cases;
  private final Times times;
  private final MessageSource messages;

  AnswerController(AwaitedAnswers awaited, CaseFiles cases, Times times, MessageSource messages) {
    this.awaited = awaited;
    this.cases = cases;
    this.times = times;
    this.messages = messages;
  }

  @GetMapping("/cases/{ref}/answers/{id}")
  ModelAndView ask(ActingPerson who, @PathVariable String ref, @PathVariable String id) {
    CaseView file = open(who, ref);
    Awaited one = awaited.find(who, file.caseRef(), id).orElseThrow(AnswerController::notFound);
    return page(file, one, Map.of(), List.of());
  }

  @PostMapping("/cases/{ref}/answers/{id}")
  ModelAndView record(
      ActingPerson who,
      @PathVariable String ref,
      @PathVariable String id,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    CaseView file = open(who, ref);
    var found = awaited.find(who, file.caseRef(), id);
    if (found.isEmpty()) {
      redirect.addFlashAttribute("goneAnswer", true);
      return back(ref);
    }
    Awaited one = found.get();
    var problems = new ArrayList<FormProblem>();
    var dates = new LinkedHashMap<String, LocalDate>();
    for (String name : one.dates()) {
      switch (DateParts.of(typed, name)) {
        case DateParts.Given(LocalDate day) -> dates.put(name, day);
        case DateParts.Wrong() ->
            problems.add(
                new FormProblem(name, messages.getMessage("casefile.notADate", null, Locale.UK)));
        case DateParts.Open() -> {}
      }
    }
    if (!problems.isEmpty()) {
      return page(file, one, typed, problems);
    }
    return switch (awaited.record(
        who,
        file.caseRef(),
        id,
        typed.getOrDefault("answer", ""),
        dates,
        typed.getOrDefault("words", "").strip())) {
      case AnswerResult.Recorded() -> {
        redirect.addFlashAttribute("done", "tasks.answer.done");
        yield back(ref);
      }
      case AnswerResult.Gone() -> {
        redirect.addFlashAttribute("goneAnswer", true);
        yield back(ref);
      }
      case AnswerResult.Invalid(List<FormProblem> wrong) -> page(file, one, typed, wrong);
    };
  }

  private ModelAndView page(
      CaseView file, Awaited one, Map<String, String> typed, List<FormProblem> problems) {
    var view =
        new ModelAndView(
            "tasks/answer", problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    var wrong = new LinkedHashMap<String, String>();
    problems.forEach(p -> wrong.put(p.key(), p.message()));
    view.addObject("ref", file.caseRef().value());
    view.addObject("casefile", file);
    view.addObject("awaited", one);
    view.addObject("since", times.at(one.since()));
    view.addObject("typed", typed);
    view.addObject("problems", wrong);
    view.addObject("summary", problems);
    return view;
  }

  private static ModelAndView back(String ref) {
    return new ModelAndView("redirect:/cases/" + ref);
  }

  private CaseView open(ActingPerson who, String ref) {
    if (!CaseRef.isCaseRef(ref)) {
      throw notFound();
    }
    return cases.find(who, new CaseRef(ref)).orElseThrow(AnswerController::notFound);
  }

  private static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }
}
