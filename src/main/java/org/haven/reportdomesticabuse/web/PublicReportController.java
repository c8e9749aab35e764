package org.haven.reportdomesticabuse.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.haven.platform.security.VisitCookie;
import org.haven.reportdomesticabuse.PublicReports;
import org.haven.reportdomesticabuse.web.PublicQuestion.PublicField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Where anybody reports domestic abuse, without signing in: one thing on a page, all of it seen
 * again before it is sent, nothing left behind. Nothing here says whether we know of anybody.
 * Source: policy 7.1.
 */
@Controller
@RequestMapping(PublicPages.AT)
class PublicReportController {
  private static final Logger LOG = LoggerFactory.getLogger(PublicReportController.class);

  /** Where "Exit this page" leads: what anybody may have been looking at. */
  private static final String AWAY = "https://www.bbc.co.uk/weather";

  private final PublicReports reports;
  private final PublicReport report;
  private final PublicPages pages;
  private final PublicVisits visits;
  private final PublicThrottle throttle;
  private final VisitCookie cookie;
  private final Clock clock;

  PublicReportController(
      PublicReports reports,
      PublicReport report,
      PublicPages pages,
      PublicVisits visits,
      PublicThrottle throttle,
      VisitCookie cookie,
      Clock clock) {
    this.reports = reports;
    this.report = report;
    this.pages = pages;
    this.visits = visits;
    this.throttle = throttle;
    this.cookie = cookie;
    this.clock = clock;
  }

  @GetMapping
  ModelAndView start() {
    return pages.plain("start", HttpStatus.OK);
  }

  @GetMapping("/languages")
  ModelAndView languages() {
    return pages.plain("languages", HttpStatus.OK);
  }

  /** Leaves for a page that tells nothing; the answers are thrown away before. */
  @GetMapping("/exit")
  ModelAndView exit(HttpServletRequest request, HttpServletResponse response) {
    cookie.visit(request).ifPresent(visits::end);
    cookie.forget(response);
    return new ModelAndView("redirect:" + AWAY);
  }

  @GetMapping("/call")
  ModelAndView call(HttpServletRequest request) {
    return under(request)
        .map(visit -> pages.plain("call", HttpStatus.OK))
        .orElseGet(() -> over(request));
  }

  @GetMapping("/{page}")
  ModelAndView question(@PathVariable String page, HttpServletRequest request, CsrfToken mark) {
    var question = PublicQuestion.at(page);
    if (question.isEmpty()) {
      return pages.told("not-found", HttpStatus.NOT_FOUND);
    }
    var visit = under(request);
    if (visit.isEmpty() && question.get() != PublicQuestion.DANGER) {
      return over(request);
    }
    Map<String, String> answers = visit.map(PublicVisit::answers).orElse(Map.of());
    var missing = PublicQuestion.missing(answers);
    if (!question.get().isAsked(answers)
        || missing.isPresent() && missing.get().compareTo(question.get()) < 0) {
      return PublicPages.to(missing.map(PublicQuestion::page).orElse("check"));
    }
    // the cookie goes out before the page does
    mark.getToken();
    return pages.question(question.get(), answers, answers, Map.of(), HttpStatus.OK);
  }

  @PostMapping("/{page}")
  ModelAndView answer(
      @PathVariable String page, HttpServletRequest request, HttpServletResponse response) {
    var asked = PublicQuestion.at(page);
    if (asked.isEmpty()) {
      return pages.told("not-found", HttpStatus.NOT_FOUND);
    }
    var question = asked.get();
    var visit = under(request);
    if (visit.isEmpty() && question != PublicQuestion.DANGER) {
      return over(request);
    }
    Map<String, String> before = visit.map(PublicVisit::answers).orElse(Map.of());
    var typed = new LinkedHashMap<String, String>();
    var problems = new LinkedHashMap<String, String>();
    for (PublicField field : question.fields(before)) {
      String answer = field.read(request.getParameter(field.name()));
      typed.put(field.name(), answer);
      field
          .problem(answer)
          .ifPresent(
              what ->
                  problems.put(
                      field.name(),
                      pages.problem(field, what, PublicQuestion.isOfAnother(before))));
    }
    Duration wait = throttle.answer(request.getRemoteAddr());
    if (wait.isZero() && problems.isEmpty() && visit.isEmpty()) {
      wait = throttle.visit(request.getRemoteAddr());
    }
    if (!wait.isZero()) {
      return slower(question, before, typed, wait, response);
    }
    if (!problems.isEmpty()) {
      return pages.question(question, before, typed, problems, HttpStatus.BAD_REQUEST);
    }
    if (visit.isEmpty()) {
      visit = cookie.visit(request).flatMap(visits::begin);
      if (visit.isEmpty()) {
        return slower(question, before, typed, Duration.ofMinutes(5), response);
      }
    }
    visit.get().answer(typed);
    return after(question, visit.get());
  }

