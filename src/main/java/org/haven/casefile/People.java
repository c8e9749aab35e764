package org.haven.casefile;

import java.time.*;
import java.util.*;
import org.haven.platform.*;
import org.haven.platform.sealing.*;
import org.springframework.stereotype.Component;

/** The persons of a case; all particulars are sealed. */
@Component
public class People {
  public String add(CaseRef caseRef, PersonKind kind, Map<String, ?> sealed, By by) {
    throw new UnsupportedOperationException();
  }

  public void revise(CaseRef caseRef, String personRef, Map<String, ?> sealed, By by) {
    throw new UnsupportedOperationException();
  }

  public Optional<String> ref(CaseRef caseRef, PersonKind kind) {
    throw new UnsupportedOperationException();
  }

  public List<PersonView> of(ActingPerson who, CaseRef caseRef) {
    throw new UnsupportedOperationException();
  }
}
