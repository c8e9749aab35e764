package org.haven.tasks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseWorkers;
import org.haven.casefile.Conflicts;
import org.haven.casefile.HeldRecords;
import org.haven.casefile.HeldRows;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Role;
import org.haven.platform.StaffDirectory;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What colleagues write to each other at a task, sealed with the case's key. Whoever may see the
 * task may read and write; {@code @} with a sign-in name tells that colleague, who must be one who
 * may see the task. Nothing written can be changed: it is part of the record.
 */
@Service
public class TaskNotes {
  public static final int LONGEST = 4_000;
  private static final String ENTITY = "task-note";

  /** An at sign behind nothing that could be an address before it. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?<![\\w.@-])@([a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9])?)", Pattern.CASE_INSENSITIVE);

  private final JdbcClient db;
  private final TaskList tasks;
  private final StaffDirectory staff;
  private final Conflicts conflicts;
  private final Notices notices;
  private final AddressVault vault;
  private final CaseWorkers workers;
  private final Sealing sealing;
  private final Audit audit;
  private final Clock clock;

  TaskNotes(
      JdbcClient db,
      TaskList tasks,
      StaffDirectory staff,
      Conflicts conflicts,
      Notices notices,
      AddressVault vault,
      CaseWorkers workers,
      Sealing sealing,
      Audit audit,
      Clock clock) {
    this.db = db;
    this.tasks = tasks;
    this.staff = staff;
    this.conflicts = conflicts;
    this.notices = notices;
    this.vault = vault;
    this.workers = workers;
    this.sealing = sealing;
    this.audit = audit;
    this.clock = clock;
  }

  /** What came of a note. */
  public sealed interface Written {
    /** It stands at the task, and whoever is named is told. */
    record Kept() implements Written {}

    record Empty() implements Written {}

    record TooLong() implements Written {}

    /** It names an address of the vault, which must stand nowhere else. */
    record NamesVault() implements Written {}

    /** Nobody of that sign-in name may see this task. */
    record NobodyOfThatName(String name) implements Written {}

    /** There is no such task for this person. */
    record Gone() implements Written {}
  }

  /**
   * Writes a note; the same one again changes nothing.
   *
   * @param noteId made with the page, so that a form sent twice is kept once
   */
  @Transactional
  public Written write(ActingPerson who, long taskId, UUID noteId, String words) {
    var found = tasks.find(who, taskId);
    if (found.isEmpty()) {
      return new Written.Gone();
    }
    TaskView task = found.get();
    Written wrong = wrong(task, words);
    if (wrong != null) {
      return wrong;
    }
    Set<String> named = named(words);
    for (String name : named) {
      if (staff.find(name).filter(one -> tasks.find(one, taskId).isPresent()).isEmpty()) {
        return new Written.NobodyOfThatName(name);
      }
    }
    if (keep(who, task, noteId, TaskNote.Kind.NOTE, named, words)) {
      workers.worked(task.caseRef(), By.of(who));
      audit.record(
          who,
          "write-task-note",
          task.caseRef(),
          Map.of("taskId", taskId, "note", noteId.toString()));
      named.remove(who.username());
      if (!named.isEmpty()) {
        notices.tellAgain(named, NoticeKind.MENTIONED, task.caseRef(), taskId);
      }
    }
    return new Written.Kept();
  }

  /** Why these words cannot be kept at the task; absent if they can. */
  @Nullable Written wrong(TaskView task, String words) {
    if (words.isBlank()) {
      return new Written.Empty();
    }
    if (words.length() > LONGEST) {
      return new Written.TooLong();
    }
    return vault.isNamedIn(task.caseRef(), words) ? new Written.NamesVault() : null;
  }

