package org.haven.casefile;

import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;

/**
 * Published in the transaction that learns of a journey's end.
 *
 * @param endState such as {@code options-agreed}
 */
public record JourneyEnded(
    CaseRef caseRef, JourneyId journeyId, String processId, String endState) {}
