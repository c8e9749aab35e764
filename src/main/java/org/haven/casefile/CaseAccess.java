package org.haven.casefile;

import java.time.*;
import java.util.*;
import org.haven.platform.*;
import org.haven.platform.sealing.*;
import org.springframework.stereotype.Component;

/** Who may open which case. */
@Component
public class CaseAccess {
  /** SQL condition for list queries; %s is the column of the case reference. */
  public static final String NOT_CONFLICTED =
      "not exists (select 1 from case_conflict cc where cc.case_ref = %s and cc.username ="
          + " :acting)";

  public boolean mayOpen(ActingPerson who, CaseRef caseRef) {
    throw new UnsupportedOperationException();
  }

  public void involve(CaseRef caseRef, Team team, Code why) {
    throw new UnsupportedOperationException();
  }
}
