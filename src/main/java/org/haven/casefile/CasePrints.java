package org.haven.casefile;

import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.Sealing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who put a case on paper, when and why: what is printed leaves Haven's keeping. */
@Component
public class CasePrints {
  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final CaseAccess access;

  CasePrints(JdbcClient db, Sealing sealing, Clock clock, Audit audit, CaseAccess access) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.access = access;
  }

  /**
   * Keeps that somebody prints the case, and why; the reason is sealed.
   *
   * @param once the mark of the page that asked
   * @return false if that page was sent before: it must not be printed by going back
   * @throws NoSuchCaseException if the case is not the person's to work on
   * @throws IllegalArgumentException if no reason is given
   */
  @Transactional
  public boolean print(ActingPerson who, CaseRef caseRef, String reason, UUID once) {
    if (!access.mayWork(who, caseRef)) {
      throw new NoSuchCaseException();
    }
    if (reason.isBlank()) {
      throw new IllegalArgumentException("A case is printed with a reason only");
    }
    String id = once.toString();
    boolean first =
        db.sql(
                    "insert into case_print (id, case_ref, sealed, at, by)"
                        + " values (?::uuid, ?, ?::jsonb, ?, ?) on conflict do nothing")
                .params(
                    id,
                    caseRef.value(),
                    sealing.sealAll(caseRef, "case-print", id, Map.of("reason", reason)),
                    Rows.ts(clock.instant()),
                    who.username())
                .update()
            == 1;
    if (first) {
      audit.record(who, "print-case", caseRef, Map.of("print", id));
    }
    return first;
  }
}
