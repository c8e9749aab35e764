package org.haven.tasks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.casefile.CaseWorkers;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.EveryCase;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Cover for leave: on the first day what somebody has claimed goes to a colleague of their team,
 * and what of it is still open comes back after the last. A task that the colleague may not hold
 * stays where it is, and the supervisors of its team are told.
 */
@Service
public class Covers {
  /** How long somebody may be covered for, in months. Status: Local default. */
  public static final int LONGEST_MONTHS = 12;

  private static final Logger LOG = LoggerFactory.getLogger(Covers.class);

  private static final String OPEN =
      "select id, absent, covering, from_on, until_on, handed_over_at is not null as begun"
          + " from cover where ended_at is null";

  private final JdbcClient db;
  private final TransactionOperations transaction;
  private final StaffDirectory staff;
  private final Holders holders;
  private final Notices notices;
  private final CaseWorkers workers;
  private final Audit audit;
  private final Clock clock;

  Covers(
      JdbcClient db,
      TransactionOperations transaction,
      StaffDirectory staff,
      Holders holders,
      Notices notices,
      CaseWorkers workers,
      Audit audit,
      Clock clock) {
    this.db = db;
    this.transaction = transaction;
    this.staff = staff;
    this.holders = holders;
    this.notices = notices;
    this.workers = workers;
    this.audit = audit;
    this.clock = clock;
  }

  /** What is wrong with a cover that somebody wants to arrange. */
  public enum Fault {
    NOT_YOURS,
    NO_COLLEAGUE,
    AWAY_TOO,
    PAST,
    TOO_LONG,
    TURNED_ROUND,
    COVERED_ALREADY
  }

  /** Who does the tasks of somebody who is away today; empty if nobody covers for them. */
  Optional<Cover> standing(String absent) {
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    return db.sql(OPEN + " and absent = ?")
        .param(absent)
        .query(Covers::cover)
        .optional()
        .filter(c -> !c.fromOn().isAfter(today) && !c.untilOn().isBefore(today));
  }

  /** Whose leave the person may arrange: their own, and that of those whom they supervise. */
  public List<ActingPerson> arrangeable(ActingPerson who) {
    return staff.all().stream()
        .filter(ActingPerson::worksCases)
        .filter(one -> one.username().equals(who.username()) || supervises(who, one))
        .toList();
  }

  private static boolean supervises(ActingPerson who, ActingPerson other) {
    return other.teams().stream().anyMatch(who::supervises);
  }

  /**
   * Arranges a cover; one that begins today begins now.
   *
   * @return what was wrong, absent if it is arranged
   */
  @Transactional
  public @Nullable Fault arrange(
      ActingPerson who, String absent, String covering, LocalDate from, LocalDate until) {
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    Optional<ActingPerson> away =
        arrangeable(who).stream().filter(one -> one.username().equals(absent)).findFirst();
    if (away.isEmpty()) {
      return Fault.NOT_YOURS;
    }
    boolean ofTheTeam =
        staff
            .find(covering)
            .filter(one -> !one.username().equals(absent) && one.worksCases())
            .filter(one -> one.teams().stream().anyMatch(away.get().teams()::contains))
            .isPresent();
    if (!ofTheTeam) {
      return Fault.NO_COLLEAGUE;
    }
    if (from.isBefore(today)) {
      return Fault.PAST;
    }
    if (until.isBefore(from)) {
      return Fault.TURNED_ROUND;
    }
    if (until.isAfter(today.plusMonths(LONGEST_MONTHS))) {
      return Fault.TOO_LONG;
    }
    if (isAway(covering, from, until)) {
      return Fault.AWAY_TOO;
    }
    var id = UUID.randomUUID();
    int made =
        db.sql(
                """
                insert into cover (id, absent, covering, from_on, until_on, set_by, set_at)
                values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                """)
            .params(
                id, absent, covering, from, until, who.username(), TaskRows.sql(clock.instant()))
            .update();
    if (made == 0) {
      return Fault.COVERED_ALREADY;
    }
    audit.record(
        who,
        "arrange-cover",
        null,
        Map.of(
            "absent",
            absent,
            "covering",
            covering,
            "from",
            from.toString(),
            "until",
            until.toString()));
    turn(id);
    return null;
  }

  private boolean isAway(String username, LocalDate from, LocalDate until) {
    return db.sql(
            "select exists (select 1 from cover where absent = ? and ended_at is null"
                + " and from_on <= ? and until_on >= ?)")
        .params(username, until, from)
        .query(Boolean.class)
        .single();
  }

  /** Covers that stand or are to come, of the person and of those whom they supervise. */
  public List<Cover> of(ActingPerson who) {
    return db.sql(OPEN + " order by from_on, absent").query(Covers::cover).list().stream()
        .filter(one -> concerns(who, one))
        .toList();
  }

  private static Cover cover(ResultSet row, int index) throws SQLException {
    return new Cover(
        row.getObject("id", UUID.class),
        row.getString("absent"),
        row.getString("covering"),
        row.getObject("from_on", LocalDate.class),
        row.getObject("until_on", LocalDate.class),
        row.getBoolean("begun"));
  }

  private boolean concerns(ActingPerson who, Cover cover) {
    return who.username().equals(cover.absent())
        || who.username().equals(cover.covering())
        || staff.find(cover.absent()).filter(one -> supervises(who, one)).isPresent();
  }

