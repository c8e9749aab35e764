package org.haven.complaint;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A complaint of a case, in routing facts alone.
 *
 * @param subject such as {@code allocations}
 * @param complainant survivor, perpetrator or other
 * @param finding of the first stage, once there is one
 * @param secondOn the day on which the second stage was asked for
 * @param secondFinding of the second stage
 */
public record ComplaintView(
    String complaintId,
    String subject,
    String complainant,
    LocalDate receivedOn,
    @Nullable String finding,
    @Nullable LocalDate secondOn,
    @Nullable String secondFinding) {
  /** True if they may ask for the second stage: once, after our first answer. */
  public boolean secondPossible() {
    return finding != null && secondOn == null;
  }
}
