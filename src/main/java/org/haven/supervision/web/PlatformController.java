package org.haven.supervision.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.platform.ActingPerson;
import org.haven.platform.OutboxAdmin;
import org.haven.platform.web.Times;
import org.haven.records.RecordsUnavailableException;
import org.haven.supervision.FigureRebuild;
import org.haven.tasks.JourneySteps;
import org.haven.tasks.TaskRebuild;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How the platform does, for administrators: references, codes and times, no content. */
@Controller
class PlatformController {
  private static final int WAITING_SHOWN = 20;

  /** What only says that this page could be shown. */
  private static final Set<String> OF_NO_INTEREST =
      Set.of("ping", "livenessState", "readinessState", "ssl");

  private static final Set<String> DETAILS_OF_NO_INTEREST =
      Set.of("validationQuery", "threshold", "exists", "path", "total");

  private final HealthEndpoint health;
  private final OutboxAdmin outbox;
  private final JourneySteps steps;
  private final TaskRebuild rebuild;
  private final FigureRebuild figures;
  private final Times times;

  PlatformController(
      HealthEndpoint health,
      OutboxAdmin outbox,
      JourneySteps steps,
      TaskRebuild rebuild,
      FigureRebuild figures,
      Times times) {
    this.health = health;
    this.outbox = outbox;
    this.steps = steps;
    this.rebuild = rebuild;
    this.figures = figures;
    this.times = times;
  }

  /** A part of the platform and how it does. */
  record PartRow(String name, String status, List<Detail> details) {}

  /** A line of what a part says of itself. */
  record Detail(String name, String text) {}

  /** What waits to be sent to the engine, or was given up on. */
  record OutboxRow(
      long id,
      String caseRef,
      String kind,
      String name,
      String at,
      int attempts,
      @Nullable String error,
      int heldBack) {}

  /** A place where a journey stands still. */
  record IncidentRow(String process, String element, String error, long instance, String at) {}

  @GetMapping("/platform")
  String page(
      ActingPerson who,
      Model model,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String fragment) {
    OutboxAdmin.State state = outbox.state(who);
    model.addAttribute("parts", parts());
    model.addAttribute("state", state);
    model.addAttribute("oldest", state.waiting() == 0 ? null : minutes(state.oldest()));
    model.addAttribute("dead", outbox.dead(who).stream().map(this::row).toList());
    model.addAttribute(
        "waiting", outbox.waiting(who, WAITING_SHOWN).stream().map(this::row).toList());
    model.addAttribute(
        "incidents",
        steps.incidents(who).stream()
            .map(
                i ->
                    new IncidentRow(
                        i.processId(),
                        i.elementId(),
                        i.errorType(),
                        i.processInstanceKey(),
                        times.at(i.raisedAt())))
            .toList());
    return fragment == null ? "supervision/platform" : "supervision/platform :: live";
  }

  @PostMapping("/platform/outbox/{id}/retry")
  String retry(ActingPerson who, @PathVariable long id, RedirectAttributes redirect) {
    redirect.addFlashAttribute(outbox.retry(id, who) ? "retried" : "notDead", true);
    return "redirect:/platform";
  }

  @PostMapping("/platform/tasks/rebuild")
  String rebuild(ActingPerson who, RedirectAttributes redirect) {
    try {
      redirect.addFlashAttribute("rebuilt", rebuild.rebuild(who));
    } catch (RecordsUnavailableException e) {
      redirect.addFlashAttribute("recordsAway", true);
    }
    return "redirect:/platform";
  }

  @PostMapping("/platform/figures/rebuild")
  String rebuildFigures(ActingPerson who, RedirectAttributes redirect) {
    try {
      figures.rebuild(who);
      redirect.addFlashAttribute("figuresAsked", true);
    } catch (RecordsUnavailableException e) {
      redirect.addFlashAttribute("recordsAway", true);
    }
    return "redirect:/platform";
  }

  private List<PartRow> parts() {
    var rows = new ArrayList<PartRow>();
    Map<String, HealthDescriptor> all =
        health.health() instanceof CompositeHealthDescriptor several
            ? several.getComponents()
            : null;
    if (all != null) {
      all.forEach(
          (name, part) -> {
            if (!OF_NO_INTEREST.contains(name)) {
              rows.add(part(name, part));
            }
          });
    }
    return rows;
  }

  private PartRow part(String name, HealthDescriptor part) {
    var details = new ArrayList<Detail>();
    if (part instanceof IndicatedHealthDescriptor one && one.getDetails() != null) {
      for (Map.Entry<String, Object> detail : one.getDetails().entrySet()) {
        if (!DETAILS_OF_NO_INTEREST.contains(detail.getKey())) {
          details.add(new Detail(detail.getKey(), text(detail.getValue())));
        }
      }
    }
    return new PartRow(name, part.getStatus().getCode(), details);
  }

  private String text(@Nullable Object value) {
    if (value instanceof Long bytes && bytes > 1_000_000) {
      return bytes / 1_000_000_000 + " GB";
    }
    if (value instanceof String s) {
      try {
        return times.at(Instant.parse(s));
      } catch (java.time.format.DateTimeParseException e) {
        return s;
      }
    }
    return String.valueOf(value);
  }

  private String minutes(Duration age) {
    return age.compareTo(Duration.ofMinutes(2)) < 0
        ? age.toSeconds() + " s"
        : age.toMinutes() + " min";
  }

  private OutboxRow row(OutboxAdmin.Row row) {
    return new OutboxRow(
        row.id(),
        row.caseRef().value(),
        row.kind(),
        row.name(),
        times.at(row.createdAt()),
        row.attempts(),
        row.lastError(),
        row.heldBackBy());
  }
}
