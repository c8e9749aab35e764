package org.haven.supervision;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.MigrationPlan;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the case database knows of one instance. Who may see it is asked before. */
@Component
class InstanceRows {
  private static final int MOST = 500;

  private final JdbcClient db;

  InstanceRows(JdbcClient db) {
    this.db = db;
  }

  Optional<CaseRef> caseOf(long journeyRow) {
    return db.sql("select case_ref from journey where id = ?")
        .param(journeyRow)
        .query((row, _) -> new CaseRef(row.getString(1)))
        .optional();
  }

  /** The row of the journey for each of these instances that has one. */
  Map<Long, Long> rowsOf(Collection<Long> instanceKeys) {
    var found = new HashMap<Long, Long>();
    db.sql(
            "select process_instance_key, id from journey"
                + " where process_instance_key = any(:keys::bigint[])")
        .param("keys", instanceKeys.toArray(Long[]::new))
        .query(
            row -> {
              found.put(row.getLong(1), row.getLong(2));
            });
    return found;
  }

  /** A visit of a step. */
  record Visit(
      long stepKey,
      String processId,
      int version,
      String elementId,
      String type,
      Instant enteredAt,
      @Nullable Instant leftAt,
      boolean cutShort) {}

  List<Visit> visits(long instanceKey) {
    return db.sql(
            """
            select * from journey_step
            where process_instance_key = ? and element_type <> 'PROCESS' order by position
            """)
        .param(instanceKey)
        .query(
            (row, _) ->
                new Visit(
                    row.getLong("element_instance_key"),
                    row.getString("process_id"),
                    row.getInt("process_version"),
                    row.getString("element_id"),
                    row.getString("element_type"),
                    at(row, "entered_at"),
                    atOrNull(row, "left_at"),
                    row.getBoolean("terminated")))
        .list();
  }

  /** The version by which it goes on; zero if it has entered no step. */
  int version(long instanceKey) {
    return db.sql(
            """
            select process_version from journey_step where process_instance_key = ?
            order by (element_type = 'PROCESS') desc, position desc limit 1
            """)
        .param(instanceKey)
        .query(Integer.class)
        .optional()
        .orElse(0);
  }

  /** Where it stands, with what holds those steps: the instance itself among them. */
  List<MigrationPlan.Standing> standing(long instanceKey) {
    return db.sql(
            """
            select * from journey_step where process_instance_key = ? and left_at is null
            order by position
            """)
        .param(instanceKey)
        .query(
            (row, _) ->
                new MigrationPlan.Standing(
                    row.getLong("element_instance_key"),
                    row.getLong("scope_key"),
                    row.getString("element_id"),
                    row.getString("element_type")))
        .list();
  }

  /** How often each step was entered, by what holds it. */
  Map<Long, Map<String, Long>> entered(long instanceKey) {
    var found = new HashMap<Long, Map<String, Long>>();
    db.sql(
            """
            select scope_key, element_id, count(*) from journey_step
            where process_instance_key = ? group by scope_key, element_id
            """)
        .param(instanceKey)
        .query(
            row -> {
              found
                  .computeIfAbsent(row.getLong(1), _ -> new HashMap<>())
                  .put(row.getString(2), row.getLong(3));
            });
    return found;
  }

  /** Steps whose answer is saved and has not reached the engine. */
  Set<String> answered(long instanceKey) {
    return new TreeSet<>(
        db.sql(
                """
                select t.element_id from task t join task_claim c using (element_instance_key)
                where t.process_instance_key = ? and t.status = 'OPEN'
                  and c.submitted_at is not null
                """)
            .param(instanceKey)
            .query(String.class)
            .list());
  }

  /** A running journey of a version. */
  record OfVersion(long journeyRow, CaseRef caseRef) {}

  /** The oldest first. */
  List<OfVersion> ofVersion(String processId, int version, int most) {
    return db.sql(
            """
            select j.id, j.case_ref from journey j join journey_step s
              on s.element_instance_key = j.process_instance_key
            where j.process_id = :process and j.status in ('running', 'waiting')
              and s.process_version = :version and s.left_at is null
            order by j.id limit :most
            """)
        .param("process", processId)
        .param("version", version)
        .param("most", most)
        .query((row, _) -> new OfVersion(row.getLong(1), new CaseRef(row.getString(2))))
        .list();
  }

  /** A place where something failed. */
  record Failure(
      long key, String elementId, String errorType, Instant raisedAt, @Nullable Instant endedAt) {}

