package org.haven.tasks;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.haven.casefile.JourneyRef;
import org.haven.casefile.JourneyRegister;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Models;
import org.haven.platform.Outbox;
import org.haven.platform.calendar.Limits;
import org.haven.records.ExportedRecord;
import org.haven.records.ExportedRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Writes what the exported records say into our tables, in the caller's transaction. The same
 * record again changes nothing, and the kinds of records may arrive in any order among themselves:
 * only within a kind is the order the engine's.
 */
@Component
class Projection {
  private static final Logger LOG = LoggerFactory.getLogger(Projection.class);

  private final JdbcClient db;
  private final Models models;
  private final JourneyRegister journeys;
  private final ExportedRecords records;
  private final MovedSteps moved;
  private final Outbox outbox;

  Projection(
      JdbcClient db,
      Models models,
      JourneyRegister journeys,
      ExportedRecords records,
      MovedSteps moved,
      Outbox outbox) {
    this.db = db;
    this.models = models;
    this.journeys = journeys;
    this.records = records;
    this.moved = moved;
    this.outbox = outbox;
  }

  /**
   * @return whether the engine's key of a task became known
   */
  boolean userTasks(List<ExportedRecord> batch) {
    var created = of(batch, "CREATED");
    var known = withKey(created);
    outbox.keysKnown(known.keySet());
    // moved while its listener's job was under way, which opened it as that of before
    moved(
        created.stream().filter(record -> openedByAnother(known.get(id(record)), record)).toList());
    insert(created.stream().filter(record -> !known.containsKey(id(record))).toList());
    moved(of(batch, "MIGRATED"));
    dates(of(batch, "UPDATED"));
    end(of(batch, "COMPLETED"), TaskStatus.COMPLETED);
    end(of(batch, "CANCELED"), TaskStatus.CANCELLED);
    return !created.isEmpty();
  }

  private static long id(ExportedRecord record) {
    return record.number("elementInstanceKey");
  }

  /** What a listed task was opened as. */
  private record OpenedAs(long processDefinitionKey, String elementId) {}

  private static boolean openedByAnother(@Nullable OpenedAs opened, ExportedRecord record) {
    return opened != null
        && !opened.equals(
            new OpenedAs(record.number("processDefinitionKey"), record.text("elementId")));
  }

  private Map<Long, OpenedAs> withKey(List<ExportedRecord> created) {
    var known = new HashMap<Long, OpenedAs>();
    if (created.isEmpty()) {
      return known;
    }
    db.sql(
            """
            update task t
            set user_task_key = r.key, opened_at = r.opened,
              due_at = coalesce(r.due, t.due_at), warn_at = coalesce(r.warn, t.warn_at)
            from unnest(:ids::bigint[], :keys::bigint[], :opened::timestamptz[],
              :due::timestamptz[], :warn::timestamptz[]) r(id, key, opened, due, warn)
            where t.element_instance_key = r.id
            returning t.element_instance_key, t.process_definition_key, t.element_id
            """)
        .param("ids", numbers(created, "elementInstanceKey"))
        .param("keys", numbers(created, "userTaskKey"))
        .param("opened", times(created, Projection::openedAt))
        .param("due", times(created, record -> date(record, "dueDate")))
        .param("warn", times(created, record -> date(record, "followUpDate")))
        .query(
            row -> {
              known.put(row.getLong(1), new OpenedAs(row.getLong(2), row.getString(3)));
            });
    return known;
  }

  /** The list has lost the tasks, or is being rebuilt. */
  private void insert(List<ExportedRecord> lost) {
    var homes = new HashMap<Long, Home>();
    var unknown = new ArrayList<ExportedRecord>();
    for (var record : lost) {
      var registered = registered(record);
      registered.ifPresent(home -> homes.put(record.position(), home));
      if (registered.isEmpty() || slaKeys(record).size() > 1) {
        unknown.add(record);
      }
    }
    // all of them at once: a rebuild reads years of tasks
    var said =
        unknown.isEmpty()
            ? Map.<Long, Map<String, String>>of()
            : records.variables(
                unknown.stream().flatMap(record -> scopes(record).stream()).toList(),
                Set.of("caseRef", "journeyId", "slaKey"));
    for (var record : lost) {
      var own = said(record, said);
      insert(
          record,
          Optional.ofNullable(homes.get(record.position())).or(() -> home(own)).orElse(null),
          own.getOrDefault("slaKey", ""));
    }
  }

