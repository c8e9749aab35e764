package org.haven.casefile;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.haven.platform.JourneyId;
import org.haven.platform.sealing.Sealed;
import org.jspecify.annotations.Nullable;

/**
 * What a decision table advised and what was decided.
 *
 * @param table the decision's id, such as {@code riskLevel}
 * @param version of the table, 0 if not known
 */
public record DecisionEntry(
    long id,
    Instant at,
    String by,
    @Nullable JourneyId journeyId,
    String table,
    int version,
    Map<String, Object> advice,
    Map<String, Object> decided,
    LocalDate effectiveOn,
    @Nullable Sealed reason) {}
