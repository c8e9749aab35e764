package org.haven.casefile.works;

import java.util.List;
import java.util.Optional;
import org.haven.casefile.By;
import org.haven.casefile.Conflicts;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.StaffDirectory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The firms that work at homes for us, the one to ask first in front, and which of them may be sent
 * to a home of a case. Source: procedure section 7, conflict lockout: a conflicted contractor gets
 * no order. That a firm of whose people one is on the list is asked last, and one of whose people
 * all are is not asked, is a local default awaiting the policy owner.
 */
@Component
public class Contractors {
  private final Conflicts conflicts;
  private final StaffDirectory staff;
  private final List<String> firms;

  Contractors(
      Conflicts conflicts,
      StaffDirectory staff,
      @Value("${haven.works-orders.contractors:repairs-contractor}") List<String> firms) {
    this.conflicts = conflicts;
    this.staff = staff;
    this.firms = firms.stream().map(code -> new Code(code.strip()).value()).toList();
  }

  /** How a firm stands on a case's conflict list. */
  public static String conflictName(String firm) {
    return By.ofFirm(firm).name();
  }

  public List<String> firms() {
    return firms;
  }

  /** Which firm gets the next order of this case; empty if none may be sent. */
  Optional<String> chosenFor(CaseRef caseRef) {
    List<String> able = firms.stream().filter(firm -> mayBeSent(firm, caseRef)).toList();
    return able.stream()
        .filter(firm -> kept(firm, caseRef).isEmpty())
        .findFirst()
        .or(() -> able.stream().findFirst());
  }

  /** Neither the firm itself nor all of its people are on the case's conflict list. */
  boolean mayBeSent(String firm, CaseRef caseRef) {
    List<ActingPerson> people = of(firm);
    return !conflicts.isConflicted(caseRef, conflictName(firm))
        && (people.isEmpty() || kept(firm, caseRef).size() < people.size());
  }

  private List<ActingPerson> of(String firm) {
    return staff.contractors().stream().filter(one -> firm.equals(one.firm())).toList();
  }

  private List<ActingPerson> kept(String firm, CaseRef caseRef) {
    return of(firm).stream()
        .filter(one -> conflicts.isConflicted(caseRef, one.username()))
        .toList();
  }
}
