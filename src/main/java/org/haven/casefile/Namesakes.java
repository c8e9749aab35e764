package org.haven.casefile;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.StaffChanged;
import org.haven.platform.StaffDirectory;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Staff who bear the name of a party are kept out of the case, from the moment the name is on
 * record. The same name may be chance; shutting a namesake out is the safe mistake. Source:
 * procedure section 7, conflict lockout.
 */
@Component
class Namesakes {
  private static final Code SAME_NAME = new Code("same-name");

  private final JdbcClient db;
  private final Sealing sealing;
  private final StaffDirectory staff;
  private final Conflicts conflicts;

  Namesakes(JdbcClient db, Sealing sealing, StaffDirectory staff, Conflicts conflicts) {
    this.db = db;
    this.sealing = sealing;
    this.staff = staff;
    this.conflicts = conflicts;
  }

  /** The blind index under which a party's name is found; null if there is none to compare. */
  @Nullable String index(PersonKind kind, @Nullable Object name) {
    String normal = compared(kind, name);
    return normal == null ? null : sealing.blindIndex("person-name", normal);
  }

  /** The blind index of a date of birth; null if none was given. */
  @Nullable String birthIndex(@Nullable Object birthDate) {
    return birthDate == null || birthDate.toString().isBlank()
        ? null
        : sealing.blindIndex("person-birth-date", birthDate.toString().strip());
  }

  /** A party of the case has been named. */
  void named(CaseRef caseRef, PersonKind kind, @Nullable Object name) {
    String normal = compared(kind, name);
    if (normal != null) {
      keepOut(caseRef, normal, staff.all());
    }
  }

  /** The parties of the case, all at once. */
  void named(CaseRef caseRef, List<PersonView> people) {
    List<ActingPerson> all = staff.all();
    for (PersonView person : people) {
      String normal = compared(person.kind(), person.fields().values().get("name"));
      if (normal != null) {
        keepOut(caseRef, normal, all);
      }
    }
  }

  private void keepOut(CaseRef caseRef, String normal, List<ActingPerson> all) {
    for (ActingPerson one : all) {
      if (normal(one.displayName()).equals(normal)) {
        conflicts.add(caseRef, one.username(), SAME_NAME, By.SYSTEM);
      }
    }
  }

  private static @Nullable String compared(PersonKind kind, @Nullable Object name) {
    if (kind == PersonKind.REPORTER || name == null) {
      return null;
    }
    String normal = normal(name.toString());
    return normal.isEmpty() ? null : normal;
  }

  /** Handled in the transaction that changes the staff list: a starter sees no case of theirs. */
  @EventListener
  @Transactional
  public void on(StaffChanged changed) {
    String normal = normal(changed.person().displayName());
    if (normal.isEmpty()) {
      return;
    }
    db.sql("select distinct case_ref from person where name_index = ?")
        .param(sealing.blindIndex("person-name", normal))
        .query((rs, _) -> Rows.caseRef(rs))
        .list()
        .forEach(
            caseRef -> conflicts.add(caseRef, changed.person().username(), SAME_NAME, By.SYSTEM));
  }

  private static String normal(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKD)
        .replaceAll("\\p{M}", "")
        .replaceAll("[^\\p{L}]+", " ")
        .strip()
        .toLowerCase(Locale.ROOT);
  }
}