  /** Of what the scopes of a record say, the innermost holds. */
  private static Map<String, String> said(
      ExportedRecord record, Map<Long, Map<String, String>> byScope) {
    var own = new HashMap<String, String>();
    for (var scope : scopes(record)) {
      byScope
          .getOrDefault(scope, Map.of())
          .forEach((name, value) -> own.putIfAbsent(name, value.replace("\"", "")));
    }
    return own;
  }

  private List<String> slaKeys(ExportedRecord record) {
    return models
        .element(record.number("processDefinitionKey"), record.text("elementId"))
        .map(element -> TaskDefinition.of(element).slaKeys())
        .orElse(List.of());
  }

  private void insert(ExportedRecord record, @Nullable Home home, String slaKey) {
    var element = models.element(record.number("processDefinitionKey"), record.text("elementId"));
    if (element.isEmpty() || home == null) {
      LOG.atDebug()
          .addKeyValue("processId", record.text("bpmnProcessId"))
          .addKeyValue("elementId", record.text("elementId"))
          .addKeyValue("elementInstanceKey", record.number("elementInstanceKey"))
          .log("A user task of a model or a case that is not ours stays off the task list");
      return;
    }
    var definition = TaskDefinition.of(element.get());
    var openedAt = openedAt(record);
    var due = Optional.ofNullable(date(record, "dueDate")).orElse(openedAt);
    var groups = record.texts("candidateGroupsList");
    var id = record.number("elementInstanceKey");
    TaskInsert.into(
        db,
        new TaskInsert(
            id,
            record.number("userTaskKey"),
            record.number("processInstanceKey"),
            record.number("processDefinitionKey"),
            record.text("bpmnProcessId"),
            (int) record.number("processDefinitionVersion"),
            definition,
            home.caseRef(),
            home.journeyId(),
            group(definition, groups),
            definition.slaKeys().contains(slaKey) ? slaKey : definition.slaKeys().getFirst(),
            openedAt,
            new Limits(Optional.ofNullable(date(record, "followUpDate")).orElse(due), due)));
    // it had gone to another lead team with its case
    db.sql(
            """
            update task t set team = c.moved_to from task_claim c
            where t.element_instance_key = ? and c.element_instance_key = t.element_instance_key
              and c.moved_to is not null
            """)
        .param(id)
        .update();
  }

  private static TaskDefinition.Group group(TaskDefinition definition, List<String> groups) {
    var group = groups.isEmpty() ? null : groups.getFirst();
    return group == null ? definition.group(null, null) : TaskDefinition.Group.of(group);
  }

  private record Home(CaseRef caseRef, JourneyId journeyId) {}

  private Optional<Home> registered(ExportedRecord record) {
    return journeys
        .byInstance(record.number("processInstanceKey"))
        .map((JourneyRef journey) -> new Home(journey.caseRef(), journey.journeyId()));
  }

