package org.haven.tasks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.forms.CamundaForm;
import org.haven.forms.FormField;
import org.haven.forms.Forms;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people have typed into forms and not sent. A draft is its writer's alone, on whatever device
 * they sign in, as long as the task is theirs to see; it is sealed with the case's key and goes
 * with it, is no part of the record and stands in no export. It goes when its writer sends the
 * form. When somebody else finishes the task, or the procedure ends it, the writer can still read
 * it for a while.
 */
@Service
public class TaskDrafts {
  /** How long a draft is kept after its task has ended. Status: Local default. */
  public static final Duration KEPT_AFTER_END = Duration.ofDays(7);

  /** How long a draft is kept that nobody went on with. Status: Local default. */
  public static final Duration KEPT = Duration.ofDays(90);

  private static final String ENTITY = "task-draft";
  private static final String ANSWERS = "answers";
  private static final String QUESTIONS = "questions";
  private static final String STEP = "step";

  private final JdbcClient db;
  private final TaskList tasks;
  private final Forms forms;
  private final Sealing sealing;
  private final Clock clock;

  TaskDrafts(JdbcClient db, TaskList tasks, Forms forms, Sealing sealing, Clock clock) {
    this.db = db;
    this.tasks = tasks;
    this.forms = forms;
    this.sealing = sealing;
    this.clock = clock;
  }

  /** What became of a saving. */
  public sealed interface Saved {
    /**
     * @param turn to be given with the next saving
     */
    record Kept(int turn, Instant at) implements Saved {}

    /** Another window or device of the same person has saved since. */
    record Newer(int turn, Instant at) implements Saved {}

    /** The task is done; what was typed is kept for a while. */
    record Ended(Instant at) implements Saved {}

    /** There is no such task for this person, or they have sent the form themselves. */
    record Gone() implements Saved {}
  }

  /**
   * Keeps what is typed by now, in place of what was kept before.
   *
   * @param formVersion {@link CamundaForm#version()} of the form that is typed into: it may be an
   *     older one than ours, in a window that was opened before
   * @param typed by field key; what the form does not ask for is left out
   * @param step id of the part of a long form at which the person is, or empty
   * @param turn of the last saving that this window knows of, 0 if of none
   * @param force keeps it also where another window has saved since
   */
  @Transactional
  public Saved save(
      ActingPerson who,
      long taskId,
      String formVersion,
      Map<String, ?> typed,
      String step,
      int turn,
      boolean force) {
    // one after the other with the sending of the form and with savings of other windows
    var found = tasks.lock(who, taskId);
    if (found.isEmpty()) {
      return new Saved.Gone();
    }
    TaskView task = found.get();
    if (task.status() != TaskStatus.OPEN && who.username().equals(task.doneBy())) {
      // on its way when they sent the form: what they typed is on record
      return new Saved.Gone();
    }
    var before = row(who, taskId);
    if (before.isPresent() && before.get().turn() != turn && !force) {
      return new Saved.Newer(before.get().turn(), before.get().savedAt());
    }
    CamundaForm form = forms.form(task.formId());
    var answers = new LinkedHashMap<String, Object>();
    var questions = new LinkedHashMap<String, Object>();
    // what an earlier version asked stays until the form is sent
    before.ifPresent(
        row -> {
          answers.putAll(row.answers());
          questions.putAll(row.questions());
        });
    for (FormField field : form.fields()) {
      answers.remove(field.key());
      questions.remove(field.key());
      Object value = typed.get(field.key());
      if (value != null) {
        answers.put(field.key(), value);
        questions.put(field.key(), field.label());
      }
    }
    Instant now = clock.instant();
    int next = before.map(Row::turn).orElse(0) + 1;
    db.sql(
            """
            insert into task_draft (element_instance_key, username, case_ref, form_id, form_version,
              turn, sealed, saved_at)
            values (:task, :who, :case, :form, :version, :turn, :sealed::jsonb, :at)
            on conflict (element_instance_key, username) do update set form_id = excluded.form_id,
              form_version = excluded.form_version, turn = excluded.turn, sealed = excluded.sealed,
              saved_at = excluded.saved_at
            """)
        .param("task", taskId)
        .param("who", who.username())
        .param("case", task.caseRef().value())
        .param("form", task.formId())
        .param("version", formVersion)
        .param("turn", next)
        .param(
            "sealed",
            sealing.sealAll(
                task.caseRef(),
                ENTITY,
                rowId(taskId, who),
                Map.of(ANSWERS, answers, QUESTIONS, questions, STEP, step)))
        .param("at", TaskRows.sql(now))
        .update();
    return task.status() == TaskStatus.OPEN ? new Saved.Kept(next, now) : new Saved.Ended(now);
  }

