package org.haven.recordrequest.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.Times;
import org.haven.recordrequest.RecordRequests;
import org.haven.tasks.TaskPanel;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** What was listed for whoever asks, above the forms in which it is gone through. */
@Component
class CollectedRecordsPanel implements TaskPanel {
  private static final List<String> STEPS =
      List.of("Task_RedactRecords", "Task_CheckDisclosureSafety");

  private final RecordRequests requests;
  private final Times times;

  CollectedRecordsPanel(RecordRequests requests, Times times) {
    this.requests = requests;
    this.times = times;
  }

  record Line(String kind, String what, String of) {}

  @Override
  public Optional<Panel> of(ActingPerson who, TaskView task) {
    if (!STEPS.contains(task.elementId())) {
      return Optional.empty();
    }
    List<Line> lines =
        requests.items(task.journeyId()).stream()
            .map(item -> new Line(item.kind(), inWords(item.what()), times.at(item.of())))
            .toList();
    return Optional.of(new Panel("record-request/panel", Map.of("items", lines)));
  }

  /** {@code record-disclosure} as "Record disclosure". */
  private static String inWords(String code) {
    String words = code.replace('-', ' ');
    return words.substring(0, 1).toUpperCase(Locale.UK) + words.substring(1);
  }
}
