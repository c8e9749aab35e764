package org.haven.casefile;

import java.time.*;
import java.util.*;
import org.haven.platform.*;
import org.haven.platform.sealing.*;
import org.springframework.stereotype.Component;

/** How she can be reached safely. */
@Component
public class SafeContacts {
  public ContactCheck check(CaseRef caseRef) {
    throw new UnsupportedOperationException();
  }

  public void record(CaseRef caseRef, boolean contactAllowed, Map<String, ?> sealed, By by) {
    throw new UnsupportedOperationException();
  }

  public SafetyBanner banner(ActingPerson who, CaseRef caseRef) {
    throw new UnsupportedOperationException();
  }

  public SealedFields latest(ActingPerson who, CaseRef caseRef) {
    throw new UnsupportedOperationException();
  }
}
