package org.haven.homelessnessapplication.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.CaseSection;
import org.haven.homelessnessapplication.DecisionView;
import org.haven.homelessnessapplication.HomelessnessApplications;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The decisions that she was told of, and until when she may ask for a review of each. */
@Component
class DecisionsSection implements CaseSection {
  private final HomelessnessApplications applications;
  private final Times times;

  DecisionsSection(HomelessnessApplications applications, Times times) {
    this.applications = applications;
    this.times = times;
  }

  record Line(
      String letterId,
      String duty,
      String notified,
      String until,
      @Nullable String asked,
      @Nullable String outcome) {}

  @Override
  public Optional<Section> of(ActingPerson who, CaseRef caseRef) {
    var lines = applications.decisions(who, caseRef).stream().map(this::line).toList();
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Section(
                "homelessness-application/section",
                Map.of("ref", caseRef.value(), "decisions", List.copyOf(lines))));
  }

  private Line line(DecisionView decision) {
    return new Line(
        decision.letterId(),
        decision.duty(),
        times.date(decision.notifiedOn()),
        times.date(WorkingCalendar.dateOf(decision.reviewUntil())),
        decision.reviewAskedOn() == null ? null : times.date(decision.reviewAskedOn()),
        decision.reviewOutcome());
  }
}
