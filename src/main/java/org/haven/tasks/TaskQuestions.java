package org.haven.tasks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.haven.casefile.By;
import org.haven.casefile.CaseWorkers;
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
 * What somebody asks a colleague at a task. The words of question and answer are notes, sealed; the
 * question is open until it is answered or taken back, or the task ends. The clock runs on.
 */
@Service
public class TaskQuestions {
  private final JdbcClient db;
  private final TransactionOperations transaction;
  private final TaskList tasks;
  private final TaskNotes notes;
  private final StaffDirectory staff;
  private final Notices notices;
  private final CaseWorkers workers;
  private final Audit audit;
  private final Clock clock;

  TaskQuestions(
      JdbcClient db,
      TransactionOperations transaction,
      TaskList tasks,
      TaskNotes notes,
      StaffDirectory staff,
      Notices notices,
      CaseWorkers workers,
      Audit audit,
      Clock clock) {
    this.db = db;
    this.transaction = transaction;
    this.tasks = tasks;
    this.notes = notes;
    this.staff = staff;
    this.notices = notices;
    this.workers = workers;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * A question; its words are the note of the same id.
   *
   * @param askedOf absent if that colleague must not know of the case by now
   * @param open nobody has answered it or taken it back
   */
  public record Question(
      UUID id, String askedBy, @Nullable String askedOf, Instant askedAt, boolean open) {
    public boolean isFor(ActingPerson who) {
      return open && who.username().equals(askedOf);
    }

    /** Whoever asked may take it back, and whoever holds the task or supervises its team. */
    public boolean mayTakeBack(ActingPerson who, TaskView task) {
      return open && (who.username().equals(askedBy) || TaskHands.mayDispose(who, task));
    }
  }

  /** Open questions at a task that is the person's to see, the oldest first. */
  public List<Question> open(TaskView task) {
    return db.sql(QUESTION + " and q.ended_at is null order by q.asked_at")
        .param("task", task.id())
        .query(TaskQuestions::question)
        .list();
  }

  /** One of them, open or not. */
  public Optional<Question> find(TaskView task, UUID id) {
    return db.sql(QUESTION + " and q.id = :id")
        .param("task", task.id())
        .param("id", id)
        .query(TaskQuestions::question)
        .optional();
  }

  private static final String QUESTION =
      """
      select q.id, q.asked_by, q.asked_at, q.ended_at,
        case when exists (select 1 from case_conflict h
                          where h.case_ref = q.case_ref and h.username = q.asked_of)
             then null else q.asked_of end as asked_of
      from task_question q where q.element_instance_key = :task
      """;

  private static Question question(ResultSet row, int index) throws SQLException {
    return new Question(
        UUID.fromString(row.getString("id")),
        row.getString("asked_by"),
        row.getString("asked_of"),
        TaskRows.instant(row, "asked_at"),
        row.getObject("ended_at") == null);
  }

  /** Why nothing is answered at the task any more; absent if it is open. */
  public @Nullable Refused openHindrance(TaskView task) {
    return task.status() == TaskStatus.OPEN ? null : Refused.of(Why.NOT_OPEN);
  }

  /** Why the person may not ask; absent if they hold the task, or supervise its team. */
  public @Nullable Refused hindrance(ActingPerson who, TaskView task) {
    return TaskHands.hindrance(who, task);
  }

  /**
   * Asks a colleague, who is told; the same form again changes nothing.
   *
   * @param mark made with the page; the question has it as its id
   * @param of a sign-in name
   */
  public Acted ask(ActingPerson who, long taskId, UUID mark, String of, String words) {
    return act(
        who,
        taskId,
        mark,
        task -> {
          Refused hindrance = hindrance(who, task);
          if (hindrance != null) {
            return hindrance;
          }
          if (of.equals(who.username())
              || staff.find(of).filter(one -> tasks.find(one, taskId).isPresent()).isEmpty()) {
            return Refused.of(Why.CANNOT_BE_ASKED);
          }
          if (open(task).stream().anyMatch(question -> of.equals(question.askedOf()))) {
            return Refused.of(Why.ASKED_ALREADY, of);
          }
          Refused wrong = Acted.wrong(notes.wrong(task, words));
          if (wrong != null) {
            return wrong;
          }
          notes.keep(who, task, mark, TaskNote.Kind.QUESTION, Set.of(of), words);
          db.sql(
                  """
                  insert into task_question (id, element_instance_key, case_ref, asked_by, asked_of,
                    asked_at) values (?, ?, ?, ?, ?, ?)
                  """)
              .params(
                  mark,
                  taskId,
                  task.caseRef().value(),
                  who.username(),
                  of,
                  TaskRows.sql(clock.instant()))
              .update();
          record(who, task, "ask-colleague", mark);
          notices.tellAgain(Set.of(of), NoticeKind.ASKED, task.caseRef(), taskId);
          return new Acted.Done();
        });
  }

  /** Whoever was asked answers; whoever asked is told, and whoever holds the task by now. */
  public Acted answer(ActingPerson who, long taskId, UUID question, UUID mark, String words) {
    return end(
        who,
        taskId,
        question,
        mark,
        (task, asked) -> {
          if (!who.username().equals(asked.askedOf())) {
            return new Acted.Gone();
          }
          Refused wrong = Acted.wrong(notes.wrong(task, words));
          if (wrong != null) {
            return wrong;
          }
          notes.keep(who, task, mark, TaskNote.Kind.ANSWER, Set.of(asked.askedBy()), words);
          ended(who, question, "answered", mark);
          record(who, task, "answer-colleague", question);
          notices.settle(NoticeKind.ASKED, who.username(), taskId);
          var told = new HashSet<>(Set.of(asked.askedBy()));
          if (task.assignee() != null) {
            told.add(task.assignee());
          }
          told.remove(who.username());
          if (!told.isEmpty()) {
            notices.tellAgain(told, NoticeKind.ANSWERED, task.caseRef(), taskId);
          }
          return new Acted.Done();
        });
  }

  /** Takes a question back; what was asked stays on record. */
  public Acted takeBack(ActingPerson who, long taskId, UUID question) {
    return end(
        who,
        taskId,
        question,
        null,
        (task, asked) -> {
          if (!asked.mayTakeBack(who, task)) {
            return new Acted.Gone();
          }
          ended(who, question, "withdrawn", null);
          record(who, task, "withdraw-question", question);
          if (asked.askedOf() != null) {
            notices.settle(NoticeKind.ASKED, asked.askedOf(), taskId);
          }
          return new Acted.Done();
        });
  }

  private Acted end(
      ActingPerson who,
      long taskId,
      UUID id,
      @Nullable UUID mark,
      BiFunction<TaskView, Question, Acted> how) {
    return act(
        who,
        taskId,
        mark,
        task -> {
          Optional<Question> asked = find(task, id);
          if (asked.isEmpty()) {
            return new Acted.Gone();
          }
          return asked.get().open() ? how.apply(task, asked.get()) : Refused.of(Why.QUESTION_ENDED);
        });
  }

  private void ended(ActingPerson who, UUID question, String as, @Nullable UUID answer) {
    db.sql(
            "update task_question set ended_as = :as, ended_by = :by, ended_at = :at,"
                + " answer_id = :answer::uuid where id = :id and ended_at is null")
        .param("as", as)
        .param("by", who.username())
        .param("at", TaskRows.sql(clock.instant()))
        .param("answer", answer == null ? null : answer.toString())
        .param("id", question)
        .update();
  }

  private void record(ActingPerson who, TaskView task, String action, UUID question) {
    workers.worked(task.caseRef(), By.of(who));
    audit.record(
        who, action, task.caseRef(), Map.of("taskId", task.id(), "question", question.toString()));
  }

  /**
   * One at a time at a task that is open.
   *
   * @param mark what was sent with it before is done; absent if doing it twice is no harm
   */
  private Acted act(
      ActingPerson who, long taskId, @Nullable UUID mark, Function<TaskView, Acted> how) {
    return transaction.execute(
        _ -> {
          var found = tasks.lock(who, taskId);
          if (found.isEmpty()) {
            return new Acted.Gone();
          }
          if (mark != null && notes.kept(who, taskId, mark)) {
            return new Acted.Done();
          }
          return found.get().status() == TaskStatus.OPEN
              ? how.apply(found.get())
              : Refused.of(Why.NOT_OPEN);
        });
  }
}
