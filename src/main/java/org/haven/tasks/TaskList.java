package org.haven.tasks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.SafeContacts;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * The task list as a person may see it: tasks of their own teams, and those that came to them by
 * name because they took the report; none of a case that is closed to them. A claim gives no right:
 * one that was made in a team or role that the person has no longer is none. Lists hold open tasks,
 * those due first before the others; what the person has answered comes newest first.
 *
 * <p>Open tasks are listed and counted from {@code task_open}, whose rows the database keeps in
 * step with the tasks themselves.
 */
@Service
public class TaskList {
  /** How many tasks a page of a list has. */
  public static final int PAGE = 50;

  private final JdbcClient db;
  private final CaseAccess access;
  private final Holders holders;
  private final SafeContacts contacts;
  private final ListFigures figures;
  private final Clock clock;

  TaskList(
      JdbcClient db,
      CaseAccess access,
      Holders holders,
      SafeContacts contacts,
      ListFigures figures,
      Clock clock) {
    this.db = db;
    this.access = access;
    this.holders = holders;
    this.contacts = contacts;
    this.figures = figures;
    this.clock = clock;
  }

  /**
   * A page of a list with all that is said around it, for which the staff are read once.
   *
   * @param after {@link TaskSlice#next} of the page before, absent for the first
   * @param choices whether it is also worked out what the list can be narrowed to
   */
  public TaskLook look(
      ActingPerson who, Whose whose, TaskFilter filter, @Nullable String after, boolean choices) {
    if (!who.worksCases()) {
      return TaskLook.NOTHING;
    }
    Holders.Now now = holders.now();
    var sql = new ListSql(who, filter, now.groups(), clock.instant());
    return new TaskLook(
        slice(sql, whose, after, now),
        choices ? figures.of(whose, filter, sql) : new TaskFigures(figures.counts(sql, whose)),
        now.of(who.teams()));
  }

  private TaskSlice slice(ListSql sql, Whose whose, @Nullable String after, Holders.Now now) {
    var from = Place.of(after);
    List<Row> found = whose == Whose.DONE ? done(sql, from) : open(sql, whose, from);
    boolean more = found.size() > PAGE;
    List<Row> page = more ? found.subList(0, PAGE) : found;
    return new TaskSlice(listed(page, now), more ? page.getLast().place().text() : null);
  }

  private List<Row> open(ListSql sql, Whose whose, Place from) {
    String walk =
        " and (o.due_at, o.element_instance_key) > (:due, :id)"
            + " order by o.due_at, o.element_instance_key limit "
            + (PAGE + 1);
    String text =
        switch (whose) {
          case TEAM, UNCLAIMED ->
              // a walk along the index for each team, then the first of all of them
              "select x.at, x.id from unnest(:teams::text[]) teams(code)"
                  + " cross join lateral (select o.due_at as at, o.element_instance_key as id"
                  + " from task_open o"
                  + " where o.team = teams.code and (:supervisor or not o.for_supervisor) and"
                  + ListSql.OPEN
                  + (whose == Whose.UNCLAIMED ? " and not " + ListSql.HELD : "")
                  + sql.conditions
                  + walk
                  + ") x order by x.at, x.id limit "
                  + (PAGE + 1);
          case MINE, WAITING, DONE ->
              "select o.due_at as at, o.element_instance_key as id from task_open o"
                  + " where o.assignee = :acting and"
                  + ListSql.THEIRS.formatted("o", "o.assignee")
                  + " and"
                  + ListSql.OPEN
                  + (whose == Whose.WAITING ? " and o.follow_up_on > :today" : "")
                  + sql.conditions
                  + walk;
        };
    return db.sql(READ.formatted(text) + " order by x.at, x.id")
        .params(sql.parameters)
        .param("due", TaskRows.sql(from.at()))
        .param("id", from.id())
        .query(TaskList::row)
        .list();
  }

