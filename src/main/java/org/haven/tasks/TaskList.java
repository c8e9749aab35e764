package org.haven.tasks;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.haven.casefile.CaseAccess;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * The task list as a person may see it: tasks of their own teams, and those that came to them by
 * name because they took the report; none of a case that is closed to them. A claim gives no right:
 * one that was made in a team or role that the person has no longer is none. Lists hold open tasks,
 * those due first before the others.
 */
@Service
public class TaskList {
  /** How many tasks a page of a list has. */
  public static final int PAGE = 50;

  /** Figures stop here: nobody needs to know more exactly, and counting on would cost. */
  public static final int COUNTED = 1_000;

  private static final String VISIBLE =
      " t.status = 'OPEN' and c.submitted_at is null and "
          + CaseAccess.NOT_CONFLICTED.formatted("t.case_ref");

  private static final String OF_TEAM =
      " t.team = teams.code and (:supervisor or not t.for_supervisor) and " + VISIBLE;

  /** Tasks of the person's teams, and those in their name as the receiver of an open report. */
  private static final String THEIRS =
      """
       (t.team = any(:teams::text[]) and (:supervisor or not t.for_supervisor)
        or c.assignee = :acting and exists (
          select 1 from case_file cf where cf.case_ref = t.case_ref and cf.received_by = :acting
            and (cf.lead_team is null or exists (
              select 1 from case_team ct
              where ct.case_ref = cf.case_ref and ct.team = any(:teams::text[])))))
      """;

  private final JdbcClient db;
  private final CaseAccess access;
  private final Holders holders;
  private final Clock clock;

  TaskList(JdbcClient db, CaseAccess access, Holders holders, Clock clock) {
    this.db = db;
    this.access = access;
    this.holders = holders;
    this.clock = clock;
  }

  /**
   * What the person has claimed.
   *
   * @param after {@link TaskSlice#next} of the page before, absent for the first
   */
  public TaskSlice mine(ActingPerson who, @Nullable String after) {
    if (!who.worksCases()) {
      return new TaskSlice(List.of(), null);
    }
    var from = Place.of(after);
    return slice(
        db.sql(
                "select "
                    + TaskRows.COLUMNS
                    + """
                     from task_claim c join task t
                       on t.element_instance_key = c.element_instance_key
                     where c.assignee = :acting and (t.due_at, t.element_instance_key) > (:due, :id)
                       and
                    """
                    + VISIBLE
                    + " and"
                    + THEIRS
                    + " order by t.due_at, t.element_instance_key limit "
                    + (PAGE + 1))
            .param("acting", who.username())
            .param("supervisor", who.has(Role.SUPERVISOR))
            .param("teams", codes(who.teams()))
            .param("due", TaskRows.sql(from.dueAt()))
            .param("id", from.id())
            .query(TaskRows::view)
            .list());
  }

  /**
   * What waits in the person's teams, claimed by nobody, by them or by a colleague.
   *
   * @param after {@link TaskSlice#next} of the page before, absent for the first
   */
  public TaskSlice team(ActingPerson who, @Nullable String after) {
    if (!who.worksCases() || who.teams().isEmpty()) {
      return new TaskSlice(List.of(), null);
    }
    var from = Place.of(after);
    // a walk along the index for each team, then the first of all of them
    return slice(
        db.sql(
                "select x.* from unnest(:teams::text[]) teams(code) cross join lateral (select "
                    + TaskRows.COLUMNS
                    + " from"
                    + TaskRows.TABLES
                    + "where (t.due_at, t.element_instance_key) > (:due, :id) and"
                    + OF_TEAM
                    + " order by t.due_at, t.element_instance_key limit "
                    + (PAGE + 1)
                    + ") x order by x.due_at, x.element_instance_key limit "
                    + (PAGE + 1))
            .param("acting", who.username())
            .param("supervisor", who.has(Role.SUPERVISOR))
            .param("teams", codes(who.teams()))
            .param("due", TaskRows.sql(from.dueAt()))
            .param("id", from.id())
            .query(TaskRows::view)
            .list());
  }

  /**
   * All tasks of a case that the person may open, of every team: open ones first, those due first
   * before the others, then what was done, newest first.
   */
  public List<TaskView> forCase(ActingPerson who, CaseRef caseRef) {
    if (!access.mayOpen(who, caseRef)) {
      return List.of();
    }
    return holders.live(
        db.sql(
                "select "
                    + TaskRows.COLUMNS
                    + " from"
                    + TaskRows.TABLES
                    + """
                    where t.case_ref = :case
                    order by t.status = 'OPEN' and c.submitted_at is null desc,
                      case when t.status = 'OPEN' and c.submitted_at is null then t.due_at end,
                      coalesce(c.submitted_at, t.done_at) desc, t.element_instance_key
                    """)
            .param("case", caseRef.value())
            .query(TaskRows::view)
            .list());
  }

