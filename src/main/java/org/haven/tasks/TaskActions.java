package org.haven.tasks;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.haven.casefile.By;
import org.haven.casefile.CaseWorkers;
import org.haven.casefile.SafeContacts;
import org.haven.forms.FormProblem;
import org.haven.forms.Forms;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.Outbox;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.util.function.SingletonSupplier;

/** What a person does with a task. Every right is asked for the person who acts. */
@Service
public class TaskActions {
  private final JdbcClient db;
  private final TransactionOperations transaction;
  private final TaskList tasks;
  private final Forms forms;
  private final SingletonSupplier<Map<String, TaskForm>> taskForms;
  private final RecordedForm recordedForm;
  private final ObjectProvider<FormRule> rules;
  private final ObjectProvider<FormEffect> effects;
  private final SafeContacts contacts;
  private final Outbox outbox;
  private final Audit audit;
  private final KeysAwaited awaited;
  private final CaseWorkers workers;
  private final Clock clock;

  TaskActions(
      JdbcClient db,
      TransactionOperations transaction,
      TaskList tasks,
      Forms forms,
      ObjectProvider<TaskForm> taskForms,
      RecordedForm recordedForm,
      ObjectProvider<FormRule> rules,
      ObjectProvider<FormEffect> effects,
      SafeContacts contacts,
      Outbox outbox,
      Audit audit,
      KeysAwaited awaited,
      CaseWorkers workers,
      Clock clock) {
    this.db = db;
    this.transaction = transaction;
    this.tasks = tasks;
    this.forms = forms;
    // asked for when first needed: the forms of journeys may themselves need the task list
    this.taskForms =
        SingletonSupplier.of(
            () ->
                taskForms.stream()
                    .collect(Collectors.toMap(TaskForm::formId, Function.identity())));
    this.recordedForm = recordedForm;
    this.rules = rules;
    this.effects = effects;
    this.contacts = contacts;
    this.outbox = outbox;
    this.audit = audit;
    this.awaited = awaited;
    this.workers = workers;
    this.clock = clock;
  }

  /** One of two who claim at once gets it; the other is told who was first. */
  public ClaimResult claim(ActingPerson who, long id) {
    return transaction.execute(
        _ -> {
          var found = tasks.lock(who, id).filter(TaskActions::open);
          if (found.isEmpty()) {
            return new ClaimResult.Gone();
          }
          var task = found.get();
          // the claim of somebody who may not hold it by now has lapsed: the view shows none
          boolean mine =
              db.sql(
                          """
                          insert into task_claim (element_instance_key, assignee, claimed_at)
                          select t.element_instance_key, :who, :at from task t
                          where t.element_instance_key = :id and t.status = 'OPEN'
                          on conflict (element_instance_key) do update
                            set assignee = excluded.assignee, claimed_at = excluded.claimed_at,
                              given_by = null, given_to = null
                            where task_claim.submitted_at is null
                              and (task_claim.assignee is null
                                or :free)
                          """)
                      .param("who", who.username())
                      .param("at", TaskRows.sql(clock.instant()))
                      .param("id", id)
                      .param("free", task.assignee() == null)
                      .update()
                  == 1;
          if (mine) {
            workers.worked(task.caseRef(), By.of(who));
            audit.record(who, "claim-task", task.caseRef(), Map.of("taskId", id));
            return new ClaimResult.Claimed();
          }
          return holder(id, who);
        });
  }

  private ClaimResult holder(long id, ActingPerson who) {
    return db.sql(
            """
            select assignee, claimed_at from task_claim
            where element_instance_key = ? and submitted_at is null and assignee is not null
            """)
        .param(id)
        .query(
            (row, _) ->
                row.getString("assignee").equals(who.username())
                    ? new ClaimResult.Claimed()
                    : new ClaimResult.TakenBy(
                        row.getString("assignee"), TaskRows.instant(row, "claimed_at")))
        .optional()
        .orElseGet(ClaimResult.Gone::new);
  }

  /** One's own claim; a supervisor of the task's team may end a colleague's. */
  public ReleaseResult release(ActingPerson who, long id) {
    return transaction.execute(
        _ -> {
          var found = tasks.lock(who, id).filter(TaskActions::open);
          if (found.isEmpty()) {
            return new ReleaseResult.Gone();
          }
          var task = found.get();
          var holder = task.assignee();
          if (holder == null) {
            return new ReleaseResult.Released();
          }
          if (!holder.equals(who.username()) && !who.supervises(task.team())) {
            return new ReleaseResult.NotYours(holder);
          }
          TaskHands.letGo(db, id);
          audit.record(who, "release-task", task.caseRef(), Map.of("taskId", id, "holder", holder));
          return new ReleaseResult.Released();
        });
  }

