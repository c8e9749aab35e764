package org.haven.tasks;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.Conflicts;
import org.haven.casefile.clocks.ClockMoves;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Models;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.platform.calendar.Limits;
import org.haven.platform.calendar.Sla;
import org.haven.platform.calendar.Term;
import org.haven.platform.calendar.Told;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Puts a user task that the engine enters on the list, with its dates. */
@Service
public class TaskOpening {
  private static final Code WHY_INVOLVED = new Code("task");

  /** For a date that is to be on record and is not yet: somebody has to find out. */
  private static final Term UNTIL_KNOWN = new Term.WorkingDays(2, false);

  private final JdbcClient db;
  private final TransactionOperations transaction;
  private final Models models;
  private final ClockMoves moves;
  private final WorkingCalendar calendar;
  private final CaseMoments moments;
  private final CaseFiles cases;
  private final CaseAccess access;
  private final Conflicts conflicts;
  private final StaffDirectory staff;
  private final Notices notices;
  private final Clock clock;

  TaskOpening(
      JdbcClient db,
      TransactionOperations transaction,
      Models models,
      ClockMoves moves,
      WorkingCalendar calendar,
      CaseMoments moments,
      CaseFiles cases,
      CaseAccess access,
      Conflicts conflicts,
      StaffDirectory staff,
      Notices notices,
      Clock clock) {
    this.db = db;
    this.transaction = transaction;
    this.models = models;
    this.moves = moves;
    this.calendar = calendar;
    this.moments = moments;
    this.cases = cases;
    this.access = access;
    this.conflicts = conflicts;
    this.staff = staff;
    this.notices = notices;
    this.clock = clock;
  }

  /**
   * The task that the engine enters.
   *
   * @param team the variable team: the lead
   * @param slaKey the step's own choice of limit, if it has several
   * @param taskTeam the step's own choice of group, if it has one
   * @param actionOn the day that a meeting agreed on, for a step that is due as agreed
   */
  public record Entered(
      long elementInstanceKey,
      long processInstanceKey,
      long processDefinitionKey,
      String processId,
      int processVersion,
      String elementId,
      CaseRef caseRef,
      JourneyId journeyId,
      @Nullable String team,
      @Nullable String slaKey,
      @Nullable String taskTeam,
      @Nullable LocalDate actionOn) {
    public Entered(
        long elementInstanceKey,
        long processInstanceKey,
        long processDefinitionKey,
        String processId,
        int processVersion,
        String elementId,
        CaseRef caseRef,
        JourneyId journeyId,
        @Nullable String team,
        @Nullable String slaKey,
        @Nullable String taskTeam) {
      this(
          elementInstanceKey,
          processInstanceKey,
          processDefinitionKey,
          processId,
          processVersion,
          elementId,
          caseRef,
          journeyId,
          team,
          slaKey,
          taskTeam,
          null);
    }
  }

  /**
   * A task as it came onto the list.
   *
   * @param lead the team that led the case then; absent if none was named
   */
  public record Opened(Limits dates, @Nullable Team lead) {}

  /**
   * Opens a task; the same one again changes nothing and gives the same answer.
   *
   * @throws org.haven.platform.Decisions.DecisionUnavailableException if the limit cannot be read
   *     now
   * @throws IllegalStateException if the model was not deployed by us, or lacks what the task needs
   */
  public Opened open(Entered entered) {
    var definition =
        models
            .element(entered.processDefinitionKey(), entered.elementId())
            .map(TaskDefinition::of)
            .orElseThrow(() -> new IllegalStateException("No deployed model of " + entered));
    var openedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var slaKey = definition.slaKey(entered.slaKey());
    var today = WorkingCalendar.dateOf(openedAt);
    boolean extended = moves.extended(entered.journeyId(), slaKey);
    var sla = moves.limit(slaKey, today, extended);
    var group = definition.group(lead(definition, entered), entered.taskTeam());
    return transaction.execute(
        _ -> {
          var dates = dates(sla, entered, openedAt);
          // before the row: two tasks of a case that open at once queue here, where neither holds
          // a row that the projector waits for
          access.involve(entered.caseRef(), group.team(), WHY_INVOLVED);
          var lead = insert(entered, definition, group, sla, openedAt, dates);
          if (lead.isEmpty()) {
            return onRecord(entered.elementInstanceKey());
          }
          var receiver =
              definition.toReceiver()
                  ? assignToReceiver(entered.caseRef(), entered.elementInstanceKey(), openedAt)
                  : Optional.<String>empty();
          if (extended) {
            staysWithOwner(entered, openedAt);
          }
          if (sla.term() instanceof Term.AtOnce) {
            tellAtOnce(entered, group, receiver, sla.told());
          }
          return new Opened(dates, lead.get().team());
        });
  }

