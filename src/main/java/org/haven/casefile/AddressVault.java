package org.haven.casefile;

import java.time.*;
import java.util.*;
import org.haven.platform.*;
import org.haven.platform.sealing.*;
import org.springframework.stereotype.Component;

/** The safe address, shown only on request, with a reason. */
@Component
public class AddressVault {
  public void write(CaseRef caseRef, Map<String, ?> sealed, By by) {
    throw new UnsupportedOperationException();
  }

  public boolean holds(CaseRef caseRef) {
    throw new UnsupportedOperationException();
  }

  public SealedFields reveal(ActingPerson who, CaseRef caseRef, String reason) {
    throw new UnsupportedOperationException();
  }
}