  /**
   * Ends a cover now: what is still open goes back.
   *
   * @return false if there is none such that is the person's to end
   */
  @Transactional
  public boolean end(ActingPerson who, UUID id) {
    Optional<Cover> found = hold(id).filter(one -> concerns(who, one));
    if (found.isEmpty()) {
      return false;
    }
    Cover cover = found.get();
    audit.record(
        who, "end-cover", null, Map.of("absent", cover.absent(), "covering", cover.covering()));
    EveryCase.look(
        db,
        () -> {
          handBack(cover, who.username());
          return true;
        });
    return true;
  }

  /** Hands over what begins and back what is over, those that began first before the others. */
  public void turn() {
    List<UUID> open =
        db.sql("select id from cover where ended_at is null order by from_on, set_at")
            .query(UUID.class)
            .list();
    for (UUID id : open) {
      try {
        transaction.executeWithoutResult(_ -> turn(id));
      } catch (DataAccessException e) {
        // such as two who wait for each other: it is tried again with the next turn
        LOG.atWarn()
            .addKeyValue("cause", e.getClass().getSimpleName())
            .log("A cover could not be handed over or back; the others go on");
      }
    }
  }

  /** Again changes nothing: what the cover is by now is read when nobody else is at it. */
  private void turn(UUID id) {
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    hold(id)
        .ifPresent(
            cover -> {
              boolean over = cover.untilOn().isBefore(today);
              if (over || !cover.begun() && !cover.fromOn().isAfter(today)) {
                // also what whoever arranges it must not know of: nothing of it is told to them
                EveryCase.look(
                    db,
                    () -> {
                      if (over) {
                        handBack(cover, By.SYSTEM.name());
                      } else {
                        handOver(cover);
                      }
                      return true;
                    });
              }
            });
  }

  /** Empty if it has ended; whoever else is at it is waited for. */
  private Optional<Cover> hold(UUID id) {
    db.sql("select 1 from cover where id = ? for update").param(id).query(Integer.class).optional();
    return db.sql(OPEN + " and id = ?").param(id).query(Covers::cover).optional();
  }

  private record Held(long id, CaseRef caseRef, Team team, boolean forSupervisor, String holder) {}

  private void handOver(Cover cover) {
    for (Held task : held(" where o.assignee = :holder", cover.absent(), cover)) {
      if (!lock(task)) {
        continue;
      }
      if (holders.mayHold(cover.covering(), task.caseRef(), task.team(), task.forSupervisor())) {
        give(task, cover.covering());
        db.sql(
                "insert into covered_task (cover_id, element_instance_key, case_ref)"
                    + " values (?, ?, ?) on conflict do nothing")
            .params(cover.id(), task.id(), task.caseRef().value())
            .update();
        audit.recordSystem(
            "hand-over-task",
            task.caseRef(),
            Map.of("taskId", task.id(), "from", cover.absent(), "to", cover.covering()));
      } else {
        notices.tell(
            TaskClocks.names(staff.supervisorsOf(task.team())),
            NoticeKind.NOT_COVERED,
            task.caseRef(),
            task.id());
      }
    }
    db.sql("update cover set handed_over_at = ? where id = ?")
        .params(TaskRows.sql(clock.instant()), cover.id())
        .update();
  }

  /** Whoever covers for the colleague may have got it from them meanwhile. */
  private static final String COVERED =
      """
       join covered_task c on c.element_instance_key = o.element_instance_key and c.cover_id = :cover
      where o.assignee = :holder or exists (
        select 1 from covered_task d join cover k on k.id = d.cover_id and k.ended_at is null
        where d.element_instance_key = o.element_instance_key
          and k.absent = :holder and k.covering = o.assignee)
      """;

  private void handBack(Cover cover, String by) {
    for (Held task : held(COVERED, cover.covering(), cover)) {
      if (lock(task)
          && holders.mayHold(cover.absent(), task.caseRef(), task.team(), task.forSupervisor())) {
        give(task, cover.absent());
        audit.recordSystem(
            "hand-back-task",
            task.caseRef(),
            Map.of("taskId", task.id(), "from", task.holder(), "to", cover.absent()));
      }
    }
    db.sql("update cover set ended_at = ?, ended_by = ? where id = ?")
        .params(TaskRows.sql(clock.instant()), by, cover.id())
        .update();
  }

  private List<Held> held(String which, String holder, Cover cover) {
    return db.sql(
            "select o.element_instance_key, o.case_ref, o.team, o.for_supervisor, o.assignee"
                + " from task_open o"
                + which
                + " order by o.element_instance_key")
        .param("holder", holder)
        .param("cover", cover.id())
        .query(
            (row, _) ->
                new Held(
                    row.getLong("element_instance_key"),
                    new CaseRef(row.getString("case_ref")),
                    Team.of(row.getString("team")),
                    row.getBoolean("for_supervisor"),
                    row.getString("assignee")))
        .list();
  }

  /** Holds the task against other changes, if it is still that person's. */
  private boolean lock(Held task) {
    db.sql("select 1 from task where element_instance_key = ? for update")
        .param(task.id())
        .query(Integer.class)
        .optional();
    return db.sql(
            "select exists (select 1 from task_open where element_instance_key = ?"
                + " and assignee = ?)")
        .params(task.id(), task.holder())
        .query(Boolean.class)
        .single();
  }

  private void give(Held task, String to) {
    db.sql("update task_claim set assignee = ?, claimed_at = ? where element_instance_key = ?")
        .params(to, TaskRows.sql(clock.instant()), task.id())
        .update();
    workers.worked(task.caseRef(), new By(to));
  }
}
