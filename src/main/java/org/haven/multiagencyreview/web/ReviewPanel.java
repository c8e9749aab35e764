package org.haven.multiagencyreview.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.haven.multiagencyreview.Reviews;
import org.haven.platform.ActingPerson;
import org.haven.platform.sealing.Sealed;
import org.haven.tasks.TaskPanel;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** What the partner asked, and the chronology that is to be approved. */
@Component
class ReviewPanel implements TaskPanel {
  private static final String PROCESS = "multi-agency-review";
  private static final Set<String> SHOWS_CHRONOLOGY = Set.of("Task_ApproveDisclosure");
  private static final Set<String> SHOWS_REQUEST =
      Set.of("Task_LogReview", "Task_PrepareChronology", "Task_ApproveDisclosure");

  private final Reviews reviews;

  ReviewPanel(Reviews reviews) {
    this.reviews = reviews;
  }

  @Override
  public Optional<Panel> of(ActingPerson who, TaskView task) {
    if (!task.processId().equals(PROCESS)) {
      return Optional.empty();
    }
    Map<String, Object> shown = new LinkedHashMap<>();
    if (SHOWS_REQUEST.contains(task.elementId())) {
      reviews
          .asked(who, task.caseRef(), task.journeyId())
          .map(Sealed::clear)
          .ifPresent(words -> shown.put("asked", words));
    }
    if (SHOWS_CHRONOLOGY.contains(task.elementId())) {
      reviews
          .chronology(who, task.caseRef(), task.journeyId())
          .map(Sealed::clear)
          .ifPresent(words -> shown.put("lines", words.lines().toList()));
    }
    return shown.isEmpty()
        ? Optional.empty()
        : Optional.of(new Panel("multi-agency-review/panel", shown));
  }
}