  private List<Row> done(ListSql sql, Place from) {
    String text =
        "select c.submitted_at as at, c.element_instance_key as id"
            + ListSql.DONE_BY
            + sql.ofWhatIsDone
            + " and (c.submitted_at, c.element_instance_key) < (:before, :id)"
            + " order by c.submitted_at desc, c.element_instance_key desc limit "
            + (PAGE + 1);
    return db.sql(READ.formatted(text) + " order by x.at desc, x.id desc")
        .params(sql.parameters)
        .param("before", TaskRows.sql(from.isStart() ? LATEST : from.at()))
        .param("id", from.isStart() ? Long.MAX_VALUE : from.id())
        .query(TaskList::row)
        .list();
  }

  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  /** What rows show of the tasks at the places {@code x} that {@code %s} walks. */
  private static final String READ =
      "select x.at as place, x.id, "
          + TaskRows.COLUMNS
          + ", r.level, f.on_date, (select count(*) from task_note n"
          + " where n.element_instance_key = t.element_instance_key) as notes,"
          + " exists (select 1 from task_question q"
          + " where q.element_instance_key = t.element_instance_key"
          + " and q.ended_at is null) as asked, "
          + TaskTime.PAUSED.formatted("t.journey_id")
          + " as paused from (%s) x join task t on t.element_instance_key = x.id"
          + " left join task_claim c on c.element_instance_key = t.element_instance_key"
          + " left join case_risk r on r.case_ref = t.case_ref"
          + " left join task_follow_up f on f.element_instance_key = t.element_instance_key";

  private record Row(
      Place place,
      TaskView task,
      @Nullable String risk,
      @Nullable LocalDate followUpOn,
      int notes,
      boolean asked,
      boolean paused) {}

  private static Row row(ResultSet row, int index) throws SQLException {
    return new Row(
        new Place(TaskRows.instant(row, "place"), row.getLong("id")),
        TaskRows.view(row, index),
        row.getString("level"),
        row.getObject("on_date", LocalDate.class),
        row.getInt("notes"),
        row.getBoolean("asked"),
        row.getBoolean("paused"));
  }

  private List<ListedTask> listed(List<Row> rows, Holders.Now now) {
    List<TaskView> live = holders.live(rows.stream().map(Row::task).toList(), now);
    Set<CaseRef> notSafe =
        contacts.notSafe(
            live.stream().filter(TaskList::reachesHer).map(TaskView::caseRef).distinct().toList());
    var listed = new ArrayList<ListedTask>();
    for (int i = 0; i < rows.size(); i++) {
      TaskView task = live.get(i);
      Row row = rows.get(i);
      listed.add(
          new ListedTask(
              task,
              row.risk(),
              row.followUpOn(),
              row.notes(),
              reachesHer(task) && notSafe.contains(task.caseRef()),
              row.asked() && task.status() == TaskStatus.OPEN,
              row.paused() && task.status() == TaskStatus.OPEN));
    }
    return List.copyOf(listed);
  }

  private static boolean reachesHer(TaskView task) {
    return task.reachesHer() && task.status() == TaskStatus.OPEN;
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
                + ListSql.THEIRS.formatted("t", "c.assignee")
                + " and "
                + CaseAccess.NOT_CONFLICTED.formatted("t.case_ref"))
        .param("id", id)
        .param("acting", who.username())
        .param("supervisor", who.has(Role.SUPERVISOR))
        .param("teams", ListSql.codes(who.teams()))
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

  /** A place in a list: the task it stands behind. */
  private record Place(Instant at, long id) {
    private static final Place START = new Place(Instant.EPOCH, 0);

    boolean isStart() {
      return equals(START);
    }

    /** What is no place, such as a link that somebody changed, is the start. */
    static Place of(@Nullable String text) {
      if (text == null || !text.matches("\\d{1,18}-\\d{1,19}")) {
        return START;
      }
      try {
        int dash = text.indexOf('-');
        long micros = Long.parseLong(text.substring(0, dash));
        return new Place(
            Instant.EPOCH.plus(micros, ChronoUnit.MICROS),
            Long.parseLong(text.substring(dash + 1)));
      } catch (NumberFormatException e) {
        return START;
      }
    }

    /** As exactly as the database has it. */
    String text() {
      return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "-" + id;
    }
  }
}
