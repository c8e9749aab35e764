package org.haven.casefile.works;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;

/**
 * A works order as the case page shows it: never an address.
 *
 * @param status {@code ordered}, {@code exported}, {@code completed}, {@code cancelled} or {@code
 *     withheld}
 * @param contractor absent while it is withheld from all of them
 */
public record WorksOrderView(
    String worksOrderId,
    CaseRef caseRef,
    JourneyId journeyId,
    @Nullable String tenancyRef,
    List<Code> jobs,
    LocalDate readyFrom,
    LocalDate readyTo,
    Code status,
    @Nullable String contractor,
    Instant orderedAt,
    @Nullable LocalDate completedOn,
    @Nullable Code outcome) {
  /** The same order, given to this contractor. */
  WorksOrderView by(String another) {
    return new WorksOrderView(
        worksOrderId,
        caseRef,
        journeyId,
        tenancyRef,
        jobs,
        readyFrom,
        readyTo,
        status,
        another,
        orderedAt,
        completedOn,
        outcome);
  }

  public boolean isOpen() {
    return !List.of("completed", "cancelled").contains(status.value());
  }
}
