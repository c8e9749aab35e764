package org.haven.supervision.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.supervision.ActKind;
import org.haven.supervision.ActResult;
import org.haven.supervision.Instances;
import org.haven.supervision.Instances.Instance;
import org.haven.supervision.JourneyMigrations;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;

/** One journey as it runs: drawn, and the same in words. */
@Controller
class InstanceController {
  private final Instances instances;
  private final JourneyMigrations migrations;
  private final Causes causes;
  private final FactWords facts;
  private final Lengths lengths;
  private final Times times;
  private final StaffNames names;
  private final MessageSource words;
  private final Clock clock;

  InstanceController(
      Instances instances,
      JourneyMigrations migrations,
      Causes causes,
      FactWords facts,
      Lengths lengths,
      Times times,
      StaffNames names,
      MessageSource words,
      Clock clock) {
    this.instances = instances;
    this.migrations = migrations;
    this.causes = causes;
    this.facts = facts;
    this.lengths = lengths;
    this.times = times;
    this.names = names;
    this.words = words;
    this.clock = clock;
  }

  record StepRow(
      long key, String title, String from, String to, String length, boolean now, boolean cut) {}

  record IncidentRow(
      long key, String step, String cause, String cure, String since, String ended) {}

  record ClockRow(
      String name,
      String about,
      String from,
      String warn,
      Times.@Nullable Due due,
      String dueAt,
      String ended) {}

  record ChangeRow(String name, String kind, String at, String by) {}

  record FactRow(String name, String title, String value, String at, boolean correctable) {}

  record JobRow(
      long key, String step, String type, String state, int retries, String at, boolean stuck) {}

  record MessageRow(
      long id, String name, boolean answer, String state, String at, boolean repeatable) {}

  record WaitingRow(String step, String message, String since) {}

  record TimerRow(String step, Times.Due due) {}

  record LinkedRow(long id, String title, String status, String relation, String at) {}

  record ActRow(
      String kind,
      String fact,
      String subject,
      String was,
      String became,
      String reason,
      String at,
      String by,
      String result,
      @Nullable String undo) {}

  @GetMapping("/supervision/instances/{id}")
  String page(ActingPerson who, @PathVariable String id, Model model) {
    Instance one = instances.of(who, whole(id)).orElseThrow(InstanceController::notFound);
    var journey = one.journey();
    boolean acts = one.mayAct() && one.running();
    model.addAttribute("id", journey.id());
    model.addAttribute("ref", journey.caseRef().value());
    model.addAttribute("named", one.title());
    model.addAttribute("version", one.version());
    model.addAttribute("status", journey.status().code());
    model.addAttribute("running", one.running());
    model.addAttribute("acts", acts);
    model.addAttribute("cancellable", acts && journey.parentId() == null);
    model.addAttribute("ways", migrations.ways(one));
    model.addAttribute("known", one.known().name().toLowerCase(Locale.ROOT));
    model.addAttribute("requested", times.at(journey.requestedAt()));
    model.addAttribute("started", times.at(journey.startedAt()));
    model.addAttribute("ended", times.at(journey.endedAt()));
    model.addAttribute(
        "length",
        journey.startedAt() == null ? "" : length(journey.startedAt(), journey.endedAt()));
    model.addAttribute("steps", one.steps().stream().map(this::row).toList());
    model.addAttribute(
        "now", one.steps().stream().filter(s -> s.leftAt() == null).map(this::row).toList());
    model.addAttribute(
        "incidents",
        one.incidents().stream().filter(i -> i.endedAt() == null).map(this::row).toList());
    model.addAttribute(
        "resolved",
        one.incidents().stream().filter(i -> i.endedAt() != null).map(this::row).toList());
    model.addAttribute("clocks", one.clocks().stream().map(this::row).toList());
    model.addAttribute("changes", one.changes().stream().map(this::row).toList());
    model.addAttribute("facts", one.facts().stream().map(this::row).toList());
    model.addAttribute("jobs", one.jobs().stream().map(this::row).toList());
    model.addAttribute("messages", one.messages().stream().map(this::row).toList());
    model.addAttribute(
        "waiting",
        one.waiting().stream()
            .map(w -> new WaitingRow(w.step(), FactWords.plain(w.message()), times.at(w.since())))
            .toList());
    model.addAttribute(
        "timers",
        one.timers().stream()
            .map(t -> new TimerRow(t.step(), times.due(t.dueAt(), null)))
            .toList());
    model.addAttribute("linked", one.linked().stream().map(this::row).toList());
    model.addAttribute("log", one.acts().stream().map(act -> row(act, one)).toList());
    return "supervision/instance";
  }

