package org.haven.safeguardingreferral;

import java.time.Instant;
import java.util.Map;
import org.haven.platform.JourneyId;
import org.haven.platform.sealing.SealedFields;
import org.jspecify.annotations.Nullable;

/**
 * One line of the safeguarding log, opened for the safeguarding lead.
 *
 * @param entryId the person at risk that it is about; absent if it is about the whole concern
 * @param personRef whose particulars the case holds; absent while nobody has named the person
 * @param kind opened, concern, person, referral, sent, not-sent, outcome
 * @param route such as {@code child-referral}
 * @param routing codes and dates
 * @param fields person, threshold, override and what else was written
 */
public record SafeguardingEntry(
    JourneyId journeyId,
    @Nullable String entryId,
    @Nullable String personRef,
    String kind,
    @Nullable String route,
    Map<String, Object> routing,
    SealedFields fields,
    Instant at,
    String by) {
  @Override
  public String toString() {
    return "SafeguardingEntry[" + kind + " ***]";
  }
}
