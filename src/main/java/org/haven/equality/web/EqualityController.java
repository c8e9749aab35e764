package org.haven.equality.web;

import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.equality.Characteristic;
import org.haven.equality.EqualityAnswers;
import org.haven.equality.EqualityAnswers.Report;
import org.haven.equality.Quarter;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.PageToken;
import org.springframework.context.MessageSource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.WebUtils;

/**
 * Monitoring of equality: asked on a page that knows no case, shown as totals to those who answer
 * for them. Neither addresses nor logs say whose answers they are.
 */
@Controller
class EqualityController {
  /** What stands in the file for a number that is hidden, as official statistics write it. */
  private static final String HIDDEN = "[c]";

  private static final String COUNTED = EqualityController.class.getName() + ".counted";
  private static final int MOST_MARKS = 50;

  private final EqualityAnswers answers;
  private final MessageSource messages;

  EqualityController(EqualityAnswers answers, MessageSource messages) {
    this.answers = answers;
    this.messages = messages;
  }

  // asking

  @GetMapping("/equality/new")
  ModelAndView ask(ActingPerson who) {
    mayAsk(who);
    return askPage(Map.of(), Map.of());
  }

  @PostMapping("/equality/new")
  ModelAndView give(
      ActingPerson who,
      @RequestParam Map<String, String> typed,
      HttpSession session,
      RedirectAttributes redirect) {
    mayAsk(who);
    var given = new EnumMap<Characteristic, String>(Characteristic.class);
    var problems = new LinkedHashMap<String, String>();
    for (Characteristic one : Characteristic.values()) {
      String answer = typed.getOrDefault(one.code(), "");
      if (one.answers().contains(answer)) {
        given.put(one, answer);
      } else if (!answer.isEmpty()) {
        problems.put(one.code(), say("equality.problem.answer"));
      }
    }
    if (!problems.isEmpty()) {
      return askPage(typed, problems);
    }
    boolean counted;
    synchronized (WebUtils.getSessionMutex(session)) { // two clicks at once wait for each other
      counted = !isNew(session, PageToken.of(typed.get("token"))) || answers.give(given);
    }
    redirect.addFlashAttribute("done", say(counted ? "equality.given" : "equality.nothing"));
    return new ModelAndView("redirect:/equality/new");
  }

  /** The marks of pages stay with the session: beside the totals they would tell of a moment. */
  private static boolean isNew(HttpSession session, UUID token) {
    var marks =
        session.getAttribute(COUNTED) instanceof List<?> list
            ? new ArrayList<Object>(list)
            : new ArrayList<Object>();
    if (marks.contains(token)) {
      return false;
    }
    marks.add(token);
    session.setAttribute(
        COUNTED, List.copyOf(marks.subList(Math.max(0, marks.size() - MOST_MARKS), marks.size())));
    return true;
  }

  private static ModelAndView askPage(Map<String, String> typed, Map<String, String> problems) {
    var view =
        new ModelAndView(
            "equality/ask", problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("token", typed.getOrDefault("token", UUID.randomUUID().toString()));
    view.addObject("characteristics", Characteristic.values());
    view.addObject("typed", typed);
    view.addObject("problems", problems);
    view.addObject(
        "summary",
        problems.entrySet().stream().map(e -> new FormProblem(e.getKey(), e.getValue())).toList());
    return view;
  }

  private static void mayAsk(ActingPerson who) {
    if (!who.worksCases()) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN);
    }
  }

  // totals

  @GetMapping("/equality")
  ModelAndView totals(ActingPerson who, @RequestParam(defaultValue = "") String quarter) {
    mayRead(who);
    List<Quarter> published = answers.published();
    Optional<Quarter> chosen =
        quarter.isEmpty()
            ? published.stream().findFirst()
            : Quarter.ofCode(quarter).filter(published::contains);
    if (chosen.isEmpty() && !quarter.isEmpty()) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    var view = new ModelAndView("equality/totals");
    view.addObject("published", published);
    view.addObject("chosen", chosen.orElse(null));
    view.addObject("report", chosen.flatMap(one -> answers.report(who, one)).orElse(null));
    return view;
  }

  @GetMapping("/equality.csv")
  ResponseEntity<byte[]> file(ActingPerson who, @RequestParam(defaultValue = "") String quarter) {
    mayRead(who);
    Report report =
        Quarter.ofCode(quarter)
            .flatMap(one -> answers.report(who, one))
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
        .cacheControl(CacheControl.noStore())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename("equality-" + report.quarter().code() + ".csv")
                .build()
                .toString())
        .body(csv(report).getBytes(StandardCharsets.UTF_8));
  }

  /** Codes alone, none of which a spreadsheet takes for a formula. */
  private static String csv(Report report) {
    var lines = new StringBuilder("quarter,characteristic,answer,people\r\n");
    String quarter = report.quarter().code();
    lines
        .append(quarter)
        .append(",all,all,")
        .append(report.people() == null ? HIDDEN : report.people())
        .append("\r\n");
    for (var table : report.tables()) {
      for (var count : table.counts()) {
        lines
            .append(quarter)
            .append(',')
            .append(table.characteristic().code())
            .append(',')
            .append(count.answer())
            .append(',')
            .append(count.people() == null ? HIDDEN : count.people())
            .append("\r\n");
      }
    }
    return lines.toString();
  }

  private static void mayRead(ActingPerson who) {
    if (!EqualityAnswers.mayRead(who)) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN);
    }
  }

  private String say(String key) {
    return messages.getMessage(key, null, Locale.UK);
  }
}
