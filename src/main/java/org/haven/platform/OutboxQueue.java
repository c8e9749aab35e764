package org.haven.platform;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The outbox as its sender and its administrator see it. Of each case only the oldest unsent row
 * can be taken, so a case's rows go out in order however many nodes send; a dead row therefore
 * holds up the later rows of its case until an administrator sends it again.
 *
 * <p>A row is leased, not locked: no transaction is open while the engine is asked. Leases and
 * waits run on the database's clock, which all nodes share and which no test moves.
 */
@Component
public class OutboxQueue implements OutboxAdmin {
  /** Whoever is on a case's conflict list knows of none of its rows, administrators included. */
  private static final String NOT_CONFLICTED =
      "not exists (select 1 from case_conflict cc"
          + " where cc.case_ref = o.case_ref and cc.username = :acting)";

  private final JdbcClient db;
  private final Clock clock;
  private final Audit audit;
  private final ObjectProvider<OutboxWakeUp> sender;

  public OutboxQueue(JdbcClient db, Clock clock, Audit audit, ObjectProvider<OutboxWakeUp> sender) {
    this.db = db;
    this.clock = clock;
    this.audit = audit;
    this.sender = sender;
  }

  /**
   * A row to be sent by whoever holds its lease.
   *
   * @param facts routing facts as a JSON object
   * @param attempts how often the engine has refused it
   * @param age since it was written
   */
  public record Leased(
      long id,
      CaseRef caseRef,
      Kind kind,
      String name,
      @Nullable String correlationKey,
      Duration timeToLive,
      long elementInstanceKey,
      String facts,
      int attempts,
      Duration age,
      OffsetDateTime lease) {}

  public enum Kind {
    MESSAGE,
    COMPLETE_TASK
  }

  /** Takes rows that are due, each the oldest unsent one of its case, for as long as said. */
  public List<Leased> lease(int limit, Duration duration) {
    return db.sql(
            """
            update outbox set leased_until = clock_timestamp() + :seconds * interval '1 second'
            where id in (
              select o.id from outbox o
              where o.sent_at is null and o.dead_at is null
                and o.next_attempt_at <= clock_timestamp()
                and (o.leased_until is null or o.leased_until < clock_timestamp())
                and not exists (
                  select 1 from outbox e
                  where e.case_ref = o.case_ref and e.id < o.id and e.sent_at is null)
              order by o.id
              limit :limit
              for update skip locked)
            returning *, extract(epoch from clock_timestamp() - queued_at) as age
            """)
        .param("seconds", duration.toSeconds())
        .param("limit", limit)
        .query((row, i) -> leased(row))
        .list();
  }

  private static Leased leased(ResultSet row) throws SQLException {
    return new Leased(
        row.getLong("id"),
        new CaseRef(row.getString("case_ref")),
        Kind.valueOf(row.getString("kind")),
        row.getString("name"),
        row.getString("correlation_key"),
        Duration.ofSeconds(row.getLong("time_to_live_seconds")),
        row.getLong("element_instance_key"),
        row.getString("facts"),
        row.getInt("attempts"),
        Duration.ofMillis((long) (row.getDouble("age") * 1000)),
        row.getObject("leased_until", OffsetDateTime.class));
  }

  /**
   * The engine has it.
   *
   * @return true if another row of its case waits, which may be sent now
   */
  public boolean sent(Leased row) {
    db.sql("update outbox set sent_at = :now, last_error = null where id = :id and sent_at is null")
        .param("now", OffsetDateTime.ofInstant(clock.instant(), clock.getZone()))
        .param("id", row.id())
        .update();
    // a statement of its own: a row that came meanwhile was looked for in vain, as this one waited
    return db.sql("select exists (select 1 from outbox where case_ref = :case and sent_at is null)")
        .param("case", row.caseRef().value())
        .query(Boolean.class)
        .single();
  }

