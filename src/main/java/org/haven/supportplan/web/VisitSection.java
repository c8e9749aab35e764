package org.haven.supportplan.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.CaseSection;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.supportplan.OneStopShopVisits;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The mornings at the drop-in that are kept for her, each with an entry for a calendar. */
@Component
@Order(45)
class VisitSection implements CaseSection {
  private final OneStopShopVisits visits;

  VisitSection(OneStopShopVisits visits) {
    this.visits = visits;
  }

  /** A morning in a line. */
  public record Row(long id, LocalDate day) {}

  @Override
  public Optional<Section> of(ActingPerson who, CaseRef caseRef) {
    List<Row> rows =
        visits.toCome(caseRef).stream()
            .map(visit -> new Row(visit.id(), WorkingCalendar.dateOf(visit.opensAt())))
            .toList();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Section("support-plan/visits", Map.of("visits", rows, "ref", caseRef.value())));
  }
}
