package org.haven.platform.audit.web;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.audit.AuditCheckpoints;
import org.haven.platform.audit.AuditLog;
import org.haven.platform.audit.AuditLog.Filter;
import org.haven.platform.audit.AuditVerifications;
import org.haven.platform.web.DateParts;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The trail for auditors. What is looked for is sent in the body: no address names a person. */
@Controller
class AuditController {
  private static final int ROWS = 50;

  private final AuditLog log;
  private final AuditVerifications verifications;
  private final AuditCheckpoints checkpoints;
  private final StaffNames names;
  private final Times times;
  private final MessageSource messages;

  AuditController(
      AuditLog log,
      AuditVerifications verifications,
      AuditCheckpoints checkpoints,
      StaffNames names,
      Times times,
      MessageSource messages) {
    this.log = log;
    this.verifications = verifications;
    this.checkpoints = checkpoints;
    this.names = names;
    this.times = times;
    this.messages = messages;
  }

  @GetMapping("/audit")
  ModelAndView newest(ActingPerson who) {
    return find(who, Map.of());
  }

  @PostMapping("/audit")
  ModelAndView find(ActingPerson who, @RequestParam Map<String, String> typed) {
    var problems = new LinkedHashMap<String, String>();
    String ref = typed(typed, "caseRef").toUpperCase(Locale.ROOT).replace(" ", "");
    if (!ref.isEmpty() && !CaseRef.isCaseRef(ref)) {
      problems.put("caseRef", say("audit.caseRef.wrong"));
    }
    DateParts day = DateParts.of(typed, "day");
    if (day instanceof DateParts.Wrong) {
      problems.put("day", say("audit.day.wrong"));
    }
    List<String> actions = log.actions(who);
    String action = typed(typed, "action");
    if (!action.isEmpty() && !actions.contains(action)) {
      problems.put("action", say("audit.action.wrong"));
    }
    String person = typed(typed, "who");
    var view =
        new ModelAndView(
            "platform/audit", problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("typed", typed);
    view.addObject("problems", problems);
    view.addObject(
        "summary",
        problems.entrySet().stream().map(p -> new FieldProblem(p.getKey(), p.getValue())).toList());
    view.addObject("actions", actions);
    state(view);
    if (!problems.isEmpty()) {
      view.addObject("lines", List.of());
      view.addObject("next", null);
      return view;
    }
    LocalDate on = day instanceof DateParts.Given given ? given.day() : null;
    AuditLog.Slice slice =
        log.read(
            who,
            new Filter(
                ref.isEmpty() ? null : new CaseRef(ref),
                person.isEmpty() ? null : person.toLowerCase(Locale.ROOT),
                action.isEmpty() ? null : action,
                on),
            before(typed(typed, "before")),
            ROWS);
    view.addObject(
        "lines",
        slice.lines().stream()
            .map(
                line ->
                    new Row(
                        times.at(line.at()),
                        line.who().equals("system") ? "Haven" : names.of(line.who()),
                        line.who(),
                        line.action().replace('-', ' '),
                        line.caseRef() == null ? null : line.caseRef().value()))
            .toList());
    view.addObject("next", slice.next());
    return view;
  }

  @PostMapping("/audit/verification")
  String verify(ActingPerson who, RedirectAttributes redirect) {
    redirect.addFlashAttribute("begun", verifications.begin(who) ? "begun" : "running");
    return "redirect:/audit";
  }

  /** What is wrong with a field. */
  record FieldProblem(String key, String message) {}

  /** A row in words. */
  record Row(String at, String name, String username, String action, @Nullable String caseRef) {}

  private void state(ModelAndView view) {
    view.addObject("running", verifications.isRunning());
    view.addObject("verified", verifications.last().orElse(null));
    view.addObject("verifiedAt", verifications.last().map(f -> times.at(f.at())).orElse(null));
    view.addObject("checkpoint", checkpoints.last().orElse(null));
    view.addObject("checkpointAt", checkpoints.last().map(c -> times.at(c.at())).orElse(null));
    view.addObject("lodged", checkpoints.areLodged());
    view.addObject("changeable", verifications.couldBeChangedByUs());
  }

  private static @Nullable Long before(String text) {
    return text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
  }

  private static String typed(Map<String, String> typed, String field) {
    return typed.getOrDefault(field, "").strip();
  }

  private String say(String key) {
    return messages.getMessage(key, null, Locale.UK);
  }
}
