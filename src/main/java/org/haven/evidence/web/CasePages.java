package org.haven.evidence.web;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CasePath;
import org.haven.casefile.NoSuchCaseException;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** What the pages of this area share. */
@Component
class CasePages {
  private final CaseAccess access;
  private final MessageSource messages;

  CasePages(CaseAccess access, MessageSource messages) {
    this.access = access;
    this.messages = messages;
  }

  /**
   * @throws NoSuchCaseException as CaseAccess does
   */
  CaseRef mayOpen(ActingPerson who, String ref) {
    return CasePath.opened(access, who, ref);
  }

  static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }

  /**
   * @param problems field to what is wrong with it, in words
   */
  ModelAndView page(
      ActingPerson who, String template, CaseRef caseRef, Map<String, String> problems) {
    var view =
        new ModelAndView(template, problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("ref", caseRef.value());
    view.addObject("mayAdd", access.mayWork(who, caseRef));
    view.addObject("problems", new LinkedHashMap<>(problems));
    view.addObject(
        "summary",
        problems.entrySet().stream().map(e -> new FormProblem(e.getKey(), e.getValue())).toList());
    return view;
  }

  String say(String key, Object... with) {
    return messages.getMessage(key, with.length == 0 ? null : with, Locale.UK);
  }
}
