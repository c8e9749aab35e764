package org.haven.casefile;

import java.time.*;
import java.util.*;
import org.haven.platform.*;
import org.haven.platform.sealing.*;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The cases themselves. */
@Component
public class CaseFiles {
  public CaseRef open(NewCase newCase, By by) {
    throw new UnsupportedOperationException();
  }

  public Optional<CaseView> find(ActingPerson who, CaseRef caseRef) {
    throw new UnsupportedOperationException();
  }

  public List<CaseHead> latest(ActingPerson who, int limit) {
    throw new UnsupportedOperationException();
  }

  public CaseHead head(CaseRef caseRef) {
    throw new UnsupportedOperationException();
  }

  public void assignLead(CaseRef caseRef, Team lead, @Nullable Team support, By by) {
    throw new UnsupportedOperationException();
  }

  public void status(CaseRef caseRef, CaseStatus next, By by) {
    throw new UnsupportedOperationException();
  }
}
