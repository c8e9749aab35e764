package org.haven.evidence;

import java.time.Instant;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.Sealed;
import org.jspecify.annotations.Nullable;

/**
 * A file of a case, without its content.
 *
 * @param documentId opaque, such as {@code DO-4XK9QTM2RB}
 * @param kind what its content is
 * @param size in bytes
 * @param pages of a PDF
 * @param scanned true if it was looked through for viruses
 * @param title what it shows, in the words of who added it; absent if it was changed outside Haven
 * @param name as the sender called it
 */
public record DocumentView(
    String documentId,
    CaseRef caseRef,
    FileKind kind,
    long size,
    @Nullable Integer pages,
    boolean scanned,
    @Nullable Sealed title,
    @Nullable Sealed name,
    Instant at,
    String by) {
  @Override
  public String toString() {
    return "DocumentView[" + documentId + " ***]";
  }
}
