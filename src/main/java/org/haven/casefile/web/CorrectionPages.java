package org.haven.casefile.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.haven.forms.FormProblem;
import org.haven.platform.CaseRef;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** What pages with ordinary forms share: problems by their fields, and how a page is answered. */
@Component
class CorrectionPages {
  static final int LONGEST = 2_000;
  private static final int LONGEST_LINE = 200;

  private final MessageSource messages;

  CorrectionPages(MessageSource messages) {
    this.messages = messages;
  }

  /** What was wrong with a page's fields, in their order. */
  static final class Problems {
    final Map<String, String> byField = new LinkedHashMap<>();

    boolean none() {
      return byField.isEmpty();
    }
  }

  String say(String key, Object... with) {
    return messages.getMessage(key, with, Locale.UK);
  }

  /** A reason of one to 2,000 characters. */
  void requireReason(Problems problems, String why) {
    if (why.isBlank()) {
      problems.byField.put("why", say("correction.why.missing"));
    } else {
      tooLong(problems, "why", why);
    }
  }

  void tooLong(Problems problems, String field, String value) {
    if (value.length() > LONGEST) {
      problems.byField.put(field, say("casefile.tooLong"));
    }
  }

  void tooLongForALine(Problems problems, String field, String value) {
    if (value.length() > LONGEST_LINE) {
      problems.byField.put(field, say("correction.tooLong"));
    }
  }

  ModelAndView page(String template, CaseRef caseRef, Problems problems) {
    var view = new ModelAndView(template, problems.none() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("ref", caseRef.value());
    view.addObject("problems", problems.byField);
    List<FormProblem> summary = new ArrayList<>();
    problems.byField.forEach((field, message) -> summary.add(new FormProblem(field, message)));
    view.addObject("summary", summary);
    return view;
  }

  /** The case that an address names; one that is no reference is answered like one that is not. */
  static CaseRef ref(String ref) {
    if (!CaseRef.isCaseRef(ref)) {
      throw notFound();
    }
    return new CaseRef(ref);
  }

  static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }
}
