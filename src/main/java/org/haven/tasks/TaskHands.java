package org.haven.tasks;

import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.By;
import org.haven.casefile.CaseWorkers;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Puts tasks into a colleague's hands, or aside until a day. Both are for whoever holds the task
 * and for supervisors of its team.
 */
@Service
public class TaskHands {
  /** How far ahead a task may be put aside, in months. Status: Local default. */
  public static final int LONGEST_MONTHS = 12;

  private final JdbcClient db;
  private final TransactionOperations transaction;
  private final TaskList tasks;
  private final Holders holders;
  private final Notices notices;
  private final CaseWorkers workers;
  private final Audit audit;
  private final Clock clock;

  TaskHands(
      JdbcClient db,
      TransactionOperations transaction,
      TaskList tasks,
      Holders holders,
      Notices notices,
      CaseWorkers workers,
      Audit audit,
      Clock clock) {
    this.db = db;
    this.transaction = transaction;
    this.tasks = tasks;
    this.holders = holders;
    this.notices = notices;
    this.workers = workers;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The colleague holds the task from now on and is told so; who holds it already goes on.
   *
   * @param to a sign-in name
   */
  public AssignResult assign(ActingPerson who, long id, String to) {
    return transaction.execute(
        _ -> {
          var found = tasks.lock(who, id).filter(task -> task.status() == TaskStatus.OPEN);
          if (found.isEmpty()) {
            return new AssignResult.Gone();
          }
          TaskView task = found.get();
          if (!mayDispose(who, task)) {
            return new AssignResult.NotAllowed();
          }
          if (!holders.mayHold(to, task.caseRef(), task.team(), task.forSupervisor())) {
            return new AssignResult.CannotHold();
          }
          if (!to.equals(task.assignee())) {
            give(who, task, to, NoticeKind.ASSIGNED);
          }
          return new AssignResult.Assigned();
        });
  }

  /**
   * The colleague, who may hold the task, holds it from now on; in a transaction that holds it.
   *
   * @param told how the colleague hears of it
   */
  void give(ActingPerson who, TaskView task, String to, NoticeKind told) {
    db.sql(
            """
            insert into task_claim (element_instance_key, assignee, claimed_at, given_by, given_to)
            values (?, ?, ?, ?, ?)
            on conflict (element_instance_key) do update
              set assignee = excluded.assignee, claimed_at = excluded.claimed_at,
                given_by = excluded.given_by, given_to = excluded.given_to
            """)
        .params(task.id(), to, TaskRows.sql(clock.instant()), who.username(), to)
        .update();
    forgetFollowUp(db, task.id());
    workers.worked(task.caseRef(), new By(to));
    var details = new HashMap<String, Object>(Map.of("taskId", task.id(), "to", to));
    if (task.assignee() != null) {
      details.put("from", task.assignee());
    }
    audit.record(who, "assign-task", task.caseRef(), details);
    if (!to.equals(who.username())) {
      notices.tellAgain(Set.of(to), told, task.caseRef(), task.id());
    }
  }

  /**
   * Notes the day on which the task is to be looked at again. Its limit stays as it is.
   *
   * @param on absent to take it back
   * @throws IllegalArgumentException if the day is past, or further away than {@link
   *     #LONGEST_MONTHS}
   */
  public FollowUpResult followUp(ActingPerson who, long id, @Nullable LocalDate on) {
    if (on != null && !isFollowUpDay(on)) {
      throw new IllegalArgumentException("No day to look at a task again");
    }
    return transaction.execute(
        _ -> {
          var found = tasks.lock(who, id).filter(task -> task.status() == TaskStatus.OPEN);
          if (found.isEmpty()) {
            return new FollowUpResult.Gone();
          }
          TaskView task = found.get();
          if (!mayDispose(who, task)) {
            return new FollowUpResult.NotAllowed();
          }
          if (on == null) {
            forgetFollowUp(db, id);
          } else {
            db.sql(
                    """
                    insert into task_follow_up (element_instance_key, case_ref, on_date, at, by)
                    values (?, ?, ?, ?, ?)
                    on conflict (element_instance_key) do update
                      set on_date = excluded.on_date, at = excluded.at, by = excluded.by
                    """)
                .params(
                    id, task.caseRef().value(), on, TaskRows.sql(clock.instant()), who.username())
                .update();
          }
          audit.record(
              who,
              "follow-up-task",
              task.caseRef(),
              Map.of("taskId", id, "on", on == null ? "none" : on.toString()));
          return new FollowUpResult.Noted();
        });
  }

  /** From today on, London's day, and no further than a year. */
  public boolean isFollowUpDay(LocalDate day) {
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    return !day.isBefore(today) && !day.isAfter(today.plusMonths(LONGEST_MONTHS));
  }

  /** A task that leaves somebody's hands is not put aside any more. */
  static void forgetFollowUp(JdbcClient db, long id) {
    db.sql("delete from task_follow_up where element_instance_key = ?").param(id).update();
  }

  /** Why the person may not give the task to somebody or ask at it; absent if they may. */
  static Acted.@Nullable Refused hindrance(ActingPerson who, TaskView task) {
    if (task.status() != TaskStatus.OPEN) {
      return Acted.Refused.of(Acted.Why.NOT_OPEN);
    }
    return mayDispose(who, task) ? null : notTheirs(task);
  }

  static Acted.Refused notTheirs(TaskView task) {
    return task.assignee() == null
        ? Acted.Refused.of(Acted.Why.NOBODYS)
        : Acted.Refused.of(Acted.Why.NOT_YOURS, task.assignee());
  }

  /** Nobody holds the task any more; in a transaction that holds it. */
  static void letGo(JdbcClient db, long id) {
    db.sql(
            "update task_claim set assignee = null, claimed_at = null, given_by = null,"
                + " given_to = null where element_instance_key = ? and submitted_at is null")
        .param(id)
        .update();
    forgetFollowUp(db, id);
  }

  static boolean mayDispose(ActingPerson who, TaskView task) {
    return who.username().equals(task.assignee()) || who.supervises(task.team());
  }

  /** Who may hold tasks of the person's teams, the person included, by name. */
  public List<ActingPerson> colleagues(ActingPerson who) {
    return holders.now().of(who.teams());
  }
}
