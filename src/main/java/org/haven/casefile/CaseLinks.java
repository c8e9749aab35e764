package org.haven.casefile;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which closed case a new one follows. Source: procedure, J17. The link says nothing of what either
 * holds, and opens neither to anybody.
 */
@Component
public class CaseLinks {
  private final JdbcClient db;
  private final Clock clock;
  private final CaseAccess access;
  private final Timeline timeline;
  private final Audit audit;

  CaseLinks(JdbcClient db, Clock clock, CaseAccess access, Timeline timeline, Audit audit) {
    this.db = db;
    this.clock = clock;
    this.access = access;
    this.timeline = timeline;
    this.audit = audit;
  }

  /**
   * Links a new case to the one that it follows; again changes nothing. Whoever must not know of
   * the one must not know of the other.
   */
  @Transactional
  public void link(CaseRef caseRef, CaseRef earlier, By by) {
    boolean first =
        db.sql(
                    "insert into case_link (case_ref, earlier_case, at, by) values (?, ?, ?, ?)"
                        + " on conflict do nothing")
                .params(caseRef.value(), earlier.value(), Rows.ts(clock.instant()), by.name())
                .update()
            == 1;
    if (!first) {
      return;
    }
    db.sql(
            """
            insert into case_conflict (case_ref, username, why, at, by)
            select ?, username, why, ?, ? from case_conflict where case_ref = ?
            on conflict do nothing
            """)
        .params(caseRef.value(), Rows.ts(clock.instant()), by.name(), earlier.value())
        .update();
    timeline.add(
        caseRef, null, "link", "timeline.case-linked", Map.of("case", earlier.value()), by);
    audit.recordSystem("link-case", caseRef, Map.of("earlier", earlier.value(), "by", by.name()));
  }

  /** The cases before and after this one that the person may open too, the oldest first. */
  public List<CaseRef> of(ActingPerson who, CaseRef caseRef) {
    return db
        .sql(
            """
            select earlier_case as case_ref, at from case_link where case_ref = :case
            union select case_ref, at from case_link where earlier_case = :case order by 2, 1
            """)
        .param("case", caseRef.value())
        .query((rs, _) -> Rows.caseRef(rs))
        .list()
        .stream()
        .filter(other -> access.mayOpen(who, other))
        .toList();
  }
}
