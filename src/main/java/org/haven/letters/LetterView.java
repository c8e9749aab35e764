package org.haven.letters;

import java.time.Instant;
import java.util.List;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.sealing.Sealed;
import org.jspecify.annotations.Nullable;

/**
 * A letter, opened for somebody who may see it.
 *
 * @param letterId opaque, may be a routing fact
 * @param title what it is about, from the template
 * @param draft how many drafts were made
 * @param recipientName as it is written to
 * @param addressLabel what is printed on the envelope below the name, if it is posted
 * @param paragraph the words that an officer may change
 * @param format large-print, braille … as the recipient asked for, absent for standard
 * @param toChange what the checker who did not pass it wants changed
 * @param findings what Haven itself found in the draft
 * @param stale true if the contact rules changed after the draft was made
 */
public record LetterView(
    String letterId,
    CaseRef caseRef,
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
    @Nullable Sealed recipientName,
    @Nullable Sealed addressLabel,
    @Nullable Sealed paragraph,
    @Nullable String format,
    @Nullable Sealed toChange,
    List<Finding> findings,
    boolean stale) {

  /** True if something was found with which it cannot pass. */
  public boolean blocked() {
    return stale || findings.stream().anyMatch(Finding::blocks);
  }

  @Override
  public String toString() {
    return "LetterView[" + letterId + " " + status + " ***]";
  }
}
