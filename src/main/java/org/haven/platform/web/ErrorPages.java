package org.haven.platform.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.WebAttributes;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * One page for each way in which there is no page. None of them tells what was asked for: a case
 * that does not exist and one that is closed to the person read the same.
 */
@Controller
class ErrorPages implements ErrorController {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);

  /** Where the pages are that anybody may open. */
  private static final String PUBLIC = "/report-domestic-abuse";

  @RequestMapping(value = "/error", produces = MediaType.TEXT_HTML_VALUE)
  String page(HttpServletRequest request, HttpServletResponse response, Model model) {
    Kind kind = kind(request);
    response.setStatus(kind.status);
    model.addAttribute("kind", kind.template);
    return "platform/error/" + (isPublic(request) ? "public" : kind.template);
  }

  @RequestMapping("/error")
  ResponseEntity<Map<String, Object>> problem(HttpServletRequest request) {
    Kind kind = kind(request);
    int asked =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : kind.status;
    HttpStatus status =
        kind == Kind.RECORDS_AWAY
            ? HttpStatus.SERVICE_UNAVAILABLE
            : Optional.ofNullable(HttpStatus.resolve(asked))
                .orElse(HttpStatus.INTERNAL_SERVER_ERROR);
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(
            Map.of(
                "type",
                "about:blank",
                "status",
                status.value(),
                "title",
                status.getReasonPhrase()));
  }

  /**
   * Whoever is no member of staff needs other words, whatever it was: what to do now, and whom to
   * call.
   */
  private static boolean isPublic(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String asked
        && asked
            .substring(Math.min(asked.length(), request.getContextPath().length()))
            .startsWith(PUBLIC);
  }

  private enum Kind {
    NOT_FOUND(404, "not-found"),
    NOT_ALLOWED(403, "not-allowed"),
    TOO_OLD(403, "too-old"),
    TOO_LARGE(413, "too-large"),
    NOT_UNDERSTOOD(400, "not-understood"),
    RECORDS_AWAY(503, "records-away"),
    WENT_WRONG(500, "went-wrong");

    private final int status;
    private final String template;

    Kind(int status, String template) {
      this.status = status;
      this.template = template;
    }
  }

  private static Kind kind(HttpServletRequest request) {
    Throwable cause = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    if (isDatabaseAway(cause)) {
      // The stack says nothing that the first line does not, once for every request.
      LOG.atWarn().addKeyValue("cause", String.valueOf(cause)).log("The database does not answer");
      return Kind.RECORDS_AWAY;
    }
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : 404;
    return switch (status) {
      case 404, 405 -> Kind.NOT_FOUND;
      case 401, 403 ->
          request.getAttribute(WebAttributes.ACCESS_DENIED_403) instanceof CsrfException
              ? Kind.TOO_OLD
              : Kind.NOT_ALLOWED;
      case 413 -> Kind.TOO_LARGE;
      case 503 -> Kind.RECORDS_AWAY;
      default -> status >= 400 && status < 500 ? Kind.NOT_UNDERSTOOD : Kind.WENT_WRONG;
    };
  }

  private static boolean isDatabaseAway(@Nullable Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof CannotCreateTransactionException
          || t instanceof DataAccessResourceFailureException
          || t instanceof TransientDataAccessException
          || (t instanceof SQLException sql
              && String.valueOf(sql.getSQLState()).startsWith("08"))) {
        return true;
      }
    }
    return false;
  }
}