  private static String rowId(long taskId, ActingPerson who) {
    return taskId + "." + who.username();
  }

  /** The person's own draft, if there is one and the task is theirs to see. */
  public Optional<TaskDraft> of(ActingPerson who, TaskView task) {
    return row(who, task.id()).map(row -> draft(forms.form(task.formId()), row));
  }

  private static TaskDraft draft(CamundaForm form, Row row) {
    var asked = new LinkedHashMap<String, FormField>();
    form.fields().forEach(field -> asked.put(field.key(), field));
    var answers = new LinkedHashMap<String, Object>();
    var left = new ArrayList<TaskDraft.Left>();
    row.answers()
        .forEach(
            (key, value) -> {
              FormField field = asked.get(key);
              if (field != null && fits(field, value)) {
                answers.put(key, value);
              } else {
                Object question = row.questions().getOrDefault(key, key);
                left.add(new TaskDraft.Left(key, String.valueOf(question), value));
              }
            });
    return new TaskDraft(
        answers,
        left,
        row.turn(),
        row.savedAt(),
        !row.formVersion().equals(form.version()),
        row.step());
  }

  /**
   * Could this have been typed into that field? Whether it is right the form says when it is sent.
   */
  private static boolean fits(FormField field, Object value) {
    return switch (field.type()) {
      case "checklist", "taglist" ->
          value instanceof List<?> several && several.stream().allMatch(one -> offers(field, one));
      case "dynamiclist" -> value instanceof List<?>;
      case "radio", "select" -> !(value instanceof List<?>) && offers(field, value);
      case "checkbox" -> value instanceof Boolean;
      case "number" -> value instanceof Number || value instanceof String;
      default -> value instanceof String;
    };
  }

  /** An option that is gone, or was never there; what the task itself offers is not known here. */
  private static boolean offers(FormField field, @Nullable Object value) {
    return field.options().isEmpty()
        || "".equals(value)
        || field.options().stream().anyMatch(one -> one.value().equals(String.valueOf(value)));
  }

  private record Row(
      String formVersion,
      int turn,
      Instant savedAt,
      Map<String, Object> answers,
      Map<String, Object> questions,
      String step) {}

  private Optional<Row> row(ActingPerson who, long taskId) {
    return db.sql(
            """
            select case_ref, form_version, turn, saved_at, sealed::text as sealed from task_draft
            where element_instance_key = ? and username = ?
            """)
        .params(taskId, who.username())
        .query((row, _) -> row(who, taskId, row))
        .optional();
  }

  @SuppressWarnings("unchecked") // sealed by save
  private Row row(ActingPerson who, long taskId, ResultSet row) throws SQLException {
    Map<String, Object> opened =
        sealing
            .openAll(
                new CaseRef(row.getString("case_ref")),
                ENTITY,
                rowId(taskId, who),
                row.getString("sealed"))
            .values();
    return new Row(
        row.getString("form_version"),
        row.getInt("turn"),
        TaskRows.instant(row, "saved_at"),
        opened.get(ANSWERS) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of(),
        opened.get(QUESTIONS) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of(),
        opened.get(STEP) instanceof String step ? step : "");
  }

  /** The person does not need the draft any more. */
  @Transactional
  public void throwAway(ActingPerson who, long taskId) {
    forget(db, who, taskId);
  }

  static void forget(JdbcClient db, ActingPerson who, long taskId) {
    db.sql("delete from task_draft where element_instance_key = ? and username = ?")
        .params(taskId, who.username())
        .update();
  }

  /**
   * Takes away what nobody comes back to: drafts of tasks that ended, and old ones.
   *
   * @return how many there were
   */
  @Transactional
  public int clear() {
    Instant now = clock.instant();
    return db.sql(
            """
            delete from task_draft d where d.saved_at < :old
              or not exists (
                select 1 from task_open o where o.element_instance_key = d.element_instance_key)
              and :ended > coalesce((
                select coalesce(c.submitted_at, t.done_at)
                from task t left join task_claim c using (element_instance_key)
                where t.element_instance_key = d.element_instance_key), d.saved_at)
            """)
        .param("old", TaskRows.sql(now.minus(KEPT)))
        .param("ended", TaskRows.sql(now.minus(KEPT_AFTER_END)))
        .update();
  }
}
