package org.haven.casefile;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
  /** Taken back, or given, for whatever is shared. */
  static final Code EVERY_PURPOSE = new Code("all");

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
   * @param consent {@code given}, {@code refused} or {@code withdrawn}
   */
  record Said(Code consent, Instant at) {}

  /** What she said last to sharing for this purpose or for every one; empty if never asked. */
  Optional<Said> last(CaseRef caseRef, Code purpose) {
    return db.sql(
            """
            select consent, at from sharing_ledger
            where case_ref = ? and purpose in (?, ?)
              and consent in ('given', 'refused', 'withdrawn')
            order by seq desc limit 1
            """)
        .params(caseRef.value(), purpose.value(), EVERY_PURPOSE.value())
        .query((rs, _) -> new Said(new Code(rs.getString("consent")), Rows.at(rs, "at")))
        .optional();
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
