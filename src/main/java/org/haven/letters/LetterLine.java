package org.haven.letters;

import java.time.Instant;
import org.haven.platform.Code;
import org.haven.platform.sealing.Sealed;
import org.jspecify.annotations.Nullable;

/**
 * A letter in a list.
 *
 * @param letterId opaque, may be a routing fact
 * @param template its id
 * @param title what it is about, from the template
 * @param draft how many drafts were made
 * @param recipientName as it is written to
 */
public record LetterLine(
    String letterId,
    String template,
    String title,
    Code recipient,
    Reader reader,
    Route route,
    LetterStatus status,
    int draft,
    @Nullable String checker1,
    @Nullable String checker2,
    Instant madeAt,
    @Nullable Instant sentAt,
    @Nullable Sealed recipientName) {
  @Override
  public String toString() {
    return "LetterLine[" + letterId + " " + status + " ***]";
  }
}
