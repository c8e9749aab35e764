package org.haven.tasks.web;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.tasks.mail.NoticeMails;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where somebody chooses how they are told by e-mail that notices wait. */
@Controller
class NoticeMailController {
  private static final List<String> CHOICES =
      Arrays.stream(NoticeMails.Choice.values()).map(NoticeMails.Choice::code).toList();

  private final NoticeMails mails;
  private final MessageSource messages;

  NoticeMailController(NoticeMails mails, MessageSource messages) {
    this.mails = mails;
    this.messages = messages;
  }

  @GetMapping("/notices/mail")
  ModelAndView show(ActingPerson who) {
    return page(mails.choice(who).code(), Map.of());
  }

  @PostMapping("/notices/mail")
  ModelAndView choose(
      ActingPerson who, @RequestParam(defaultValue = "") String mail, RedirectAttributes redirect) {
    if (!CHOICES.contains(mail)) {
      return page(
          "",
          Map.of("mail", messages.getMessage("tasks.noticeMail.mail.missing", null, Locale.UK)));
    }
    mails.choose(who, NoticeMails.Choice.of(mail));
    redirect.addFlashAttribute("chosen", true);
    return new ModelAndView("redirect:/notices/mail");
  }

  private ModelAndView page(String chosen, Map<String, String> problems) {
    var view =
        new ModelAndView(
            "tasks/notice-mail", problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("mail", chosen);
    view.addObject("choices", CHOICES);
    view.addObject("ready", mails.isReady());
    view.addObject("problems", problems);
    view.addObject(
        "summary",
        problems.entrySet().stream().map(p -> new FormProblem(p.getKey(), p.getValue())).toList());
    return view;
  }
}