  /**
   * Keeps what was written, in the transaction of what it belongs to.
   *
   * @return false if it had been kept before
   */
  boolean keep(
      ActingPerson who,
      TaskView task,
      UUID noteId,
      TaskNote.Kind kind,
      Set<String> named,
      String words) {
    return db.sql(
                """
                insert into task_note (id, element_instance_key, case_ref, journey_id, element_id,
                  kind, named, sealed, at, by)
                values (:id, :task, :case, :journey, :element, :kind, :named, :sealed::jsonb, :at,
                  :by)
                on conflict do nothing
                """)
            .param("id", noteId)
            .param("task", task.id())
            .param("case", task.caseRef().value())
            .param("journey", task.journeyId().value())
            .param("element", task.elementId())
            .param("kind", kind.code())
            .param("named", named.toArray(String[]::new))
            .param(
                "sealed",
                sealing.sealAll(task.caseRef(), ENTITY, noteId.toString(), Map.of("words", words)))
            .param("at", TaskRows.sql(clock.instant()))
            .param("by", who.username())
            .update()
        == 1;
  }

  /** What was sent with this mark is kept already: the same form came again. */
  boolean kept(ActingPerson who, long taskId, UUID noteId) {
    return db.sql(
            "select exists (select 1 from task_note"
                + " where id = ? and by = ? and element_instance_key = ?)")
        .params(noteId, who.username(), taskId)
        .query(Boolean.class)
        .single();
  }

  static Set<String> named(String words) {
    var named = new LinkedHashSet<String>();
    var found = NAMED.matcher(words);
    while (found.find()) {
      named.add(found.group(1).toLowerCase(Locale.ROOT));
    }
    return named;
  }

  /** Who of the task's team may be named at it, the person left out, by name. */
  public List<ActingPerson> colleagues(ActingPerson who, TaskView task) {
    Set<String> kept = conflicts.of(task.caseRef());
    return staff.membersOf(task.team()).stream()
        .filter(one -> one.worksCases() && !one.username().equals(who.username()))
        .filter(one -> !task.forSupervisor() || one.has(Role.SUPERVISOR))
        .filter(one -> !kept.contains(one.username()))
        .toList();
  }

  /** What stands at a task, the oldest first; empty if it is not theirs to see. Audited. */
  @Transactional
  public List<TaskNote> of(ActingPerson who, long taskId) {
    var found = tasks.find(who, taskId);
    if (found.isEmpty()) {
      return List.of();
    }
    CaseRef caseRef = found.get().caseRef();
    List<TaskNote> notes =
        db.sql(
                "select id, kind, named, sealed::text as sealed, at, by from task_note"
                    + " where element_instance_key = ? order by seq")
            .param(taskId)
            .query((row, _) -> note(caseRef, row))
            .list();
    if (!notes.isEmpty()) {
      audit.record(
          who, "read-task-notes", caseRef, Map.of("taskId", taskId, "count", notes.size()));
    }
    return notes;
  }

  private TaskNote note(CaseRef caseRef, ResultSet row) throws SQLException {
    String id = row.getString("id");
    Object words =
        sealing.openAll(caseRef, ENTITY, id, row.getString("sealed")).values().get("words");
    return new TaskNote(
        UUID.fromString(id),
        TaskNote.Kind.of(row.getString("kind")),
        words == null ? null : new Sealed(words.toString()),
        TaskRows.texts(row, "named"),
        TaskRows.instant(row, "at"),
        row.getString("by"));
  }

  /** Somebody who asks for their records may ask for these too. */
  @Bean
  static HeldRecords heldTaskNotes(JdbcClient db, Sealing sealing) {
    return new HeldRows(
        db,
        sealing,
        "task-note",
        ENTITY,
        """
        select n.id::text as ref, n.id::text as row_id, 'task-note' as what, n.element_id as step,
          n.at, false as from_another, '{}' as facts, n.sealed::text as sealed,
          array[]::text[] as hidden
        from task_note n where n.case_ref = :case
          and not exists (select 1 from journey j where j.journey_id = n.journey_id
            and j.process_id in ('safeguarding-referral', 'record-request'))
        """);
  }
}