  @GetMapping("/supervision/instances/{id}/diagram")
  @ResponseBody
  Instances.Drawing diagram(ActingPerson who, @PathVariable String id) {
    return instances.drawing(who, whole(id)).orElseThrow(InstanceController::notFound);
  }

  static long whole(String id) {
    if (!id.matches("[1-9]\\d{0,17}")) {
      throw notFound();
    }
    return Long.parseLong(id);
  }

  static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }

  private String length(Instant from, @Nullable Instant to) {
    return lengths.of(Duration.between(from, to == null ? clock.instant() : to).toMillis());
  }

  private StepRow row(Instances.Step step) {
    return new StepRow(
        step.key(),
        step.title(),
        times.at(step.enteredAt()),
        times.at(step.leftAt()),
        length(step.enteredAt(), step.leftAt()),
        step.leftAt() == null,
        step.cutShort());
  }

  private IncidentRow row(Instances.Incident one) {
    return new IncidentRow(
        one.key(),
        one.step(),
        causes.cause(one.errorType(), one.missing()),
        causes.cure(one.errorType(), one.missing()),
        times.at(one.raisedAt()),
        times.at(one.endedAt()));
  }

  private ClockRow row(Instances.Kept one) {
    return new ClockRow(
        FactWords.plain(one.slaKey()),
        one.about(),
        times.at(one.startsAt()),
        times.at(one.warnAt()),
        one.endedAt() == null ? times.due(one.dueAt(), one.warnAt()) : null,
        times.at(one.dueAt()),
        times.at(one.endedAt()));
  }

  private ChangeRow row(Instances.ClockChange one) {
    return new ChangeRow(
        FactWords.plain(one.slaKey()), one.kind(), times.at(one.at()), names.of(one.by()));
  }

  private FactRow row(Instances.Fact one) {
    return new FactRow(
        one.name(),
        FactWords.plain(one.name()),
        facts.value(one.value()),
        times.at(one.at()),
        one.correctable());
  }

  private JobRow row(Instances.Job one) {
    return new JobRow(
        one.key(),
        one.step(),
        one.type(),
        one.stuck()
            ? say("instances.job.STUCK")
            : Objects.requireNonNullElse(
                words.getMessage("instances.job." + one.state(), null, null, Locale.UK),
                one.state()),
        one.retries(),
        times.at(one.at()),
        one.stuck());
  }

  private MessageRow row(Instances.Message one) {
    String state =
        one.refused()
            ? say("instances.message.refused")
            : one.sentAt() == null
                ? say("instances.message.waits")
                : say("instances.message.sent", times.at(one.sentAt()));
    return new MessageRow(
        one.id(),
        FactWords.plain(one.name().replaceFirst("^Task_", "")),
        one.answer(),
        state,
        times.at(one.at()),
        one.repeatable());
  }

  private LinkedRow row(Instances.Linked one) {
    return new LinkedRow(
        one.journey().id(),
        one.title(),
        one.journey().status().code(),
        one.relation(),
        times.at(one.journey().requestedAt()));
  }

  private ActRow row(Instances.Act one, Instance of) {
    boolean undoable =
        of.mayAct()
            && of.running()
            && one.kind() == ActKind.CORRECT
            && one.result() == ActResult.DONE
            && one.was() != null
            && of.facts().stream()
                .anyMatch(
                    fact ->
                        fact.name().equals(one.subject())
                            && String.valueOf(fact.value()).equals(one.became()));
    return new ActRow(
        one.kind().code(),
        one.subject(),
        subject(one, of),
        one.was() == null ? "" : facts.value(one.was()),
        one.became() == null
            ? ""
            : one.kind() == ActKind.MOVE ? title(one.became(), of) : facts.value(one.became()),
        one.reason() == null ? "" : one.reason().clear(),
        times.at(one.at()),
        names.of(one.by()),
        one.result() == null ? "unknown" : one.result().code(),
        undoable ? one.was() : null);
  }

  private static String subject(Instances.Act act, Instance of) {
    return switch (act.kind()) {
      case CANCEL -> "";
      case MOVE, RESOLVE -> title(act.subject(), of);
      case RETRY -> act.subject();
      case CORRECT, RESEND -> FactWords.plain(act.subject());
      case MIGRATE -> "";
    };
  }

  private static String title(String elementId, Instance of) {
    return of.steps().stream()
        .filter(step -> step.elementId().equals(elementId))
        .map(Instances.Step::title)
        .findFirst()
        .orElse(elementId);
  }

  private String say(String key, Object... arguments) {
    return words.getMessage(key, arguments, Locale.UK);
  }
}
