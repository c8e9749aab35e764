package org.haven.casefile;

import java.time.*;
import java.util.*;
import org.haven.platform.*;
import org.haven.platform.sealing.*;
import org.springframework.stereotype.Component;

/** Who must not know of a case. */
@Component
public class Conflicts {
  public boolean isConflicted(CaseRef caseRef, String username) {
    throw new UnsupportedOperationException();
  }

  public Set<String> of(CaseRef caseRef) {
    throw new UnsupportedOperationException();
  }

  public void add(CaseRef caseRef, String username, Code why, By by) {
    throw new UnsupportedOperationException();
  }
}
