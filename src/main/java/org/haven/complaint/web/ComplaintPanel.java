package org.haven.complaint.web;

import java.util.HashMap;
import java.util.Optional;
import org.haven.complaint.Complaints;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.Times;
import org.haven.tasks.TaskPanel;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** Which complaint a step is about, and whom the table advises to name. */
@Component
class ComplaintPanel implements TaskPanel {
  private final Complaints complaints;
  private final Times times;

  ComplaintPanel(Complaints complaints, Times times) {
    this.complaints = complaints;
    this.times = times;
  }

  @Override
  public Optional<Panel> of(ActingPerson who, TaskView task) {
    if (!task.processId().equals("complaint")) {
      return Optional.empty();
    }
    return complaints
        .ofJourney(task.journeyId())
        .map(
            complaint -> {
              var model = new HashMap<String, Object>();
              model.put("subject", complaint.subject());
              model.put("complainant", complaint.complainant());
              model.put("received", times.date(complaint.receivedOn()));
              if (complaint.finding() != null) {
                model.put("finding", complaint.finding());
              }
              complaints.advised(task.journeyId()).ifPresent(route -> model.put("route", route));
              return new Panel("complaint/panel", model);
            });
  }
}
