package org.haven.reportdomesticabuse;

import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.References;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reports that partner agencies send over the network. The agency gets a receipt that is random and
 * says the same whether we knew of the case or not.
 */
@Service
public class PartnerReports {
  private final JdbcClient db;
  private final ReportIntakeService intake;
  private final Clock clock;

  PartnerReports(JdbcClient db, ReportIntakeService intake, Clock clock) {
    this.db = db;
    this.intake = intake;
    this.clock = clock;
  }

  /**
   * Takes a report once for each idempotency key of an agency, however often and however many at
   * once are sent.
   *
   * @param bodyDigest of the report's content, to tell a repeat from another report
   * @param relatesTo the receipt of an earlier report of the same agency; one that we do not know
   *     is treated like none, so that nothing can be learnt by trying
   */
  @Transactional
  public Answer receive(
      Agency agency,
      String idempotencyKey,
      byte[] bodyDigest,
      IntakeReport report,
      @Nullable String relatesTo) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String receipt = References.fresh("RC", 12);
    // a second request with the same key waits here until the first has committed
    int inserted =
        db.sql(
                """
                insert into partner_receipt
                  (agency_id, idempotency_key, body_digest, receipt, received_at)
                values (?, ?, ?, ?, ?) on conflict (agency_id, idempotency_key) do nothing
                """)
            .params(agency.id(), idempotencyKey, bodyDigest, receipt, Timestamp.from(now))
            .update();
    if (inserted == 0) {
      return repeat(agency, idempotencyKey, bodyDigest);
    }
    var taken =
        intake.takeUnreceived(report, acting(agency), earlierCase(agency, relatesTo).orElse(null));
    db.sql("update partner_receipt set report_id = ?, case_ref = ? where receipt = ?")
        .params(taken.reportId(), taken.caseRef().value(), receipt)
        .update();
    return new Answer.Received(receipt, now);
  }

  /** When the agency's own report with this receipt was received. */
  public Optional<Instant> receivedAt(Agency agency, String receipt) {
    return db.sql("select received_at from partner_receipt where agency_id = ? and receipt = ?")
        .params(agency.id(), receipt)
        .query(Timestamp.class)
        .optional()
        .map(Timestamp::toInstant);
  }

  private Answer repeat(Agency agency, String idempotencyKey, byte[] bodyDigest) {
    var first =
        db.sql(
                """
                select body_digest, receipt, received_at from partner_receipt
                where agency_id = ? and idempotency_key = ?
                """)
            .params(agency.id(), idempotencyKey)
            .query(
                (row, _) ->
                    new First(
                        row.getBytes("body_digest"),
                        row.getString("receipt"),
                        row.getTimestamp("received_at").toInstant()))
            .single();
    return MessageDigest.isEqual(first.digest(), bodyDigest)
        ? new Answer.AlreadyReceived(first.receipt(), first.at())
        : new Answer.KeyUsedForAnother();
  }

  private Optional<CaseRef> earlierCase(Agency agency, @Nullable String relatesTo) {
    if (relatesTo == null) {
      return Optional.empty();
    }
    return db.sql("select case_ref from partner_receipt where agency_id = ? and receipt = ?")
        .params(agency.id(), relatesTo)
        .query(String.class)
        .optional()
        .map(CaseRef::new);
  }

  /** An agency has no role and no team here: it can give and not see. */
  private static ActingPerson acting(Agency agency) {
    return new ActingPerson("partner." + agency.id(), agency.id(), Set.of(), Set.of());
  }

  /**
   * A partner agency as the authorization server knows it, such as {@code kent-police}.
   *
   * @throws IllegalArgumentException if the id could not stand in the audit
   */
  public record Agency(String id) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,59}");

    public Agency {
      if (!FORM.matcher(id).matches()) {
        throw new IllegalArgumentException("Not an agency's id");
      }
    }
  }

  private record First(byte[] digest, String receipt, Instant at) {}

  /** What the agency is told. */
  public sealed interface Answer {
    record Received(String receipt, Instant at) implements Answer {}

    record AlreadyReceived(String receipt, Instant at) implements Answer {}

    /** The key belongs to a report with another content. */
    record KeyUsedForAnother() implements Answer {}
  }
}
