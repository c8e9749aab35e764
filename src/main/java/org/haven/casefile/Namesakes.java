package org.haven.casefile;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.StaffChanged;
import org.haven.platform.StaffDirectory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Staff, and people of contractors, who bear the name of a party are kept out of the case, from the
 * moment the name is on record. The same name may be chance; shutting a namesake out is the safe
 * mistake. Source: procedure section 7, conflict lockout.
 */
@Component
class Namesakes {
  private static final Code SAME_NAME = new Code("same-name");

  private final PeopleIndex index;
  private final StaffDirectory staff;
  private final Conflicts conflicts;

  Namesakes(PeopleIndex index, StaffDirectory staff, Conflicts conflicts) {
    this.index = index;
    this.staff = staff;
    this.conflicts = conflicts;
  }

  /** A party of the case has been named. */
  void named(CaseRef caseRef, PersonKind kind, @Nullable Object name) {
    String normal = compared(kind, name);
    if (normal != null) {
      keepOut(caseRef, Set.of(normal));
    }
  }

  /** The parties of the case, all at once. */
  void named(CaseRef caseRef, List<PersonView> people) {
    var names = new HashSet<String>();
    for (PersonView person : people) {
      String normal = compared(person.kind(), person.fields().values().get("name"));
      if (normal != null) {
        names.add(normal);
      }
    }
    if (!names.isEmpty()) {
      keepOut(caseRef, names);
    }
  }

  private void keepOut(CaseRef caseRef, Set<String> names) {
    Stream.concat(staff.all().stream(), staff.contractors().stream())
        .filter(one -> names.contains(PeopleIndex.name(one.displayName())))
        .forEach(one -> conflicts.add(caseRef, one.username(), SAME_NAME, By.SYSTEM));
  }

  private static @Nullable String compared(PersonKind kind, @Nullable Object name) {
    if (kind == PersonKind.REPORTER || name == null) {
      return null;
    }
    String normal = PeopleIndex.name(name.toString());
    return normal.isEmpty() ? null : normal;
  }

  /** Handled in the transaction that changes the staff list: a starter sees no case of theirs. */
  @EventListener
  @Transactional
  public void on(StaffChanged changed) {
    String normal = PeopleIndex.name(changed.person().displayName());
    if (normal.isEmpty()) {
      return;
    }
    index
        .casesNaming(normal)
        .forEach(
            caseRef -> conflicts.add(caseRef, changed.person().username(), SAME_NAME, By.SYSTEM));
  }
}
