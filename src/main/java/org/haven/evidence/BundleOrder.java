package org.haven.evidence;

import java.util.UUID;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.Sealed;
import org.jspecify.annotations.Nullable;

/**
 * A bundle that somebody puts together.
 *
 * @param sentAs the mark of the choice and of the page by which it was sent
 * @param words in which the record is said
 */
record BundleOrder(
    ActingPerson who,
    CaseRef caseRef,
    UUID sentAs,
    BundleChoice choice,
    BundleMaking.Words words,
    Redactor redactor) {
  /** A text as it may stand in the bundle. */
  String clean(String text) {
    return redactor.apply(BundlePaper.printable(text));
  }

  String clean(@Nullable Sealed text) {
    return text == null ? "[changed outside Haven and not shown]" : clean(text.clear());
  }

  @Override
  public String toString() {
    return "BundleOrder[" + caseRef + " ***]";
  }
}
