package org.haven.casefile;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Whose name stands on the work of a case, and that nobody works both parties' cases: where the
 * victim of one case is the other party of another, whoever works the one is on the conflict list
 * of the other. Source: procedure section 7, conflict lockout.
 */
@Component
public class CaseWorkers {
  private static final Code OTHER_PARTY = new Code("other-party");

  private final JdbcClient db;
  private final Clock clock;
  private final Conflicts conflicts;
  private final CaseGroups groups;

  CaseWorkers(JdbcClient db, Clock clock, Conflicts conflicts, CaseGroups groups) {
    this.db = db;
    this.clock = clock;
    this.conflicts = conflicts;
    this.groups = groups;
  }

  /**
   * Somebody works on a case from now on, such as by a claim; again changes nothing.
   *
   * @param by a member of staff; the system and partner agencies work on no case
   */
  @Transactional
  public void worked(CaseRef caseRef, By by) {
    if (!by.isStaff()) {
      return;
    }
    boolean first =
        db.sql(
                    "insert into case_worker (case_ref, username, since) values (?, ?, ?)"
                        + " on conflict do nothing")
                .params(caseRef.value(), by.name(), Rows.ts(clock.instant()))
                .update()
            == 1;
    if (first) {
      // whoever works one of the cases that are one works them all
      groups.members(caseRef).stream()
          .flatMap(one -> counterparts(one).stream())
          .distinct()
          .forEach(other -> keepApart(caseRef, other));
    }
  }

  /** Cases became one: whoever works one of them works no case of the other party of any. */
  void joined(CaseRef caseRef) {
    List<CaseRef> members = groups.members(caseRef);
    members.stream()
        .flatMap(one -> counterparts(one).stream())
        .distinct()
        .forEach(other -> members.forEach(one -> keepApart(one, other)));
  }

  /** Is the other party of the one case the victim of the other, as far as was ever found? */
  boolean opposed(CaseRef one, CaseRef other) {
    return db.sql(
            "select exists (select 1 from case_counterpart"
                + " where case_ref = any (?::text[]) and other_case = any (?::text[]))")
        .params(CaseGroups.refs(groups.members(one)), CaseGroups.refs(groups.members(other)))
        .query(Boolean.class)
        .single();
  }

  private List<CaseRef> counterparts(CaseRef caseRef) {
    return db.sql("select other_case from case_counterpart where case_ref = ? order by 1")
        .param(caseRef.value())
        .query((rs, _) -> new CaseRef(rs.getString(1)))
        .list();
  }

  /**
   * Cases of the other party were found, by the same name and not another date of birth. The same
   * name may be chance; keeping colleagues apart for it is the safe mistake.
   */
  @Transactional
  void namedIn(CaseRef caseRef, Set<CaseRef> others) {
    for (CaseRef other : others) {
      if (groups.members(caseRef).contains(other)) {
        continue; // two of a family with one name, in cases that are one
      }
      db.sql(
              """
              insert into case_counterpart (case_ref, other_case, at)
              values (:one, :other, :at), (:other, :one, :at) on conflict do nothing
              """)
          .param("one", caseRef.value())
          .param("other", other.value())
          .param("at", Rows.ts(clock.instant()))
          .update();
      keepApart(caseRef, other);
    }
  }

  /** Whoever works both by now stays with the case that they worked first. */
  private void keepApart(CaseRef one, CaseRef other) {
    Map<String, Instant> ofOne = of(one);
    Map<String, Instant> ofOther = of(other);
    ofOne.forEach(
        (name, since) -> {
          Instant there = ofOther.get(name);
          conflicts.add(
              there == null || !there.isBefore(since) ? other : one, name, OTHER_PARTY, By.SYSTEM);
        });
    ofOther.keySet().stream()
        .filter(name -> !ofOne.containsKey(name))
        .forEach(name -> conflicts.add(one, name, OTHER_PARTY, By.SYSTEM));
  }

  private Map<String, Instant> of(CaseRef caseRef) {
    var workers = new LinkedHashMap<String, Instant>();
    db.sql("select username, since from case_worker where case_ref = ? order by since, username")
        .param(caseRef.value())
        .query(
            rs -> {
              workers.put(rs.getString("username"), Rows.at(rs, "since"));
            });
    return workers;
  }
}