  /** The team that leads the case now: a journey knows the one that led when it began. */
  private @Nullable String lead(TaskDefinition definition, Entered entered) {
    if (!definition.followsLead()) {
      return entered.team();
    }
    var head = cases.head(entered.caseRef());
    return head.leadTeam() == null && entered.team() != null
        ? entered.team()
        : head.holder().code();
  }

  private Limits dates(Sla sla, Entered entered, Instant openedAt) {
    var agreed = sla.term() instanceof Term.AsAgreed ? entered.actionOn() : null;
    var moment = sla.term() instanceof Term.AsAgreed ? null : sla.startsFrom();
    var start =
        agreed != null
            ? Optional.of(agreed.atStartOfDay(WorkingCalendar.LONDON).toInstant())
            : moment == null
                ? Optional.<Instant>empty()
                : moments.latest(entered.caseRef(), entered.journeyId(), moment);
    return start
        .map(from -> calendar.limits(sla, from, openedAt))
        .orElseGet(
            () ->
                switch (sla.term()) {
                  case Term.WorkingDaysBefore _, Term.AsAgreed _ ->
                      calendar.limits(
                          new Sla(sla.key(), UNTIL_KNOWN, sla.told(), sla.status(), null),
                          openedAt,
                          openedAt);
                  default -> calendar.limits(sla, openedAt, openedAt);
                });
  }

  private Optional<TaskInsert.Lead> insert(
      Entered entered,
      TaskDefinition definition,
      TaskDefinition.Group group,
      Sla sla,
      Instant openedAt,
      Limits dates) {
    return TaskInsert.into(
        db,
        new TaskInsert(
            entered.elementInstanceKey(),
            null,
            entered.processInstanceKey(),
            entered.processDefinitionKey(),
            entered.processId(),
            entered.processVersion(),
            definition,
            entered.caseRef(),
            entered.journeyId(),
            group,
            sla.key(),
            openedAt,
            dates));
  }

  private Opened onRecord(long id) {
    return db.sql("select warn_at, due_at, lead_team from task where element_instance_key = ?")
        .param(id)
        .query(
            (row, _) ->
                new Opened(
                    new Limits(TaskRows.instant(row, "warn_at"), TaskRows.instant(row, "due_at")),
                    TaskInsert.Lead.of(row).team()))
        .single();
  }

  private Optional<String> assignToReceiver(CaseRef caseRef, long id, Instant at) {
    var receiver =
        Optional.ofNullable(cases.head(caseRef).receivedBy())
            .filter(name -> staff.find(name).isPresent() && !conflicts.isConflicted(caseRef, name));
    receiver.ifPresent(
        name ->
            db.sql(
                    "insert into task_claim (element_instance_key, assignee, claimed_at)"
                        + " values (?, ?, ?) on conflict do nothing")
                .params(id, name, TaskRows.sql(at))
                .update());
    return receiver;
  }

  /** A step that is entered again with more time stays in the hands that it was in. */
  private void staysWithOwner(Entered entered, Instant at) {
    db.sql(
            """
            insert into task_claim (element_instance_key, assignee, claimed_at)
            select :id, c.submitted_by, :at
            from task t join task_claim c using (element_instance_key)
            where t.journey_id = :journey and t.element_id = :element
              and t.element_instance_key <> :id and c.submitted_by is not null
              and not exists (select 1 from case_conflict h where h.case_ref = t.case_ref
                              and h.username = c.submitted_by)
            order by c.submitted_at desc limit 1
            on conflict do nothing
            """)
        .param("id", entered.elementInstanceKey())
        .param("at", TaskRows.sql(at))
        .param("journey", entered.journeyId().value())
        .param("element", entered.elementId())
        .update();
  }

  private void tellAtOnce(
      Entered entered, TaskDefinition.Group group, Optional<String> owner, Told told) {
    var people = new HashSet<String>();
    if (owner.isPresent()) {
      people.add(owner.get());
    } else {
      (group.supervisors() ? staff.supervisorsOf(group.team()) : staff.membersOf(group.team()))
          .forEach(person -> people.add(person.username()));
    }
    if (told.warnsSupervisors()) {
      staff.supervisorsOf(group.team()).forEach(person -> people.add(person.username()));
    }
    notices.tell(people, NoticeKind.AT_ONCE, entered.caseRef(), entered.elementInstanceKey());
  }
}
