package org.haven.evidence;

import java.time.Instant;
import java.util.UUID;
import org.haven.platform.Code;
import org.haven.platform.sealing.Sealed;
import org.jspecify.annotations.Nullable;

/**
 * A note, call, statement or offer of support, as it was written.
 *
 * @param kind note, call, statement, support
 * @param detail how a call went, or what she said to an offer; absent for the others
 * @param corrects the older entry that this one puts right
 * @param correctedBy the newer entry that puts this one right
 * @param happenedAt when it was, as the writer said
 * @param words absent if they were changed outside Haven
 * @param person with whom, or whose statement
 * @param reason why it corrects the older one
 * @param at when it was written
 */
public record CaseNote(
    UUID noteId,
    Code kind,
    @Nullable Code detail,
    @Nullable UUID corrects,
    @Nullable UUID correctedBy,
    Instant happenedAt,
    @Nullable Sealed words,
    @Nullable Sealed person,
    @Nullable Sealed reason,
    Instant at,
    String by) {
  @Override
  public String toString() {
    return "CaseNote[" + kind + " ***]";
  }
}