  /**
   * Gives the row back, to be taken again after a while.
   *
   * @param refused true if the engine answered and refused, which counts as an attempt
   * @param why a kind of answer, such as {@code UNAVAILABLE}; never the engine's own sentence
   */
  public void later(Leased row, Duration wait, boolean refused, String why) {
    db.sql(
            """
            update outbox set leased_until = null, attempts = attempts + :refused, last_error = :why,
              next_attempt_at = clock_timestamp() + :millis * interval '1 millisecond'
            where id = :id and sent_at is null and leased_until = :lease
            """)
        .param("refused", refused ? 1 : 0)
        .param("why", why)
        .param("millis", wait.toMillis())
        .param("id", row.id())
        .param("lease", row.lease())
        .update();
  }

  /** The engine refuses it for good: an administrator has to look. */
  public void dead(Leased row, String why) {
    db.sql(
            """
            update outbox set leased_until = null, attempts = attempts + 1, last_error = :why,
              dead_at = :now
            where id = :id and sent_at is null and leased_until = :lease
            """)
        .param("why", why)
        .param("now", OffsetDateTime.ofInstant(clock.instant(), clock.getZone()))
        .param("id", row.id())
        .param("lease", row.lease())
        .update();
  }

  /** Drops rows that the engine has had for that long: what they said stands in the case record. */
  public int forgetSent(Duration after) {
    return db.sql("delete from outbox where sent_at < :before")
        .param("before", OffsetDateTime.ofInstant(clock.instant().minus(after), clock.getZone()))
        .update();
  }

  @Override
  public State state() {
    return state("true", "");
  }

  @Override
  public State state(ActingPerson who) {
    return state(NOT_CONFLICTED, who.username());
  }

  private State state(String which, String acting) {
    return db.sql(
            """
            select count(*) filter (where dead_at is null) as waiting,
                   count(dead_at) as dead,
                   extract(epoch from clock_timestamp() - min(queued_at)) as oldest
            from outbox o where sent_at is null and %s
            """
                .formatted(which))
        .param("acting", acting)
        .query(
            (row, i) ->
                new State(
                    row.getLong("waiting"),
                    Duration.ofSeconds((long) row.getDouble("oldest")),
                    row.getLong("dead")))
        .single();
  }

  @Override
  public List<Row> dead(ActingPerson who) {
    return rows(who, "dead_at is not null", 1000);
  }

  @Override
  public List<Row> waiting(ActingPerson who, int limit) {
    return rows(who, "dead_at is null", limit);
  }

  private List<Row> rows(ActingPerson who, String which, int limit) {
    return db.sql(
            """
            select o.*, (select count(*) from outbox l
                         where l.case_ref = o.case_ref and l.id > o.id and l.sent_at is null) as held
            from outbox o
            where o.sent_at is null and o.%s and %s
            order by o.id limit :limit
            """
                .formatted(which, NOT_CONFLICTED))
        .param("acting", who.username())
        .param("limit", limit)
        .query(
            (row, i) ->
                new Row(
                    row.getLong("id"),
                    new CaseRef(row.getString("case_ref")),
                    row.getString("kind"),
                    row.getString("name"),
                    row.getObject("created_at", OffsetDateTime.class).toInstant(),
                    row.getInt("attempts"),
                    row.getObject("next_attempt_at", OffsetDateTime.class).toInstant(),
                    instant(row, "dead_at"),
                    row.getString("last_error"),
                    row.getInt("held")))
        .list();
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  @Override
  @Transactional
  public boolean retry(long id, ActingPerson who) {
    if (!who.has(Role.ADMINISTRATOR)) {
      throw new IllegalStateException("Only an administrator sends a refused row again");
    }
    var caseRef =
        db.sql(
                """
                update outbox o
                set dead_at = null, attempts = 0, next_attempt_at = clock_timestamp()
                where id = :id and sent_at is null and dead_at is not null and %s
                returning case_ref
                """
                    .formatted(NOT_CONFLICTED))
            .param("id", id)
            .param("acting", who.username())
            .query(String.class)
            .optional();
    if (caseRef.isEmpty()) {
      return false;
    }
    audit.record(who, "retry-outbox-row", new CaseRef(caseRef.get()), Map.of("outboxRow", id));
    AfterCommit.run(() -> sender.ifAvailable(OutboxWakeUp::wake));
    return true;
  }
}
