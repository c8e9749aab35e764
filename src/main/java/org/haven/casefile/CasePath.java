package org.haven.casefile;

import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;

/** The case that the address of a page names. */
public final class CasePath {
  private CasePath() {}

  /**
   * @throws NoSuchCaseException if the person may not open it, there is none, or this is no case
   *     reference: all three read the same
   */
  public static CaseRef opened(CaseAccess access, ActingPerson who, String ref) {
    if (!CaseRef.isCaseRef(ref) || !access.mayOpen(who, new CaseRef(ref))) {
      throw new NoSuchCaseException();
    }
    return new CaseRef(ref);
  }
}
