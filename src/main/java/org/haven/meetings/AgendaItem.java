package org.haven.meetings;

import java.util.UUID;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;

/**
 * A case on the agenda of a meeting.
 *
 * @param guarded true if its minutes open with a typed reason alone
 * @param left true if it is heard at another meeting instead
 * @param meetingId the record of it, once somebody made one
 */
public record AgendaItem(
    UUID id,
    UUID sittingId,
    CaseRef caseRef,
    JourneyId journeyId,
    boolean guarded,
    boolean left,
    @Nullable String meetingId) {
  /** Is it on record, or gone: can no more be written about it? */
  public boolean closed() {
    return left || meetingId != null;
  }
}
