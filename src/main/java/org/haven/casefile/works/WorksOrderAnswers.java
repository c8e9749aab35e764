package org.haven.casefile.works;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.haven.casefile.AnswersTo;
import org.haven.casefile.By;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Works of which somebody told us that they are done. */
@Component
class WorksOrderAnswers implements AnswersTo {
  private static final String COMPLETED_ON = "completedOn";

  private final WorksOrders orders;

  WorksOrderAnswers(WorksOrders orders) {
    this.orders = orders;
  }

  @Override
  public String variable() {
    return "worksOrderId";
  }

  @Override
  public List<Open> open(CaseRef caseRef, JourneyId journeyId, String message) {
    return message.equals(WorksOrders.COMPLETED_MESSAGE)
        ? orders.open(caseRef, journeyId).stream()
            .map(order -> new Open(order.worksOrderId(), order.jobs().getFirst()))
            .toList()
        : List.of();
  }

  @Override
  public boolean answer(
      CaseRef caseRef,
      String id,
      @Nullable Code answer,
      Map<String, LocalDate> dates,
      @Nullable String words,
      By by) {
    return orders.complete(
        id, answer == null ? WorksOrders.COMPLETED : answer, dates.get(COMPLETED_ON), by);
  }
}
