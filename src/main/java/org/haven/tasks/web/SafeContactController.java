package org.haven.tasks.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseView;
import org.haven.forms.FormPage;
import org.haven.forms.FormProblem;
import org.haven.forms.Forms;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.tasks.SafeContactChecks;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Asks again how she can be reached safely, whether or not a task does: what has become unsafe can
 * be put right at once.
 */
@Controller
class SafeContactController {
  private final SafeContactChecks checks;
  private final CaseFiles cases;
  private final Forms forms;

  SafeContactController(SafeContactChecks checks, CaseFiles cases, Forms forms) {
    this.checks = checks;
    this.cases = cases;
    this.forms = forms;
  }

  @GetMapping("/cases/{ref}/safe-contact")
  ModelAndView ask(ActingPerson who, @PathVariable String ref) {
    CaseView file = open(who, ref);
    return page(file, checks.prefill(who, file.caseRef()), List.of());
  }

  @PostMapping("/cases/{ref}/safe-contact")
  ModelAndView keep(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam String answers,
      RedirectAttributes redirect) {
    CaseView file = open(who, ref);
    Map<String, Object> posted;
    try {
      posted = FormPage.read(answers);
    } catch (FormPage.UnreadableAnswersException e) {
      throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
    }
    var problems = checks.record(who, file.caseRef(), posted);
    if (!problems.isEmpty()) {
      var data = new HashMap<>(checks.prefill(who, file.caseRef()));
      data.putAll(posted);
      return page(file, data, problems);
    }
    redirect.addFlashAttribute("done", "casefile.safeContact.done");
    return new ModelAndView("redirect:/cases/" + ref);
  }

  private ModelAndView page(CaseView file, Map<String, Object> data, List<FormProblem> problems) {
    var view =
        new ModelAndView(
            "tasks/safe-contact", problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    var form = forms.form(SafeContactChecks.FORM);
    view.addObject("casefile", file);
    view.addObject("ref", file.caseRef().value());
    view.addObject("problems", problems);
    view.addObject("formJson", FormPage.json(form, form.asAnswers(data), problems));
    return view;
  }

  private CaseView open(ActingPerson who, String ref) {
    if (!CaseRef.isCaseRef(ref)) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return cases
        .find(who, new CaseRef(ref))
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }
}
