package org.haven.platform.audit;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.haven.platform.Audit;
import org.haven.platform.sealing.Signing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Signs how far the trail has come, once a day, and lodges it outside. */
@Component
public class AuditCheckpoints {
  private static final Logger LOG = LoggerFactory.getLogger(AuditCheckpoints.class);

  private final JdbcClient db;
  private final AuditTrail trail;
  private final Signing signing;
  private final Audit audit;
  private final Clock clock;
  private final CheckpointLodge lodge;
  private final Duration every;
  private final TransactionTemplate transaction;

  AuditCheckpoints(
      JdbcClient db,
      AuditTrail trail,
      Signing signing,
      Audit audit,
      Clock clock,
      CheckpointLodge lodge,
      PlatformTransactionManager transactions,
      @Value("${haven.audit.checkpoint-every:PT24H}") Duration every) {
    this.db = db;
    this.trail = trail;
    this.signing = signing;
    this.audit = audit;
    this.clock = clock;
    this.lodge = lodge;
    this.every = every;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** A checkpoint and when it was made. */
  public record Made(long number, Instant at) {}

  /** Signs if it is time, and lodges what is not lodged yet. */
  void whenDue() {
    try {
      Optional<Made> last = last();
      if (last.isEmpty() || !clock.instant().isBefore(last.get().at().plus(every))) {
        sign();
      }
      lodgeAll();
    } catch (RuntimeException e) {
      LOG.error("The audit trail's checkpoint waits ({})", e.getClass().getSimpleName());
    }
  }

  /** The newest checkpoint. */
  public Optional<Made> last() {
    return db.sql("select number, at from audit_checkpoint order by number desc limit 1")
        .query((rs, _) -> new Made(rs.getLong(1), rs.getTimestamp(2).toInstant()))
        .optional();
  }

  /** True if checkpoints are kept apart from the database. */
  public boolean areLodged() {
    return lodge.isThere();
  }

  /**
   * Signs a checkpoint over all rows that are chained now, and says so in the trail.
   *
   * @return empty while there is no row, or another node is at it
   */
  public Optional<Made> sign() {
    return Objects.requireNonNull(transaction.execute(_ -> signed()));
  }

  private Optional<Made> signed() {
    if (!db.sql("select pg_try_advisory_xact_lock(4871210)").query(Boolean.class).single()) {
      return Optional.empty();
    }
    AuditTrail.Link last = trail.last();
    if (last.seq() == 0) {
      return Optional.empty();
    }
    Optional<Checkpoint> before =
        db.sql("select number, text, signature from audit_checkpoint order by number desc limit 1")
            .query((rs, _) -> new Checkpoint(rs.getLong(1), rs.getString(2), rs.getBytes(3)))
            .optional();
    long rows =
        db.sql("select count(*) from audit_chain where seq <= ?")
            .param(last.seq())
            .query(Long.class)
            .single();
    long number = before.map(c -> c.number() + 1).orElse(1L);
    Instant at = clock.instant();
    String text =
        Checkpoint.text(
            number, at, rows, last, before.map(Checkpoint::fingerprint).orElse(Checkpoint.NONE));
    db.sql("insert into audit_checkpoint (number, text, signature, at) values (?, ?, ?, ?)")
        .params(number, text, signing.sign(text), Timestamp.from(at))
        .update();
    audit.recordSystem(AuditTrail.SIGNED, null, Map.of("number", number, "rows", rows));
    return Optional.of(new Made(number, at));
  }

  /** Lodges what is not lodged yet. */
  @Transactional(readOnly = true)
  public void lodgeAll() {
    if (!lodge.isThere()) {
      return;
    }
    List<Checkpoint> kept = lodge.lodged();
    long newest = kept.isEmpty() ? 0 : kept.getLast().number();
    String publicKey = signing.publicKey();
    db.sql("select number, text, signature from audit_checkpoint where number > ? order by number")
        .param(newest)
        .query((rs, _) -> new Checkpoint(rs.getLong(1), rs.getString(2), rs.getBytes(3)))
        .list()
        .forEach(checkpoint -> lodge.lodge(checkpoint, publicKey));
  }
}