  /** The task with its form's data; the contact gate is asked again when the step reaches her. */
  public OpenResult open(ActingPerson who, long id) {
    return transaction.execute(
        _ -> {
          var found = tasks.find(who, id);
          if (found.isEmpty()) {
            return new OpenResult.Gone();
          }
          var task = found.get();
          if (!open(task)) {
            return new OpenResult.Done(task);
          }
          if (contactNotSafe(task)) {
            return new OpenResult.ContactNotSafe(task);
          }
          var holder = task.assignee();
          return new OpenResult.TaskPage(
              task, form(task).prefill(task, who), holder == null || holder.equals(who.username()));
        });
  }

  /**
   * Checks and saves a form: case record, audit, task and outbox in one transaction. Saved means
   * kept, whether or not the engine answers now. A task that nobody claimed is claimed by it.
   *
   * @param posted by field key, as the form sends it
   */
  public SubmitResult submit(ActingPerson who, long id, Map<String, ?> posted) {
    return transaction.execute(
        _ -> {
          var found = tasks.lock(who, id);
          return found.isEmpty() ? new SubmitResult.Gone() : submit(who, found.get(), posted);
        });
  }

  private SubmitResult submit(ActingPerson who, TaskView task, Map<String, ?> posted) {
    if (!open(task)) {
      return new SubmitResult.AlreadyDone(
          task.doneBy(), Objects.requireNonNullElse(task.doneAt(), clock.instant()));
    }
    var holder = task.assignee();
    if (holder != null && !holder.equals(who.username())) {
      return new SubmitResult.NotYours(holder);
    }
    if (contactNotSafe(task)) {
      return new SubmitResult.ContactNotSafe();
    }
    var form = form(task);
    var check = forms.form(task.formId()).check(posted, form.prefill(task, who));
    if (!check.passed()) {
      return new SubmitResult.Invalid(check.problems());
    }
    var problems = new ArrayList<FormProblem>(form.check(task, check.submission(), who));
    rules.stream()
        .filter(rule -> rule.formId().equals(form.formId()))
        .forEach(rule -> problems.addAll(rule.check(task, check.submission(), who)));
    if (!problems.isEmpty()) {
      return new SubmitResult.Invalid(List.copyOf(problems));
    }
    var facts = new LinkedHashMap<String, Object>(form.save(task, check.submission(), who));
    effects
        .orderedStream()
        .filter(effect -> effect.formId().equals(form.formId()))
        .forEach(effect -> facts.putAll(effect.save(task, check.submission(), who)));
    var keyKnown = markSubmitted(who, task.id());
    TaskDrafts.forget(db, who, task.id());
    workers.worked(task.caseRef(), By.of(who));
    audit.record(
        who,
        "complete-task",
        task.caseRef(),
        Map.of("taskId", task.id(), "elementId", task.elementId()));
    outbox.completeTask(task.caseRef(), task.id(), keyKnown, task.elementId(), facts);
    if (!keyKnown) {
      awaited.expect();
    }
    return new SubmitResult.Saved();
  }

  /**
   * @return whether the engine's key of the task is known already
   */
  private boolean markSubmitted(ActingPerson who, long id) {
    var now = TaskRows.sql(clock.instant());
    db.sql(
            """
            insert into task_claim
              (element_instance_key, assignee, claimed_at, submitted_by, submitted_at)
            values (:id, :who, :at, :who, :at)
            on conflict (element_instance_key) do update set
              assignee = excluded.assignee,
              claimed_at = coalesce(task_claim.claimed_at, excluded.claimed_at),
              submitted_by = excluded.submitted_by, submitted_at = excluded.submitted_at
            """)
        .param("id", id)
        .param("who", who.username())
        .param("at", now)
        .update();
    TaskHands.forgetFollowUp(db, id);
    return db.sql("select user_task_key is not null from task where element_instance_key = ?")
        .param(id)
        .query(Boolean.class)
        .single();
  }

  private boolean contactNotSafe(TaskView task) {
    return task.reachesHer() && !contacts.check(task.caseRef()).valid();
  }

  /** A journey's own binding, where there is one; else the form is kept as it was answered. */
  private TaskForm form(TaskView task) {
    TaskForm own = taskForms.obtain().get(task.formId());
    return own != null ? own : recordedForm.of(task.formId());
  }

  private static boolean open(TaskView task) {
    return task.status() == TaskStatus.OPEN;
  }
}
