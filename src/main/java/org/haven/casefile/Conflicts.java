package org.haven.casefile;

import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who must not even learn that a case exists: staff who are, or are related to, a party. */
@Component
public class Conflicts {
  private final JdbcClient db;
  private final Clock clock;
  private final Audit audit;
  private final CaseGroups groups;
  private final ApplicationEventPublisher events;

  Conflicts(
      JdbcClient db,
      Clock clock,
      Audit audit,
      CaseGroups groups,
      ApplicationEventPublisher events) {
    this.db = db;
    this.clock = clock;
    this.audit = audit;
    this.groups = groups;
    this.events = events;
  }

  public boolean isConflicted(CaseRef caseRef, String username) {
    return db.sql("select exists (select 1 from case_conflict where case_ref = ? and username = ?)")
        .params(caseRef.value(), username)
        .query(Boolean.class)
        .single();
  }

  /** The cases that do not exist for somebody. */
  public Set<CaseRef> keptFrom(String username) {
    return new HashSet<>(
        db.sql("select case_ref from case_conflict where username = ?")
            .param(username)
            .query((rs, _) -> Rows.caseRef(rs))
            .list());
  }

  /** Sign-in names on the conflict list of a case. */
  public Set<String> of(CaseRef caseRef) {
    return new HashSet<>(
        db.sql("select username from case_conflict where case_ref = ?")
            .param(caseRef.value())
            .query(String.class)
            .list());
  }

  /**
   * Puts somebody on the list, for good, and on those of the cases that are one with it; again
   * changes nothing. What somebody declares of cases that are one holds for each of them after they
   * are two again.
   *
   * @param why such as {@code related}, {@code is-party}, {@code same-name}, {@code declared}
   */
  @Transactional
  public void add(CaseRef caseRef, String username, Code why, By by) {
    int added =
        db.sql(
                "insert into case_conflict (case_ref, username, why, at, by)"
                    + " values (?, ?, ?, ?, ?) on conflict do nothing")
            .params(caseRef.value(), username, why.value(), Rows.ts(clock.instant()), by.name())
            .update();
    groups.ownConflict(caseRef, username, by.isStaff());
    if (added > 0) {
      audit.recordSystem(
          "add-conflict", caseRef, Map.of("username", username, "why", why, "by", by.name()));
      events.publishEvent(new KeptOut(caseRef, username));
    }
  }

  /** A supervisor has put the case into other hands. */
  @Transactional
  public void reassigned(CaseRef caseRef, JourneyId journeyId, By by) {
    db.sql("insert into case_reassigned (case_ref, journey_id, at, by) values (?, ?, ?, ?)")
        .params(caseRef.value(), journeyId.value(), Rows.ts(clock.instant()), by.name())
        .update();
    audit.recordSystem("reassign-case", caseRef, Map.of("by", by.name()));
  }
}
