package org.haven.platform.audit;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Has the trail verified, each night and when an auditor wants, and keeps what was found. */
@Component
public class AuditVerifications {
  private static final Logger LOG = LoggerFactory.getLogger(AuditVerifications.class);

  private final JdbcClient db;
  private final AuditTrail trail;
  private final Audit audit;
  private final Clock clock;
  private final AtomicBoolean running = new AtomicBoolean();

  AuditVerifications(JdbcClient db, AuditTrail trail, Audit audit, Clock clock) {
    this.db = db;
    this.trail = trail;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * What a verification found.
   *
   * @param problem what is wrong, in a sentence; absent if the trail held
   */
  public record Found(
      Instant at,
      long chained,
      long waiting,
      long checkpoints,
      long lodged,
      Duration took,
      @Nullable String problem) {}

  /** Verifies now, unless that is under way. */
  void unasked() {
    if (running.compareAndSet(false, true)) {
      try {
        verify("system");
      } finally {
        running.set(false);
      }
    }
  }

  /**
   * Verifies in the background; asking again while it runs changes nothing.
   *
   * @return false if it runs already
   */
  public boolean begin(ActingPerson who) {
    if (!running.compareAndSet(false, true)) {
      return false;
    }
    audit.record(who, "verify-trail", null, Map.of());
    Thread.ofVirtual()
        .name("audit-verification")
        .start(
            () -> {
              try {
                verify(who.username());
              } catch (RuntimeException e) {
                LOG.error("The audit trail could not be read to the end", e);
              } finally {
                running.set(false);
              }
            });
    return true;
  }

  public boolean isRunning() {
    return running.get();
  }

  /** Verifies now, and keeps what was found. */
  public AuditTrail.Verdict verify(String by) {
    long from = System.nanoTime();
    AuditTrail.Verdict verdict = trail.verify();
    long millis = Duration.ofNanos(System.nanoTime() - from).toMillis();
    Problem problem = verdict.problem();
    db.sql(
            "insert into audit_verification (at, by, chained, waiting, checkpoints, lodged, millis,"
                + " problem, place) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .params(
            java.util.Arrays.asList(
                Timestamp.from(clock.instant()),
                by,
                verdict.chained(),
                verdict.waiting(),
                verdict.checkpoints(),
                verdict.lodged(),
                millis,
                problem == null ? null : problem.kind().name(),
                problem == null ? null : problem.place()))
        .update();
    if (problem != null) {
      LOG.error("The audit trail does not hold: {}", problem.words());
    }
    return verdict;
  }

  /** What the last verification found. */
  public Optional<Found> last() {
    return db.sql(
            "select at, chained, waiting, checkpoints, lodged, millis, problem, place"
                + " from audit_verification order by id desc limit 1")
        .query(
            (rs, _) ->
                new Found(
                    rs.getTimestamp("at").toInstant(),
                    rs.getLong("chained"),
                    rs.getLong("waiting"),
                    rs.getLong("checkpoints"),
                    rs.getLong("lodged"),
                    Duration.ofMillis(rs.getLong("millis")),
                    words(rs.getString("problem"), rs.getString("place"))))
        .optional();
  }

  private static @Nullable String words(@Nullable String kind, @Nullable String place) {
    return kind == null
        ? null
        : Problem.words(Problem.Kind.valueOf(kind), String.valueOf(place).replaceAll("\\D", ""));
  }

  /** True if the role with which we work could change the trail, which it should not. */
  public boolean couldBeChangedByUs() {
    return db.sql(
            "select has_table_privilege('audit_entry', 'UPDATE') or"
                + " has_table_privilege('audit_entry', 'DELETE')")
        .query(Boolean.class)
        .single();
  }
}