  List<Failure> failures(long instanceKey) {
    return db.sql(
            """
            select * from journey_incident where process_instance_key = :key
            order by resolved_at nulls first, raised_at desc limit :most
            """)
        .param("key", instanceKey)
        .param("most", MOST)
        .query(
            (row, _) ->
                new Failure(
                    row.getLong("incident_key"),
                    row.getString("element_id"),
                    row.getString("error_type"),
                    at(row, "raised_at"),
                    atOrNull(row, "resolved_at")))
        .list();
  }

  /** A place where something failed, of any instance. */
  record Open(
      long key,
      long journeyRow,
      CaseRef caseRef,
      String processId,
      String elementId,
      String errorType,
      Instant raisedAt) {}

  /** The oldest first. */
  List<Open> open(int most) {
    return db.sql(
            """
            select i.incident_key, j.id, j.case_ref, i.process_id, i.element_id, i.error_type,
              i.raised_at
            from journey_incident i join journey j using (process_instance_key)
            where i.resolved_at is null order by i.raised_at limit ?
            """)
        .param(most)
        .query(
            (row, _) ->
                new Open(
                    row.getLong(1),
                    row.getLong(2),
                    new CaseRef(row.getString(3)),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    at(row, "raised_at")))
        .list();
  }

  /** Time that is kept: of a task or of the journey. */
  record Running(
      String slaKey,
      String about,
      Instant startsAt,
      @Nullable Instant warnAt,
      Instant dueAt,
      @Nullable Instant endedAt) {}

  /** Clocks of the journey and of the tasks of this instance. */
  List<Running> clocks(JourneyId journeyId, long instanceKey) {
    return db.sql(
            """
            select sla_key, '' as about, starts_at, warn_at, due_at,
              coalesce(stopped_at, fired_at) as ended_at
            from clock where journey_id = :journey
            union all
            select sla_key, title, opened_at, warn_at, due_at, done_at
            from task where process_instance_key = :instance and status <> 'CANCELLED'
            order by ended_at nulls first, due_at limit :most
            """)
        .param("journey", journeyId.value())
        .param("instance", instanceKey)
        .param("most", MOST)
        .query(
            (row, _) ->
                new Running(
                    row.getString("sla_key"),
                    row.getString("about"),
                    at(row, "starts_at"),
                    atOrNull(row, "warn_at"),
                    at(row, "due_at"),
                    atOrNull(row, "ended_at")))
        .list();
  }

  /** A clock stood still, ran on or was given more time. */
  record Change(String slaKey, String kind, Instant at, String by) {}

  List<Change> changes(JourneyId journeyId) {
    return db.sql(
            "select sla_key, kind, at, by from clock_change where journey_id = ? order by seq")
        .param(journeyId.value())
        .query(
            (row, _) ->
                new Change(row.getString(1), row.getString(2), at(row, "at"), row.getString(4)))
        .list();
  }

  /**
   * What was or is to be said to it.
   *
   * @param message true if it is a message that can be said again; an answer to a task is not
   */
  record Said(
      long id,
      boolean message,
      String name,
      Instant at,
      @Nullable Instant sentAt,
      @Nullable Instant deadAt,
      int attempts) {}

  /**
   * @param keys under which messages reach it
   * @param steps of it
   */
  List<Said> said(CaseRef caseRef, Collection<String> keys, Collection<Long> steps) {
    return db.sql(
            """
            select * from outbox where case_ref = :case and (correlation_key = any(:keys::text[])
              or element_instance_key = any(:steps::bigint[]))
            order by id desc limit :most
            """)
        .param("case", caseRef.value())
        .param("keys", keys.toArray(String[]::new))
        .param("steps", steps.toArray(Long[]::new))
        .param("most", MOST)
        .query(
            (row, _) ->
                new Said(
                    row.getLong("id"),
                    row.getString("kind").equals("MESSAGE"),
                    row.getString("name"),
                    at(row, "created_at"),
                    atOrNull(row, "sent_at"),
                    atOrNull(row, "dead_at"),
                    row.getInt("attempts")))
        .list();
  }

  /** A message as it was sent. */
  record Message(String name, String correlationKey, long timeToLiveSeconds, String facts) {}

  Optional<Message> message(CaseRef caseRef, long id) {
    return db.sql(
            "select name, correlation_key, time_to_live_seconds, facts::text from outbox"
                + " where id = ? and case_ref = ? and kind = 'MESSAGE' and sent_at is not null")
        .params(id, caseRef.value())
        .query(
            (row, _) ->
                new Message(row.getString(1), row.getString(2), row.getLong(3), row.getString(4)))
        .optional();
  }

  static Instant at(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable Instant atOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
