package org.haven.tasks;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.StaffDirectory;
import org.haven.tasks.Acted.Refused;
import org.haven.tasks.Acted.Why;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * A task goes from hand to hand with a reason, which is kept sealed as a note at the task: to a
 * colleague, or back to where it came from. What whoever had it typed and did not send stays
 * theirs.
 */
@Service
public class TaskHandOver {
  private final JdbcClient db;
  private final TransactionOperations transaction;
  private final TaskList tasks;
  private final TaskHands hands;
  private final TaskNotes notes;
  private final Holders holders;
  private final Covers covers;
  private final StaffDirectory staff;
  private final Notices notices;
  private final Audit audit;

  TaskHandOver(
      JdbcClient db,
      TransactionOperations transaction,
      TaskList tasks,
      TaskHands hands,
      TaskNotes notes,
      Holders holders,
      Covers covers,
      StaffDirectory staff,
      Notices notices,
      Audit audit) {
    this.db = db;
    this.transaction = transaction;
    this.tasks = tasks;
    this.hands = hands;
    this.notes = notes;
    this.holders = holders;
    this.covers = covers;
    this.staff = staff;
    this.notices = notices;
    this.audit = audit;
  }

  /** Who of its team may take the task over, by name; whoever holds it is left out. */
  public List<ActingPerson> colleagues(TaskView task) {
    return staff.membersOf(task.team()).stream()
        .filter(one -> !one.username().equals(task.assignee()))
        .filter(
            one ->
                holders.mayHold(one.username(), task.caseRef(), task.team(), task.forSupervisor()))
        .toList();
  }

  /** Why the person may not give the task to somebody; absent if they may. */
  public @Nullable Refused hindrance(ActingPerson who, TaskView task) {
    return TaskHands.hindrance(who, task);
  }

  /** Why the person may not give it back; absent if they may, because they hold it. */
  public @Nullable Refused backHindrance(ActingPerson who, TaskView task) {
    if (task.status() != TaskStatus.OPEN) {
      return Refused.of(Why.NOT_OPEN);
    }
    return who.username().equals(task.assignee()) ? null : TaskHands.notTheirs(task);
  }

  /** Who gave the task to whoever holds it, if that person may take it back. */
  public Optional<String> giver(TaskView task) {
    String holder = task.assignee();
    if (holder == null) {
      return Optional.empty();
    }
    return db.sql(
            """
            select given_by from task_claim
            where element_instance_key = ? and given_to = ? and given_by <> given_to
            """)
        .params(task.id(), holder)
        .query(String.class)
        .optional()
        .filter(giver -> holders.mayHold(giver, task.caseRef(), task.team(), task.forSupervisor()));
  }

  /**
   * The colleague holds the task from now on, and is told so; the same form again changes nothing.
   *
   * @param mark made with the page
   * @param to a sign-in name
   * @param words why
   */
  public Acted handOver(ActingPerson who, long id, UUID mark, String to, String words) {
    return act(
        who,
        id,
        mark,
        task -> {
          Refused hindrance = hindrance(who, task);
          if (hindrance != null) {
            return hindrance;
          }
          if (to.equals(task.assignee())) {
            return Refused.of(Why.HOLDS_IT, to);
          }
          Refused cannot = cannotTake(to, task);
          if (cannot == null) {
            cannot = Acted.wrong(notes.wrong(task, words));
          }
          if (cannot != null) {
            return cannot;
          }
          notes.keep(who, task, mark, TaskNote.Kind.HANDED_OVER, Set.of(to), words);
          hands.give(who, task, to, NoticeKind.ASSIGNED);
          return new Acted.Done();
        });
  }

  private @Nullable Refused cannotTake(String to, TaskView task) {
    if (!holders.mayHold(to, task.caseRef(), task.team(), task.forSupervisor())) {
      // whether there is such a person, or what keeps them from it, is not told
      return Refused.of(Why.CANNOT_HOLD);
    }
    return covers
        .standing(to)
        .map(cover -> new Refused(Why.AWAY, cover.covering(), cover.untilOn()))
        .orElse(null);
  }

  /**
   * Whoever holds the task gives it back, and the supervisors of its team are told; the same form
   * again changes nothing.
   *
   * @param toGiver to whoever gave it to them; else to the team
   */
  public Acted sendBack(ActingPerson who, long id, UUID mark, boolean toGiver, String words) {
    return act(
        who,
        id,
        mark,
        task -> {
          Refused hindrance = backHindrance(who, task);
          if (hindrance != null) {
            return hindrance;
          }
          Optional<String> giver = toGiver ? giver(task) : Optional.empty();
          if (toGiver && giver.isEmpty()) {
            return Refused.of(Why.CANNOT_HOLD);
          }
          Refused wrong = Acted.wrong(notes.wrong(task, words));
          if (wrong != null) {
            return wrong;
          }
          notes.keep(
              who,
              task,
              mark,
              TaskNote.Kind.SENT_BACK,
              giver.map(Set::of).orElse(Collections.emptySet()),
              words);
          if (giver.isPresent()) {
            hands.give(who, task, giver.get(), NoticeKind.SENT_BACK);
          } else {
            TaskHands.letGo(db, id);
          }
          var told = new HashSet<>(TaskClocks.names(staff.supervisorsOf(task.team())));
          told.remove(who.username());
          giver.ifPresent(told::remove);
          if (!told.isEmpty()) {
            notices.tellAgain(told, NoticeKind.SENT_BACK, task.caseRef(), id);
          }
          audit.record(
              who,
              "send-back-task",
              task.caseRef(),
              Map.of("taskId", id, "to", giver.orElse("team")));
          return new Acted.Done();
        });
  }

  /** One at a time at a task that is open; what was sent twice is done once. */
  private Acted act(ActingPerson who, long id, UUID mark, Function<TaskView, Acted> how) {
    return transaction.execute(
        _ -> {
          var found = tasks.lock(who, id);
          if (notes.kept(who, id, mark)) {
            return new Acted.Done();
          }
          if (found.isEmpty()) {
            return new Acted.Gone();
          }
          return how.apply(found.get());
        });
  }
}