  /** What a called process carries with it. */
  private Optional<Home> home(Map<String, String> said) {
    try {
      var caseRef = new CaseRef(said.getOrDefault("caseRef", ""));
      var journeyId = new JourneyId(said.getOrDefault("journeyId", ""));
      return known(caseRef) ? Optional.of(new Home(caseRef, journeyId)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean known(CaseRef caseRef) {
    return db.sql("select exists (select 1 from case_file where case_ref = ?)")
        .param(caseRef.value())
        .query(Boolean.class)
        .single();
  }

  /** The instance went on by another version, and the task with it. */
  private void moved(List<ExportedRecord> migrated) {
    for (var record : migrated) {
      moved.task(
          id(record),
          record.number("processDefinitionKey"),
          (int) record.number("processDefinitionVersion"),
          record.text("elementId"));
    }
  }

  private static List<Long> scopes(ExportedRecord record) {
    return List.of(record.number("elementInstanceKey"), record.number("processInstanceKey"));
  }

  private void dates(List<ExportedRecord> updated) {
    if (updated.isEmpty()) {
      return;
    }
    for (var record : updated) {
      db.sql(
              """
              update task set due_at = coalesce(:due::timestamptz, due_at),
                warn_at = coalesce(:warn::timestamptz, warn_at)
              where element_instance_key = :id
              """)
          .param("due", sql(date(record, "dueDate")))
          .param("warn", sql(date(record, "followUpDate")))
          .param("id", record.number("elementInstanceKey"))
          .update();
    }
  }

  private void end(List<ExportedRecord> ended, TaskStatus status) {
    if (ended.isEmpty()) {
      return;
    }
    db.sql(
            """
            update task t set status = :status, done_at = r.at
            from unnest(:ids::bigint[], :at::timestamptz[]) r(id, at)
            where t.element_instance_key = r.id and t.status = 'OPEN'
            """)
        .param("status", status.name())
        .param("ids", numbers(ended, "elementInstanceKey"))
        .param("at", times(ended, ExportedRecord::at))
        .update();
  }

  /** Where each instance was and is. */
  void steps(List<ExportedRecord> batch) {
    entered(
        batch.stream().filter(r -> r.intent().equals("ELEMENT_ACTIVATING") && !flow(r)).toList());
    for (var record : of(batch, "ELEMENT_MIGRATED")) {
      moved.step(
          record.key(),
          record.number("processDefinitionKey"),
          (int) record.number("version"),
          record.text("elementId"));
    }
    var completed = batch.stream().filter(r -> r.intent().equals("ELEMENT_COMPLETED")).toList();
    var terminated = of(batch, "ELEMENT_TERMINATED");
    left(completed, false);
    left(terminated, true);
    neverOpened(
        terminated.stream().filter(r -> r.text("bpmnElementType").equals("USER_TASK")).toList());
  }

  private static boolean flow(ExportedRecord record) {
    return record.text("bpmnElementType").equals("SEQUENCE_FLOW");
  }

  private void entered(List<ExportedRecord> batch) {
    if (batch.isEmpty()) {
      return;
    }
    db.sql(
            """
            insert into journey_step (element_instance_key, process_instance_key,
              process_definition_key, process_id, process_version, scope_key, element_id,
              element_type, entered_at, position)
            select * from unnest(:ids::bigint[], :instances::bigint[], :definitions::bigint[],
              :processes::text[], :versions::int[], :scopes::bigint[], :elements::text[],
              :types::text[], :at::timestamptz[], :positions::bigint[])
            on conflict do nothing
            """)
        .param("ids", keys(batch))
        .param("instances", numbers(batch, "processInstanceKey"))
        .param("definitions", numbers(batch, "processDefinitionKey"))
        .param("processes", texts(batch, "bpmnProcessId"))
        .param("versions", numbers(batch, "version"))
        .param("scopes", numbers(batch, "flowScopeKey"))
        .param("elements", texts(batch, "elementId"))
        .param("types", texts(batch, "bpmnElementType"))
        .param("at", times(batch, ExportedRecord::at))
        .param("positions", batch.stream().map(ExportedRecord::position).toArray(Long[]::new))
        .update();
  }

  private void left(List<ExportedRecord> batch, boolean terminated) {
    if (batch.isEmpty()) {
      return;
    }
    db.sql(
            """
            update journey_step s set left_at = r.at, terminated = :terminated
            from unnest(:ids::bigint[], :at::timestamptz[]) r(id, at)
            where s.element_instance_key = r.id and s.left_at is null
            """)
        .param("terminated", terminated)
        .param("ids", keys(batch))
        .param("at", times(batch, ExportedRecord::at))
        .update();
  }

  /**
   * A step that was interrupted while its listener ran has no user task in the engine, and no
   * record would ever close it. One that has, and whose record is yet to come, comes back with it.
   */
  private void neverOpened(List<ExportedRecord> terminated) {
    if (terminated.isEmpty()) {
      return;
    }
    db.sql(
            """
            delete from task where element_instance_key = any(:ids::bigint[])
              and user_task_key is null and status = 'OPEN'
            """)
        .param("ids", keys(terminated))
        .update();
  }

  /** The same for a listener's job that was late: it opened a task after its step was left. */
  void sweep() {
    db.sql(
            """
            delete from task t using journey_step s
            where t.status = 'OPEN' and t.user_task_key is null
              and s.element_instance_key = t.element_instance_key and s.left_at is not null
            """)
        .update();
  }

  /** Tells the journey register which process instances have ended, and how. */
  void endedJourneys(List<ExportedRecord> batch) {
    for (var record : batch) {
      boolean terminated = record.intent().equals("ELEMENT_TERMINATED");
      if (record.text("bpmnElementType").equals("PROCESS")
          && (terminated || record.intent().equals("ELEMENT_COMPLETED"))) {
        journeys.ended(record.key(), terminated ? "" : endEvent(record), terminated);
      }
    }
  }

  /**
   * The end event that gives the journey its end state: the last one that the model marks with an
   * outcome, which may stand in an event sub-process that stopped the rest; else the last one of
   * the process itself that tells nobody anything.
   */
  private String endEvent(ExportedRecord process) {
    long definition = process.number("processDefinitionKey");
    var reached =
        db.sql(
                """
                select element_id, scope_key from journey_step
                where process_instance_key = ? and element_type = 'END_EVENT' and not terminated
                order by left_at desc nulls last, position desc
                """)
            .param(process.number("processInstanceKey"))
            .query((row, _) -> new Reached(row.getString(1), row.getLong(2)))
            .list();
    return reached.stream()
        .filter(end -> outcome(definition, end.elementId()).isPresent())
        .findFirst()
        .or(
            () ->
                reached.stream()
                    .filter(end -> end.scopeKey() == process.key())
                    .filter(end -> !tells(definition, end.elementId()))
                    .findFirst())
        .map(end -> outcome(definition, end.elementId()).orElse(end.elementId()))
        .orElse("");
  }

  private record Reached(String elementId, long scopeKey) {}

  /** The end state as the model names it: several ends of a diagram may be the same one. */
  private Optional<String> outcome(long processDefinitionKey, String elementId) {
    return models
        .element(processDefinitionKey, elementId)
        .flatMap(element -> element.property("outcome"));
  }

  private boolean tells(long processDefinitionKey, String elementId) {
    return models
        .element(processDefinitionKey, elementId)
        .map(Models.Element::jobType)
        .filter(type -> type.startsWith("tell-"))
        .isPresent();
  }

  /** Where something failed; the message may quote what was entered and is left where it is. */
  void incidents(List<ExportedRecord> batch) {
    for (var record : batch) {
      switch (record.intent()) {
        case "CREATED" ->
            db.sql(
                    """
                    insert into journey_incident (incident_key, process_instance_key, process_id,
                      element_id, error_type, raised_at)
                    values (?, ?, ?, ?, ?, ?) on conflict do nothing
                    """)
                .params(
                    record.key(),
                    record.number("processInstanceKey"),
                    record.text("bpmnProcessId"),
                    record.text("elementId"),
                    record.text("errorType"),
                    TaskRows.sql(record.at()))
                .update();
        case "MIGRATED" ->
            db.sql("update journey_incident set element_id = ? where incident_key = ?")
                .params(record.text("elementId"), record.key())
                .update();
        case "RESOLVED" ->
            db.sql(
                    "update journey_incident set resolved_at = ?"
                        + " where incident_key = ? and resolved_at is null")
                .params(TaskRows.sql(record.at()), record.key())
                .update();
        default -> {}
      }
    }
  }

  private static List<ExportedRecord> of(List<ExportedRecord> batch, String intent) {
    return batch.stream().filter(record -> record.intent().equals(intent)).toList();
  }

  private static Instant openedAt(ExportedRecord record) {
    var created = record.number("creationTimestamp");
    return created > 0 ? Instant.ofEpochMilli(created) : record.at();
  }

  private static @Nullable Instant date(ExportedRecord record, String field) {
    var text = record.text(field);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return ZonedDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable OffsetDateTime sql(@Nullable Instant at) {
    return at == null ? null : TaskRows.sql(at);
  }

  private static Long[] keys(List<ExportedRecord> batch) {
    return batch.stream().map(ExportedRecord::key).toArray(Long[]::new);
  }

  private static Long[] numbers(List<ExportedRecord> batch, String field) {
    return batch.stream().map(record -> record.number(field)).toArray(Long[]::new);
  }

  private static String[] texts(List<ExportedRecord> batch, String field) {
    return batch.stream().map(record -> record.text(field)).toArray(String[]::new);
  }

  /** As text, which the statement casts: the driver sends no arrays of instants. */
  private static String[] times(
      List<ExportedRecord> batch,
      java.util.function.Function<ExportedRecord, @Nullable Instant> at) {
    var times = new ArrayList<@Nullable String>();
    for (var record : batch) {
      var time = at.apply(record);
      times.add(time == null ? null : time.toString());
    }
    return times.toArray(String[]::new);
  }
}
