package org.haven.reportdomesticabuse.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.register.Tenancy;
import org.haven.casefile.register.TenancyFlags;
import org.haven.casefile.register.TenancyRegister;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.sealing.Sealed;
import org.haven.reportdomesticabuse.Channel;
import org.haven.reportdomesticabuse.ReportFacts;
import org.haven.reportdomesticabuse.ReportIntake;
import org.haven.reportdomesticabuse.ReporterKind;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page on which an officer takes a report, most often while somebody is on the telephone. */
@Controller
class IntakeController {
  private final ReportIntake intake;
  private final TenancyRegister register;
  private final TenancyFlags flags;
  private final CaseAccess access;
  private final Clock clock;
  private final MessageSource words;
  private final AlikeCases alike;

  IntakeController(
      ReportIntake intake,
      TenancyRegister register,
      TenancyFlags flags,
      CaseAccess access,
      Clock clock,
      MessageSource words,
      AlikeCases alike) {
    this.intake = intake;
    this.register = register;
    this.flags = flags;
    this.access = access;
    this.clock = clock;
    this.words = words;
    this.alike = alike;
  }

  @GetMapping("/reports/new")
  ModelAndView page(@RequestParam(name = "case", required = false) @Nullable String openCase) {
    IntakeForm form = IntakeForm.empty();
    if (openCase != null && CaseRef.isCaseRef(openCase)) {
      form = form.onCase(openCase);
    }
    return page(form, Map.of(), HttpStatus.OK);
  }

  /**
   * Fills in what the register knows of the home; nothing is saved. Of a tenancy with a flag
   * nothing is shown: whoever asks is to speak to the lead officer first.
   */
  @PostMapping(path = "/reports/new", params = "lookUp")
  ModelAndView lookUp(ActingPerson who, @ModelAttribute IntakeForm form) {
    String reference = form.tenancyRef() == null ? "" : form.tenancyRef().strip();
    boolean closed = flags.isClosedTo(who, reference);
    if (!closed && flags.isFlagged(reference)) {
      var view = page(form, Map.of(), HttpStatus.OK);
      view.addObject("flagged", true);
      return view;
    }
    Optional<Tenancy> found =
        reference.isEmpty() || closed ? Optional.empty() : register.find(who, reference);
    if (found.isEmpty()) {
      return page(form, Map.of("tenancyRef", "report.tenancyRef.none"), HttpStatus.BAD_REQUEST);
    }
    var view = page(form.at(found.get()), Map.of(), HttpStatus.OK);
    view.addObject("tenancy", home(found.get()));
    return view;
  }

  /**
   * Which cases may be of the same person, asked for while somebody types or by a button; nothing
   * is saved, and all that was typed stays. The page's script takes over what belongs to it alone.
   *
   * @param addTo the case that the report belongs to; empty if it belongs to none after all
   * @param notSame a case of somebody else
   */
  @PostMapping("/reports/alike")
  ModelAndView alike(
      ActingPerson who,
      @ModelAttribute IntakeForm form,
      @RequestParam(required = false) @Nullable String addTo,
      @RequestParam(required = false) @Nullable String notSame) {
    IntakeForm now = form;
    if (addTo != null && addTo.isEmpty()) {
      now = now.onCase(null);
    } else if (addTo != null
        && CaseRef.isCaseRef(addTo)
        && access.mayOpen(who, new CaseRef(addTo))) {
      now = now.onCase(addTo);
    }
    if (notSame != null && CaseRef.isCaseRef(notSame)) {
      now = now.notOf(new CaseRef(notSame));
    }
    AlikeCases.Found found = alike.of(who, now);
    var view = page(now, Map.of(), found.tooMany() ? HttpStatus.TOO_MANY_REQUESTS : HttpStatus.OK);
    view.addObject("alike", found);
    return view;
  }

  /** Enough of a home to be sure that it is the right one. */
  private static String home(Tenancy tenancy) {
    return Stream.of("tenantNames", "address1", "address2", "town", "postcode")
        .flatMap(field -> tenancy.fields().text(field).stream())
        .map(Sealed::clear)
        .filter(text -> !text.isBlank())
        .collect(Collectors.joining(", "));
  }

  @PostMapping(path = "/reports/new", params = "!lookUp")
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
      if (!access.mayOpen(who, caseRef)) {
        // such as when somebody in the report is a party to a case that they work on
        return new ModelAndView("redirect:/tasks");
      }
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
        said.entrySet().stream().map(e -> new FormProblem(e.getKey(), e.getValue())).toList());
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
