package org.haven.casefile;

import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What was shared with whom, on which basis; consent and its withdrawal stand here too. */
@Component
public class SharingLedger {
  private static final String ENTITY = "sharing";

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;

  SharingLedger(JdbcClient db, Sealing sealing, Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
  }

  /**
   * @param purpose such as {@code marac}
   * @param consent such as {@code given} or {@code unsafe-to-ask}
   * @param basis the decision's answer; absent while only consent was asked
   * @param sealed necessity, what, toWhom, approver
   */
  @Transactional
  public void record(
      CaseRef caseRef,
      Code purpose,
      Code consent,
      @Nullable Code basis,
      Map<String, ?> sealed,
      By by) {
    String id = UUID.randomUUID().toString();
    db.sql(
            "insert into sharing_ledger (id, case_ref, purpose, consent, basis, sealed, at, by)"
                + " values (?::uuid, ?, ?, ?, ?, ?::jsonb, ?, ?)")
        .params(
            Rows.values(
                id,
                caseRef.value(),
                purpose.value(),
                consent.value(),
                Rows.text(basis),
                sealing.sealAll(caseRef, ENTITY, id, sealed),
                Rows.ts(clock.instant()),
                by.name()))
        .update();
  }
}
