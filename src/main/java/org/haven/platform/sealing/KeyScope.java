package org.haven.platform.sealing;

import org.haven.platform.CaseRef;

/** What one data key seals: one case, or one register that belongs to no case. */
public sealed interface KeyScope {
  /** As it stands in the key table and in the data that each seal is bound to. */
  String id();

  static KeyScope of(CaseRef caseRef) {
    return new OfCase(caseRef);
  }

  /** A case: its key is destroyed when the case is erased. */
  record OfCase(CaseRef caseRef) implements KeyScope {
    @Override
    public String id() {
      return "case:" + caseRef.value();
    }
  }

  /** The tenancy register, which is there before any case is. */
  record TenancyRegister() implements KeyScope {
    @Override
    public String id() {
      return "register:tenancy";
    }
  }

  /** What agencies send that fits no case of ours. */
  record Partners() implements KeyScope {
    @Override
    public String id() {
      return "register:partners";
    }
  }

  /** What staff write for themselves and their team and that is of no case. */
  record Staff() implements KeyScope {
    @Override
    public String id() {
      return "register:staff";
    }
  }
}