  /**
   * One task, open or done, of the person's teams or in their name as receiver. Empty when there is
   * none or it is not theirs to see: the two are not told apart.
   */
  public Optional<TaskView> find(ActingPerson who, long id) {
    if (!who.worksCases()) {
      return Optional.empty();
    }
    return db.sql(
            "select "
                + TaskRows.COLUMNS
                + " from"
                + TaskRows.TABLES
                + "where t.element_instance_key = :id and"
                + THEIRS
                + " and "
                + CaseAccess.NOT_CONFLICTED.formatted("t.case_ref"))
        .param("id", id)
        .param("acting", who.username())
        .param("supervisor", who.has(Role.SUPERVISOR))
        .param("teams", codes(who.teams()))
        .query(TaskRows::view)
        .optional()
        .map(holders::live);
  }

  /**
   * The same, holding the task against other changes until the transaction ends. It is read after
   * the lock is had: read together, what somebody else wrote meanwhile would not be seen.
   */
  Optional<TaskView> lock(ActingPerson who, long id) {
    db.sql("select 1 from task where element_instance_key = ? for update")
        .param(id)
        .query(Integer.class)
        .optional();
    return find(who, id);
  }

  /** Each figure is exact up to {@link #COUNTED}, which stands for that many and more. */
  public TaskCounts counts(ActingPerson who) {
    if (!who.worksCases()) {
      return new TaskCounts(0, 0, 0, 0);
    }
    return db.sql(
            """
            select
              (select count(*) from (select 1 from task_claim c join task t
                 on t.element_instance_key = c.element_instance_key
                 where c.assignee = :acting and %1$s and %4$s limit %3$d) m) as mine,
              (select count(*) from (select 1 from task_claim c join task t
                 on t.element_instance_key = c.element_instance_key
                 where c.assignee = :acting and t.due_at < :now and %1$s and %4$s
                 limit %3$d) m) as mine_late,
              (select count(*) from (select 1 from unnest(:teams::text[]) teams(code)
                 cross join lateral (select 1 from task t left join task_claim c
                   on c.element_instance_key = t.element_instance_key
                   where %2$s limit %3$d) x limit %3$d) m) as team,
              (select count(*) from (select 1 from unnest(:teams::text[]) teams(code)
                 cross join lateral (select 1 from task t left join task_claim c
                   on c.element_instance_key = t.element_instance_key
                   where t.due_at < :now and %2$s limit %3$d) x limit %3$d) m) as team_late
            """
                .formatted(VISIBLE, OF_TEAM, COUNTED, THEIRS))
        .param("acting", who.username())
        .param("supervisor", who.has(Role.SUPERVISOR))
        .param("teams", codes(who.teams()))
        .param("now", TaskRows.sql(clock.instant()))
        .query(
            (row, _) ->
                new TaskCounts(
                    row.getInt("mine"),
                    row.getInt("mine_late"),
                    row.getInt("team"),
                    row.getInt("team_late")))
        .single();
  }

  private TaskSlice slice(List<TaskView> rows) {
    List<TaskView> found = holders.live(rows);
    if (found.size() <= PAGE) {
      return new TaskSlice(found, null);
    }
    var page = List.copyOf(found.subList(0, PAGE));
    return new TaskSlice(page, new Place(page.getLast()).text());
  }

  static String[] codes(Collection<Team> teams) {
    return teams.stream().map(Team::code).toArray(String[]::new);
  }

  /** A place in a list: the task it stands behind. */
  private record Place(Instant dueAt, long id) {
    private static final Place START = new Place(Instant.EPOCH, 0);

    Place(TaskView task) {
      this(task.dueAt() == null ? Instant.EPOCH : task.dueAt(), task.id());
    }

    /** What is no place, such as a link that somebody changed, is the start. */
    static Place of(@Nullable String text) {
      if (text == null || !text.matches("\\d{1,15}-\\d{1,19}")) {
        return START;
      }
      try {
        int dash = text.indexOf('-');
        return new Place(
            Instant.ofEpochMilli(Long.parseLong(text.substring(0, dash))),
            Long.parseLong(text.substring(dash + 1)));
      } catch (NumberFormatException e) {
        return START;
      }
    }

    String text() {
      return dueAt.toEpochMilli() + "-" + id;
    }
  }
}
