package org.haven.recordrequest.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.Times;
import org.haven.recordrequest.RecordDecisions;
import org.haven.recordrequest.RecordExports;
import org.haven.recordrequest.RecordRequests;
import org.haven.tasks.TaskPanel;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** What was listed for whoever asks, above the forms in which it is gone through. */
@Component
class CollectedRecordsPanel implements TaskPanel {
  static final String REDACT = "Task_RedactRecords";
  static final String CHECK = "Task_CheckDisclosureSafety";

  /** The form in which two people check the letter with which the records go. */
  static final String LETTER = "check-letter-and-bundle";

  private static final List<String> STEPS = List.of(REDACT, CHECK);

  private final RecordRequests requests;
  private final RecordDecisions decisions;
  private final RecordExports exports;
  private final Times times;

  CollectedRecordsPanel(
      RecordRequests requests, RecordDecisions decisions, RecordExports exports, Times times) {
    this.requests = requests;
    this.decisions = decisions;
    this.exports = exports;
    this.times = times;
  }

  record Line(String kind, String what, String of) {}

  @Override
  public Optional<Panel> of(ActingPerson who, TaskView task) {
    if (!STEPS.contains(task.elementId())) {
      return enclosed(task);
    }
    List<Line> lines =
        requests.items(task.journeyId()).stream()
            .map(item -> new Line(item.kind(), inWords(item.what()), times.at(item.of())))
            .toList();
    return Optional.of(
        new Panel(
            "record-request/panel",
            Map.of(
                "items",
                lines,
                "taskId",
                task.id(),
                "undecided",
                decisions.undecided(task.journeyId()),
                "step",
                task.elementId().equals(REDACT) ? "redact" : "check")));
  }

  /** What goes with the letter that is checked, if anything does. */
  private Optional<Panel> enclosed(TaskView task) {
    return task.formId().equals(LETTER)
        ? exports
            .of(task.journeyId())
            .filter(RecordExports.Bundle::goes)
            .map(
                bundle ->
                    new Panel(
                        "record-request/panel",
                        Map.of(
                            "items", List.of(),
                            "taskId", task.id(),
                            "undecided", bundle.given(),
                            "step", "letter")))
        : Optional.empty();
  }

  /** {@code record-disclosure} as "Record disclosure". */
  private static String inWords(String code) {
    String words = code.replace('-', ' ');
    return words.substring(0, 1).toUpperCase(Locale.UK) + words.substring(1);
  }
}
