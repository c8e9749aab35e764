package org.haven.tasks;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Models;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.platform.calendar.Sla;
import org.haven.platform.calendar.SlaTable;
import org.haven.platform.calendar.Term;
import org.haven.platform.calendar.Told;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tells people that time runs out for a task, or has run out, when the engine's timers say so. Who
 * is told stands in {@code taskSla}; nobody on the conflict list is. Source: procedure section 5.
 */
@Service
public class TaskClocks {
  /** The engine's clock and ours may differ by this much. */
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  private final JdbcClient db;
  private final TransactionOperations transaction;
  private final Models models;
  private final SlaTable limits;
  private final StaffDirectory staff;
  private final Notices notices;
  private final Holders holders;
  private final Audit audit;
  private final Clock clock;

  TaskClocks(
      JdbcClient db,
      TransactionOperations transaction,
      Models models,
      SlaTable limits,
      StaffDirectory staff,
      Notices notices,
      Holders holders,
      Audit audit,
      Clock clock) {
    this.db = db;
    this.transaction = transaction;
    this.models = models;
    this.limits = limits;
    this.staff = staff;
    this.notices = notices;
    this.holders = holders;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The owner's warning. Told once; a task that is done or submitted by now is told of no more.
   *
   * @param eventId the event behind the boundary timer of the task
   * @throws IllegalStateException if that event hangs on no user task of a model that we deployed
   */
  public void warn(long processInstanceKey, long processDefinitionKey, String eventId) {
    tell(processInstanceKey, processDefinitionKey, eventId, Clocked.WARNING);
  }

  /** The same when it is late. */
  public void breach(long processInstanceKey, long processDefinitionKey, String eventId) {
    tell(processInstanceKey, processDefinitionKey, eventId, Clocked.BREACH);
  }

  private void tell(long instance, long definition, String eventId, Clocked clocked) {
    var elementId =
        models
            .attachedTask(definition, eventId)
            .map(Models.Element::id)
            .orElseThrow(
                () -> new IllegalStateException(eventId + " hangs on the edge of no user task"));
    var now = clock.instant();
    var due = due(instance, elementId, clocked, now);
    // the table is asked before the transaction begins
    var slas = new HashMap<String, Sla>();
    for (var task : due) {
      slas.computeIfAbsent(task.slaKey(), key -> limits.limit(key, WorkingCalendar.dateOf(now)));
    }
    transaction.executeWithoutResult(
        _ -> {
          for (var task : due) {
            if (mark(task.id(), clocked, now)) {
              tell(task, clocked, Objects.requireNonNull(slas.get(task.slaKey())));
            }
          }
        });
  }

  /** Of several instances of the same step only those whose own time has come. */
  private List<DueTask> due(long instance, String elementId, Clocked clocked, Instant now) {
    var open =
        db.sql(
                """
                select t.element_instance_key, t.case_ref, t.team, t.for_supervisor, t.sla_key,
                  t.warn_at, t.due_at, c.assignee
                from task t left join task_claim c using (element_instance_key)
                where t.process_instance_key = ? and t.element_id = ? and t.status = 'OPEN'
                  and c.submitted_at is null
                """)
            .params(instance, elementId)
            .query(
                (row, _) ->
                    new DueTask(
                        row.getLong("element_instance_key"),
                        new CaseRef(row.getString("case_ref")),
                        Team.of(row.getString("team")),
                        row.getBoolean("for_supervisor"),
                        row.getString("sla_key"),
                        TaskRows.instant(row, clocked.dateColumn),
                        row.getString("assignee")))
            .list();
    return open.size() == 1
        ? open
        : open.stream().filter(task -> !task.at().isAfter(now.plus(TOLERANCE))).toList();
  }

  private boolean mark(long id, Clocked clocked, Instant now) {
    return db.sql(
                """
                insert into task_claim (element_instance_key, %1$s) values (?, ?)
                on conflict (element_instance_key) do update set %1$s = excluded.%1$s
                where task_claim.%1$s is null
                """
                    .formatted(clocked.markColumn))
            .params(id, TaskRows.sql(now))
            .update()
        == 1;
  }

  private void tell(DueTask task, Clocked clocked, Sla sla) {
    boolean toldAtOpening = clocked == Clocked.WARNING && sla.term() instanceof Term.AtOnce;
    if (!toldAtOpening) {
      var people =
          clocked == Clocked.WARNING
              ? warned(task, sla.told())
              : late(staff, task.team(), sla.told());
      notices.tell(people, clocked.kind, task.caseRef(), task.id());
    }
    audit.recordSystem(
        clocked.action, task.caseRef(), Map.of("taskId", task.id(), "slaKey", task.slaKey()));
  }

  private Set<String> warned(DueTask task, Told told) {
    var people = new HashSet<String>();
    owner(task)
        .ifPresentOrElse(
            people::add,
            () ->
                people.addAll(
                    names(
                        task.forSupervisor()
                            ? staff.supervisorsOf(task.team())
                            : staff.membersOf(task.team()))));
    if (told.warnsSupervisors()) {
      people.addAll(names(staff.supervisorsOf(task.team())));
    }
    return people;
  }

  /** Who is told that time has run out for what this team owns. */
  static Set<String> late(StaffDirectory staff, Team owner, Told told) {
    return switch (told) {
      case A -> names(staff.supervisorsOf(owner));
      case B -> names(staff.membersOf(Team.SERVICE_MANAGER));
      case C -> {
        var people = names(staff.membersOf(Team.SERVICE_MANAGER));
        people.addAll(names(staff.membersOf(Team.POLICY_OWNER)));
        yield people;
      }
    };
  }

  /** Who holds it, unless the claim has lapsed since: then the team is the owner. */
  private Optional<String> owner(DueTask task) {
    return Optional.ofNullable(task.assignee())
        .filter(name -> holders.mayHold(name, task.caseRef(), task.team(), task.forSupervisor()));
  }

  static Set<String> names(List<ActingPerson> people) {
    var names = new HashSet<String>();
    people.forEach(person -> names.add(person.username()));
    return names;
  }

  private record DueTask(
      long id,
      CaseRef caseRef,
      Team team,
      boolean forSupervisor,
      String slaKey,
      Instant at,
      @Nullable String assignee) {}

  private enum Clocked {
    WARNING(NoticeKind.WARNING, "tell-warning", "warned_at", "warn_at"),
    BREACH(NoticeKind.BREACH, "tell-breach", "breached_at", "due_at");

    private final NoticeKind kind;
    private final String action;
    private final String markColumn;
    private final String dateColumn;

    Clocked(NoticeKind kind, String action, String markColumn, String dateColumn) {
      this.kind = kind;
      this.action = action;
      this.markColumn = markColumn;
      this.dateColumn = dateColumn;
    }
  }
}
