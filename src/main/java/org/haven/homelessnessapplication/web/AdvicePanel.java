package org.haven.homelessnessapplication.web;

import java.util.Map;
import java.util.Optional;
import org.haven.homelessnessapplication.HomelessnessApplications;
import org.haven.platform.ActingPerson;
import org.haven.tasks.TaskPanel;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** What the table advises, above the form in which the officer decides. */
@Component
class AdvicePanel implements TaskPanel {
  private final HomelessnessApplications applications;

  AdvicePanel(HomelessnessApplications applications) {
    this.applications = applications;
  }

  @Override
  public Optional<Panel> of(ActingPerson who, TaskView task) {
    return task.formId().equals(IssueDecisionLetterRules.FORM)
        ? applications
            .advised(task.journeyId())
            .map(advice -> new Panel("homelessness-application/advice", Map.of("advice", advice)))
        : Optional.empty();
  }
}
