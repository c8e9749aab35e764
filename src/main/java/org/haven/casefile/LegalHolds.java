package org.haven.casefile;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Holds that keep a case from disposal while somebody may need it as evidence. Source: policy 6.9,
 * 10.2. Several may stand at once; the case is held until the last is released.
 */
@Component
public class LegalHolds {
  private final JdbcClient db;
  private final Clock clock;
  private final CaseAccess access;
  private final Timeline timeline;
  private final Audit audit;

  LegalHolds(JdbcClient db, Clock clock, CaseAccess access, Timeline timeline, Audit audit) {
    this.db = db;
    this.clock = clock;
    this.access = access;
    this.timeline = timeline;
    this.audit = audit;
  }

  /**
   * Places a hold; one that was placed under this reference before stays as it is, released or not.
   *
   * @param reference an opaque reference of what asks for it, such as the id of the journey
   * @return true if it was placed now
   * @throws NoSuchCaseException if the case was disposed of
   */
  @Transactional
  public boolean place(CaseRef caseRef, String reference, By by) {
    access.requireRecord(caseRef);
    boolean placed =
        db.sql(
                    "insert into legal_hold (case_ref, reference, placed_at, placed_by)"
                        + " values (?, ?, ?, ?) on conflict do nothing")
                .params(caseRef.value(), reference, Rows.ts(clock.instant()), by.name())
                .update()
            == 1;
    if (placed) {
      told(caseRef, reference, "place-legal-hold", "timeline.hold-placed", by);
    }
    return placed;
  }

  /**
   * Releases the hold of this reference; again, or one that was never placed, changes nothing.
   *
   * @return true if it was released now
   */
  @Transactional
  public boolean release(CaseRef caseRef, String reference, By by) {
    boolean released =
        db.sql(
                    "update legal_hold set released_at = ?, released_by = ?"
                        + " where case_ref = ? and reference = ? and released_at is null")
                .params(Rows.ts(clock.instant()), by.name(), caseRef.value(), reference)
                .update()
            == 1;
    if (released) {
      told(caseRef, reference, "release-legal-hold", "timeline.hold-released", by);
    }
    return released;
  }

  /** The references under which holds stand; empty if nothing holds the case. */
  public List<String> standing(CaseRef caseRef) {
    return db.sql(
            "select reference from legal_hold where case_ref = ? and released_at is null"
                + " order by placed_at, reference")
        .param(caseRef.value())
        .query(String.class)
        .list();
  }

  private void told(CaseRef caseRef, String reference, String action, String textKey, By by) {
    timeline.add(caseRef, null, "hold", textKey, Map.of(), by);
    audit.recordSystem(action, caseRef, Map.of("reference", reference, "by", by.name()));
  }
}
