package org.haven.tasks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.platform.ActingPerson;
import org.haven.platform.EveryCase;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Where journeys were and are, for their diagrams; and where one stands still. */
@Service
public class JourneySteps {
  private final JdbcClient db;

  JourneySteps(JdbcClient db) {
    this.db = db;
  }

  /**
   * One visit of one step.
   *
   * @param elementType the engine's word, such as {@code USER_TASK}
   * @param leftAt absent while it stands there
   * @param terminated true if it was interrupted
   */
  public record Step(
      String processId,
      int processVersion,
      String elementId,
      String elementType,
      Instant enteredAt,
      @Nullable Instant leftAt,
      boolean terminated) {
    public boolean standsHere() {
      return leftAt == null;
    }
  }

  /** All steps of a process instance in the order in which it entered them. */
  public List<Step> of(long processInstanceKey) {
    return of(List.of(processInstanceKey)).getOrDefault(processInstanceKey, List.of());
  }

  /** The same of several instances; one that has not entered any step is absent. */
  public Map<Long, List<Step>> of(Collection<Long> processInstanceKeys) {
    Map<Long, List<Step>> found = new HashMap<>();
    db.sql(
            """
            select process_instance_key, process_id, process_version, element_id, element_type,
              entered_at, left_at, terminated
            from journey_step
            where process_instance_key = any(:keys::bigint[]) and element_type <> 'PROCESS'
            order by process_instance_key, position
            """)
        .param("keys", keys(processInstanceKeys))
        .query(
            row -> {
              found
                  .computeIfAbsent(row.getLong("process_instance_key"), _ -> new ArrayList<>())
                  .add(
                      new Step(
                          row.getString("process_id"),
                          row.getInt("process_version"),
                          row.getString("element_id"),
                          row.getString("element_type"),
                          TaskRows.instant(row, "entered_at"),
                          TaskRows.at(row, "left_at"),
                          row.getBoolean("terminated")));
            });
    return found;
  }

  /** The version of the model by which each instance goes on; one that is not begun is absent. */
  public Map<Long, Integer> versions(Collection<Long> processInstanceKeys) {
    Map<Long, Integer> found = new HashMap<>();
    db.sql(
            """
            select distinct on (process_instance_key) process_instance_key, process_version
            from journey_step where process_instance_key = any(:keys::bigint[])
            order by process_instance_key, (element_type = 'PROCESS') desc, position desc
            """)
        .param("keys", keys(processInstanceKeys))
        .query(
            row -> {
              found.put(row.getLong(1), row.getInt(2));
            });
    return found;
  }

  private static Long[] keys(Collection<Long> keys) {
    return keys.toArray(Long[]::new);
  }

  /** A step that waits for a message. */
  public record Waiting(
      long elementInstanceKey,
      long processInstanceKey,
      String processId,
      int processVersion,
      String elementId,
      Instant enteredAt) {}

  /** Where process instances wait for a message, of each the oldest first. */
  public List<Waiting> waiting(Collection<Long> processInstanceKeys) {
    return db.sql(
            """
            select element_instance_key, process_instance_key, process_id, process_version,
              element_id, entered_at
            from journey_step
            where process_instance_key = any(:keys::bigint[]) and left_at is null
              and element_type in ('RECEIVE_TASK', 'INTERMEDIATE_CATCH_EVENT')
            order by process_instance_key, position
            """)
        .param("keys", keys(processInstanceKeys))
        .query(
            (row, _) ->
                new Waiting(
                    row.getLong("element_instance_key"),
                    row.getLong("process_instance_key"),
                    row.getString("process_id"),
                    row.getInt("process_version"),
                    row.getString("element_id"),
                    TaskRows.instant(row, "entered_at")))
        .list();
  }

  /** The steps at which process instances stand still because something failed. */
  public Map<Long, Set<String>> failed(Collection<Long> processInstanceKeys) {
    Map<Long, Set<String>> found = new HashMap<>();
    db.sql(
            """
            select process_instance_key, element_id from journey_incident
            where process_instance_key = any(:keys::bigint[]) and resolved_at is null
            """)
        .param("keys", keys(processInstanceKeys))
        .query(
            row -> {
              found
                  .computeIfAbsent(row.getLong("process_instance_key"), _ -> new HashSet<>())
                  .add(row.getString("element_id"));
            });
    return found;
  }

  /**
   * A place where an instance stands still because something failed.
   *
   * @param errorType the engine's code
   */
  public record Incident(
      long incidentKey,
      long processInstanceKey,
      String processId,
      String elementId,
      String errorType,
      Instant raisedAt) {}

  /**
   * Unresolved incidents, the oldest first, a hundred at most; none of a case that the person must
   * not know of: a colleague sees to it.
   */
  public List<Incident> incidents(ActingPerson who) {
    // which case an incident is of has to be known for those cases too that are kept from them
    return EveryCase.look(db, () -> known(who));
  }

  private List<Incident> known(ActingPerson who) {
    return db.sql(
            """
            select incident_key, process_instance_key, process_id, element_id, error_type, raised_at
            from journey_incident i
            where resolved_at is null and not exists (
              select 1 from case_conflict cc
              where cc.username = :acting and (
                exists (select 1 from journey j where j.case_ref = cc.case_ref
                          and j.process_instance_key = i.process_instance_key)
                or exists (select 1 from task t where t.case_ref = cc.case_ref
                          and t.process_instance_key = i.process_instance_key)))
            order by raised_at limit 100
            """)
        .param("acting", who.username())
        .query(
            (row, _) ->
                new Incident(
                    row.getLong("incident_key"),
                    row.getLong("process_instance_key"),
                    row.getString("process_id"),
                    row.getString("element_id"),
                    row.getString("error_type"),
                    TaskRows.instant(row, "raised_at")))
        .list();
  }
}
