package org.haven.repairsconcern.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.CaseSection;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.web.Times;
import org.haven.repairsconcern.RepairsConcerns;
import org.haven.tasks.TaskPanel;
import org.haven.tasks.TaskView;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What was seen or counted: above the tasks of the concern, and on the case page. */
@Component
class ConcernLines implements TaskPanel, CaseSection {
  private static final String PROCESS = "repairs-concern";

  private final RepairsConcerns concerns;
  private final Times times;

  ConcernLines(RepairsConcerns concerns, Times times) {
    this.concerns = concerns;
    this.times = times;
  }

  /** One concern as it is shown. */
  record Line(
      boolean card,
      String at,
      @Nullable String seen,
      @Nullable String seenBy,
      int patternCount,
      int bathroomLock,
      String dangerSign,
      String insecure) {
    @Override
    public String toString() {
      return "Line[***]";
    }
  }

  @Override
  public Optional<TaskPanel.Panel> of(ActingPerson who, TaskView task) {
    if (!task.processId().equals(PROCESS)) {
      return Optional.empty();
    }
    return concerns
        .ofJourney(who, task.caseRef(), task.journeyId())
        .map(one -> new TaskPanel.Panel("repairs-concern/concern", Map.of("line", line(one))));
  }

  @Override
  public Optional<CaseSection.Section> of(ActingPerson who, CaseRef caseRef) {
    List<Line> lines = concerns.of(who, caseRef).stream().map(this::line).toList();
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(new CaseSection.Section("repairs-concern/section", Map.of("lines", lines)));
  }

  private Line line(RepairsConcerns.Kept concern) {
    return new Line(
        concern.card(),
        times.at(concern.raisedAt()),
        concern.fields().text("seen").map(Sealed::clear).orElse(null),
        concern.fields().text("seenBy").map(Sealed::clear).orElse(null),
        concern.patternCount(),
        concern.bathroomLock(),
        concern.dangerSign().name().toLowerCase(java.util.Locale.ROOT),
        concern.insecure().name().toLowerCase(java.util.Locale.ROOT));
  }
}
