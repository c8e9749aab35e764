package org.haven.casefile.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.haven.casefile.NoSuchCaseException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.support.RequestContextUtils;

/**
 * A case that the person may not open, or not any more since the page was begun, reads like one
 * that does not exist. Who has just taken its report is told that colleagues go on with it.
 */
@ControllerAdvice
public class CaseNotThere {
  /** Set by the page that takes reports, for the page that comes next. */
  private static final String REPORTED = "reported";

  @ExceptionHandler(NoSuchCaseException.class)
  @Nullable String answer(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var before = RequestContextUtils.getInputFlashMap(request);
    if (before != null && before.containsKey(REPORTED)) {
      RequestContextUtils.getOutputFlashMap(request).put(REPORTED, true);
      return "redirect:/tasks";
    }
    response.sendError(HttpStatus.NOT_FOUND.value());
    return null;
  }
}
