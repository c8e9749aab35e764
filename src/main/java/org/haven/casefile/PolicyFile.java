package org.haven.casefile;

import java.time.Clock;
import java.util.Optional;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one file on which reviews of the policy stand. It is kept as cases are, so that its tasks and
 * its trail are, but it is about no person: what gave rise to a review in a case stays in that
 * case.
 */
@Component
public class PolicyFile {
  /** Reviews of the policy, whichever case they were found in. */
  public static final String PROCESS = "policy-review";

  private final JdbcClient db;
  private final CaseAccess access;
  private final Clock clock;

  PolicyFile(JdbcClient db, CaseAccess access, Clock clock) {
    this.db = db;
    this.access = access;
    this.clock = clock;
  }

  /** Its reference; it is opened when it is first asked for. */
  @Transactional
  public CaseRef ref() {
    return known().orElseGet(this::open);
  }

  public boolean is(CaseRef caseRef) {
    return known().filter(caseRef::equals).isPresent();
  }

  private Optional<CaseRef> known() {
    return db.sql("select case_ref from policy_file").query((rs, _) -> Rows.caseRef(rs)).optional();
  }

  private CaseRef open() {
    // two who ask at once queue here
    db.sql("select pg_advisory_xact_lock(hashtextextended('policy_file', 0))").query().singleRow();
    Optional<CaseRef> meanwhile = known();
    if (meanwhile.isPresent()) {
      return meanwhile.get();
    }
    CaseRef caseRef = CaseRef.next(Rows.RANDOM);
    db.sql(
            """
            insert into case_file (case_ref, status, channel, reported_at, lead_team, sample,
              opened_by, created_at)
            values (?, 'open', 'staff', ?, ?, false, ?, ?)
            """)
        .params(
            caseRef.value(),
            Rows.ts(clock.instant()),
            Team.POLICY_OWNER.code(),
            By.SYSTEM.name(),
            Rows.ts(clock.instant()))
        .update();
    db.sql("insert into policy_file (case_ref) values (?)").param(caseRef.value()).update();
    access.involve(caseRef, Team.POLICY_OWNER, new Code("lead"));
    return caseRef;
  }
}
