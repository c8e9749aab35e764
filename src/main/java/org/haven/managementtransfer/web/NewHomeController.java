package org.haven.managementtransfer.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.haven.casefile.register.TenancyRegister;
import org.haven.forms.FormProblem;
import org.haven.managementtransfer.SafeHomes;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
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

/** The reference of her new home was mistyped: an officer types it again. */
@Controller
class NewHomeController {
  private static final String FIELD = "tenancyRef";

  private final SafeHomes homes;
  private final MessageSource messages;

  NewHomeController(SafeHomes homes, MessageSource messages) {
    this.homes = homes;
    this.messages = messages;
  }

  @GetMapping("/cases/{ref}/new-home")
  ModelAndView ask(ActingPerson who, @PathVariable String ref) {
    require(who, ref);
    return page(ref, "", Map.of());
  }

  @PostMapping("/cases/{ref}/new-home")
  ModelAndView correct(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam(name = FIELD, defaultValue = "") String tenancyRef,
      RedirectAttributes redirect) {
    require(who, ref);
    if (!TenancyRegister.isReference(tenancyRef)) {
      return page(
          ref,
          tenancyRef,
          Map.of(FIELD, messages.getMessage("new-home.tenancyRef.wrong", null, Locale.UK)));
    }
    homes.correct(who, new CaseRef(ref), tenancyRef);
    redirect.addFlashAttribute("done", "new-home.saved");
    return new ModelAndView("redirect:/cases/" + ref);
  }

  private static ModelAndView page(String ref, String tenancyRef, Map<String, String> problems) {
    var view =
        new ModelAndView(
            "management-transfer/new-home",
            problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("ref", ref);
    view.addObject(FIELD, tenancyRef);
    view.addObject("problems", problems);
    view.addObject(
        "summary",
        problems.isEmpty()
            ? List.of()
            : List.of(new FormProblem(FIELD, String.valueOf(problems.get(FIELD)))));
    return view;
  }

  /**
   * Whether there is no such case, or it is closed to them, or nothing is sought, is one answer.
   */
  private void require(ActingPerson who, String ref) {
    if (!CaseRef.isCaseRef(ref) || !homes.isSought(who, new CaseRef(ref))) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
  }
}
