package org.haven.casefile;

import java.time.Instant;
import java.util.List;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;

/**
 * One journey of a case, running, past, or asked for.
 *
 * @param id of the row: a journey that another one calls shares its journey id
 * @param parentId row of the journey that called it
 * @param processInstanceKey once the engine has started it
 * @param endState such as {@code options-agreed}
 * @param kept requests for the same journey that came while it was running
 */
public record JourneyView(
    long id,
    JourneyId journeyId,
    String processId,
    CaseRef caseRef,
    JourneyStatus status,
    @Nullable Long parentId,
    @Nullable Long processInstanceKey,
    Instant requestedAt,
    String requestedBy,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String endState,
    List<KeptRequest> kept) {

  /** A request that waits for the end of the journey that is running. */
  public record KeptRequest(Instant at, String by) {}
}
