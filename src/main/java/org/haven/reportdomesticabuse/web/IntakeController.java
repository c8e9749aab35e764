package org.haven.reportdomesticabuse.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.reportdomesticabuse.Channel;
import org.haven.reportdomesticabuse.ReportFacts;
import org.haven.reportdomesticabuse.ReportIntake;
import org.haven.reportdomesticabuse.ReporterKind;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page on which an officer takes a report, most often while somebody is on the telephone. */
@Controller
class IntakeController {
  private final ReportIntake intake;
  private final Clock clock;
  private final MessageSource words;

  IntakeController(ReportIntake intake, Clock clock, MessageSource words) {
    this.intake = intake;
    this.clock = clock;
    this.words = words;
  }

  /** One thing wrong, for the summary. */
  record Problem(String key, String message) {}

  @GetMapping("/reports/new")
  ModelAndView page() {
    return page(IntakeForm.empty(), Map.of(), HttpStatus.OK);
  }

  @PostMapping("/reports/new")
  ModelAndView take(
      ActingPerson who, @ModelAttribute IntakeForm form, RedirectAttributes redirect) {
    Map<String, String> problems =
        form.problems(LocalDate.ofInstant(clock.instant(), WorkingCalendar.LONDON));
    if (!problems.isEmpty()) {
      return page(form, problems, HttpStatus.BAD_REQUEST);
    }
    try {
      CaseRef caseRef = intake.take(form.report(), who);
      redirect.addFlashAttribute("reported", true);
      return new ModelAndView("redirect:/cases/" + caseRef.value());
    } catch (NoSuchElementException e) {
      return page(form, Map.of("openCase", "report.openCase.none"), HttpStatus.BAD_REQUEST);
    }
  }

  private ModelAndView page(IntakeForm form, Map<String, String> problems, HttpStatus status) {
    var said = new LinkedHashMap<String, String>();
    problems.forEach((field, key) -> said.put(field, words.getMessage(key, null, Locale.UK)));
    var view = new ModelAndView("report-domestic-abuse/intake", status);
    view.addObject("form", form);
    view.addObject("problems", said);
    view.addObject(
        "summary",
        said.entrySet().stream().map(e -> new Problem(e.getKey(), e.getValue())).toList());
    view.addObject("yesNo", IntakeForm.YES_NO);
    view.addObject("reporters", codes(ReporterKind.values()));
    view.addObject("channels", List.of(Channel.values()).stream().map(Channel::code).toList());
    view.addObject("tenures", ReportFacts.TENURES);
    view.addObject("youngParties", ReportFacts.YOUNG_PARTIES);
    view.addObject("kindOptions", IntakeForm.KINDS);
    view.addObject("kindsChosen", form.kindsChosen());
    view.addObject("formats", IntakeForm.FORMATS);
    return view;
  }

  private static List<String> codes(ReporterKind[] kinds) {
    return List.of(kinds).stream().map(ReporterKind::code).toList();
  }
}
