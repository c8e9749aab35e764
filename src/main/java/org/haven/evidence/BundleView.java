package org.haven.evidence;

import java.time.Instant;
import java.util.List;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.sealing.Sealed;
import org.jspecify.annotations.Nullable;

/**
 * A bundle, without its pages.
 *
 * @param findings codes of what Haven found that must not go out
 * @param leftOut lines of the chronology and decisions that Haven left out by itself
 * @param unsure pages of exhibits that were left out because words to remove may stand on them
 * @param stale true if the rules of how to reach her changed after it was made
 * @param toChange what the last checker wants changed
 */
public record BundleView(
    String bundleId,
    CaseRef caseRef,
    Code recipient,
    BundleStatus status,
    int pages,
    long size,
    List<String> findings,
    int leftOut,
    int unsure,
    boolean stale,
    @Nullable String checker1,
    @Nullable String checker2,
    @Nullable Sealed toChange,
    Instant madeAt,
    String madeBy) {
  /** Can it not pass as it is? */
  public boolean blocked() {
    return !findings.isEmpty() || stale;
  }

  @Override
  public String toString() {
    return "BundleView[" + bundleId + " " + status + " ***]";
  }
}