  private ModelAndView after(PublicQuestion question, PublicVisit visit) {
    var answers = visit.answers();
    if (question == PublicQuestion.DANGER && !"no".equals(answers.get("danger"))) {
      return PublicPages.to("call");
    }
    var next = visit.isChecked() ? PublicQuestion.missing(answers) : question.next(answers);
    return PublicPages.to(next.map(PublicQuestion::page).orElse("check"));
  }

  @GetMapping("/check")
  ModelAndView check(HttpServletRequest request) {
    var visit = under(request);
    if (visit.isEmpty()) {
      return over(request);
    }
    var answers = visit.get().answers();
    var missing = PublicQuestion.missing(answers);
    if (missing.isPresent()) {
      return PublicPages.to(missing.get().page());
    }
    visit.get().check();
    return pages.check(answers, null, HttpStatus.OK);
  }

  @PostMapping("/check")
  ModelAndView send(HttpServletRequest request, HttpServletResponse response) {
    var found = cookie.visit(request).flatMap(visits::find);
    if (found.isEmpty()) {
      return over(request);
    }
    var visit = found.get();
    // a second press waits for what the first comes to
    synchronized (visit) {
      if (visit.isSent()) {
        return PublicPages.to("sent");
      }
      var answers = visit.answers();
      var missing = PublicQuestion.missing(answers);
      if (missing.isPresent()) {
        return PublicPages.to(missing.get().page());
      }
      Duration wait = throttle.report(request.getRemoteAddr());
      if (!wait.isZero()) {
        tellWhen(response, wait);
        return pages.check(
            answers, pages.wait("public.slower.send", wait), HttpStatus.TOO_MANY_REQUESTS);
      }
      try {
        reports.receive(report.of(visit.token(), answers));
      } catch (NestedRuntimeException e) {
        LOG.atWarn()
            .addKeyValue("cause", e.getClass().getSimpleName())
            .log("A report from the public pages could not be kept; whoever sent it was told");
        return pages.check(answers, pages.say("public.notKept"), HttpStatus.SERVICE_UNAVAILABLE);
      }
      visit.sent(clock.instant());
      return PublicPages.to("sent");
    }
  }

  @GetMapping("/sent")
  ModelAndView sent(HttpServletRequest request) {
    return cookie
        .visit(request)
        .flatMap(visits::find)
        .filter(PublicVisit::isSent)
        .map(
            visit -> {
              var view = pages.plain("sent", HttpStatus.OK);
              view.addObject("reachable", visit.isReachable());
              return view;
            })
        .orElseGet(() -> over(request));
  }

  /** There is nothing else here, however it is asked for. */
  @RequestMapping("/**")
  ModelAndView nothing() {
    return pages.told("not-found", HttpStatus.NOT_FOUND);
  }

  /** The visit, while it is not sent. */
  private Optional<PublicVisit> under(HttpServletRequest request) {
    return cookie.visit(request).flatMap(visits::find).filter(visit -> !visit.isSent());
  }

  /** Whoever never was on a visit begins at the start; whoever was is told that it is over. */
  private ModelAndView over(HttpServletRequest request) {
    return cookie.visit(request).isEmpty()
        ? PublicPages.to("")
        : pages.told("over", HttpStatus.GONE);
  }

  private ModelAndView slower(
      PublicQuestion question,
      Map<String, String> before,
      Map<String, String> typed,
      Duration wait,
      HttpServletResponse response) {
    tellWhen(response, wait);
    return pages.question(
        question,
        before,
        typed,
        Map.of(question.fields(before).getFirst().name(), pages.wait("public.slower", wait)),
        HttpStatus.TOO_MANY_REQUESTS);
  }

  private static void tellWhen(HttpServletResponse response, Duration wait) {
    response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(wait.toSeconds() + 1));
  }
}
