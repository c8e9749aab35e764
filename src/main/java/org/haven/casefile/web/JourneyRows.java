package org.haven.casefile.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.haven.casefile.CaseWork;
import org.haven.casefile.JourneyStatus;
import org.haven.casefile.JourneyView;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Journeys of a case as pages show them: where each stands, or the way that it took. */
@Component
class JourneyRows {
  private final CaseWork work;
  private final CaseWords words;
  private final Times times;
  private final SignedBy signed;

  JourneyRows(CaseWork work, CaseWords words, Times times, SignedBy signed) {
    this.work = work;
    this.words = words;
    this.times = times;
    this.signed = signed;
  }

  /** One journey as a page shows it; of one that has ended the case page has no steps. */
  record JourneyRow(
      long id,
      String title,
      String status,
      String asked,
      String askedBy,
      @Nullable String ended,
      @Nullable String endState,
      boolean hasDiagram,
      boolean running,
      boolean over,
      boolean stoppable,
      int kept,
      boolean failed,
      List<StepRow> steps) {}

  /** One step in the list beside the diagram. */
  record StepRow(String name, boolean now, boolean endedEarly, String at, List<String> waitsFor) {}

  /** The way of a journey that is over is read on its own page, where somebody asks for it. */
  List<JourneyRow> of(List<JourneyView> journeys) {
    Way way = progress(journeys.stream().filter(journey -> journey.endedAt() == null).toList());
    return journeys.stream().map(journey -> row(journey, way.of(journey))).toList();
  }

  /** How far journeys have come, asked for at once. */
  record Way(Map<Long, CaseWork.Progress> byInstance) {
    CaseWork.Progress of(JourneyView journey) {
      Long key = journey.processInstanceKey();
      return key == null
          ? CaseWork.Progress.NONE
          : byInstance.getOrDefault(key, CaseWork.Progress.NONE);
    }
  }

  Way progress(List<JourneyView> of) {
    List<Long> keys =
        of.stream().map(JourneyView::processInstanceKey).filter(Objects::nonNull).toList();
    return new Way(keys.isEmpty() ? Map.of() : work.progress(keys));
  }

  JourneyRow row(JourneyView journey, CaseWork.Progress progress) {
    boolean running =
        journey.status() == JourneyStatus.RUNNING || journey.status() == JourneyStatus.WAITING;
    return new JourneyRow(
        journey.id(),
        words.journey(journey.processId()),
        journey.status().code(),
        times.at(journey.requestedAt()),
        signed.of(journey.requestedBy()),
        journey.endedAt() == null ? null : times.at(journey.endedAt()),
        journey.endState() == null ? null : words.value("endState", journey.endState()),
        !progress.steps().isEmpty(),
        running,
        journey.processInstanceKey() != null && journey.endedAt() != null,
        journey.parentId() == null && (running || journey.status() == JourneyStatus.REQUESTED),
        journey.kept().size(),
        !progress.incidents().isEmpty(),
        steps(progress));
  }

  /** What people did or wait for. Other gateways and the process itself are in the drawing only. */
  private List<StepRow> steps(CaseWork.Progress progress) {
    var rows = new ArrayList<StepRow>();
    for (CaseWork.Step step : progress.steps()) {
      String type = step.type().toUpperCase(Locale.ROOT).replace("_", "");
      if (step.name().isBlank()
          || (type.endsWith("GATEWAY") && step.waitsFor().isEmpty())
          || type.equals("PROCESS")
          || type.equals("SEQUENCEFLOW")) {
        continue;
      }
      Instant left = step.leftAt();
      rows.add(
          new StepRow(
              step.name(),
              left == null,
              step.endedEarly(),
              times.at(left == null ? step.enteredAt() : left),
              step.waitsFor()));
    }
    return rows;
  }
}
