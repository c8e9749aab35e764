package org.haven.casefile.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.haven.casefile.CaseSection;
import org.haven.casefile.works.WorksOrderView;
import org.haven.casefile.works.WorksOrders;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Work that was ordered at a home of this case. No address. */
@Component
@Order(30)
class WorksOrderSection implements CaseSection {
  private final WorksOrders orders;
  private final Times times;

  WorksOrderSection(WorksOrders orders, Times times) {
    this.orders = orders;
    this.times = times;
  }

  /** An order in a line. */
  record Row(
      String id,
      String jobs,
      String status,
      String tone,
      String window,
      String ordered,
      @Nullable String completed) {}

  @Override
  public Optional<Section> of(ActingPerson who, CaseRef caseRef) {
    List<Row> rows = orders.of(who, caseRef).stream().map(this::row).toList();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(new Section("casefile/works-orders", Map.of("rows", rows)));
  }

  private Row row(WorksOrderView order) {
    String status = order.status().value();
    return new Row(
        order.worksOrderId(),
        order.jobs().stream()
            .map(job -> CaseWords.plain(job.value()))
            .collect(Collectors.joining(", ")),
        status,
        switch (status) {
          case "completed" -> "green";
          case "withheld" -> "red";
          case "cancelled" -> "grey";
          default -> "blue";
        },
        times.date(order.readyFrom()) + " – " + times.date(order.readyTo()),
        times.at(order.orderedAt()),
        order.completedOn() == null ? null : times.date(order.completedOn()));
  }
}
