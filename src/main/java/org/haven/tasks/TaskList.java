package org.haven.tasks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.SafeContacts;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
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

  private static final int WEEK_DAYS = 7;

  /** On {@code %1$s}, a table of tasks with their case, team and, as {@code %2$s}, its owner. */
  private static final String THEIRS =
      """
       (%1$s.team = any(:teams::text[]) and (:supervisor or not %1$s.for_supervisor)
        or %2$s = :acting and exists (
          select 1 from case_file cf where cf.case_ref = %1$s.case_ref and cf.received_by = :acting
            and (cf.lead_team is null or exists (
              select 1 from case_team ct
              where ct.case_ref = cf.case_ref and ct.team = any(:teams::text[])))))
      """;

  /** {@code o.assignee} took the report of a case that is still open to them. */
  private static final String RECEIVED =
      """
       exists (select 1 from case_file cf
         where cf.case_ref = o.case_ref and cf.received_by = o.assignee
           and (cf.lead_team is null or exists (select 1 from case_team ct
             where ct.case_ref = cf.case_ref
               and ct.team || ' ' || o.assignee in (select unnest(:holders::text[])))))
      """;

  /**
   * Somebody whose claim counts has claimed {@code o}: see {@link Holders}. A list in a sub-select
   * is looked up by its hash, however the statement is planned.
   */
  private static final String HELD =
      """
       (o.assignee is not null
         and ((case when o.for_supervisor then o.team || '-sup ' else o.team || ' ' end
               || o.assignee) in (select unnest(:holders::text[])) or
      """
          + RECEIVED
          + ")) ";

  private static final String OPEN = " " + CaseAccess.NOT_CONFLICTED.formatted("o.case_ref") + " ";

  private final JdbcClient db;
  private final CaseAccess access;
  private final Holders holders;
  private final SafeContacts contacts;
  private final Clock clock;

  TaskList(JdbcClient db, CaseAccess access, Holders holders, SafeContacts contacts, Clock clock) {
    this.db = db;
    this.access = access;
    this.holders = holders;
    this.contacts = contacts;
    this.clock = clock;
  }

  /**
   * A page of a list.
   *
   * @param after {@link TaskSlice#next} of the page before, absent for the first
   */
  public TaskSlice list(ActingPerson who, Whose whose, TaskFilter filter, @Nullable String after) {
    if (!who.worksCases()) {
      return new TaskSlice(List.of(), null);
    }
    var sql = new Narrowed(who, filter);
    List<Place> found = whose == Whose.DONE ? done(sql, Place.of(after)) : open(sql, whose, after);
    boolean more = found.size() > PAGE;
    List<Place> page = more ? found.subList(0, PAGE) : found;
    // the walk says where the rest begins: what was finished since it was read is missing here
    return new TaskSlice(listed(read(whose, page)), more ? page.getLast().text() : null);
  }

  private List<Place> open(Narrowed sql, Whose whose, @Nullable String after) {
    var from = Place.of(after);
    String walk =
        " and (o.due_at, o.element_instance_key) > (:due, :id)"
            + " order by o.due_at, o.element_instance_key limit "
            + (PAGE + 1);
    // level by level along the walk, where a join would read the risk of every case first
    String conditions = sql.conditions.replace(Narrowed.RISK, Narrowed.RISK_OF_EACH);
    String text =
        switch (whose) {
          case TEAM, UNCLAIMED ->
              // a walk along the index for each team, then the first of all of them
              "select x.due_at, x.element_instance_key from unnest(:teams::text[]) teams(code)"
                  + " cross join lateral (select o.element_instance_key, o.due_at from task_open o"
                  + " where o.team = teams.code and (:supervisor or not o.for_supervisor) and"
                  + OPEN
                  + (whose == Whose.UNCLAIMED ? " and not " + HELD : "")
                  + conditions
                  + walk
                  + ") x order by x.due_at, x.element_instance_key limit "
                  + (PAGE + 1);
          case MINE, WAITING, DONE ->
              "select o.due_at, o.element_instance_key from task_open o where o.assignee = :acting"
                  + " and"
                  + THEIRS.formatted("o", "o.assignee")
                  + " and"
                  + OPEN
                  + (whose == Whose.WAITING ? " and o.follow_up_on > :today" : "")
                  + conditions
                  + walk;
        };
    return db.sql(text)
        .params(sql.parameters)
        .param("due", TaskRows.sql(from.at()))
        .param("id", from.id())
        .query((row, _) -> new Place(TaskRows.instant(row, "due_at"), row.getLong(2)))
        .list();
  }

  private static final String DONE_BY =
      " from task_claim c join task o using (element_instance_key)"
          + " where c.submitted_by = :acting and c.submitted_at is not null and"
          + THEIRS.formatted("o", "c.submitted_by")
          + " and"
          + OPEN;

  private List<Place> done(Narrowed sql, Place from) {
    return db.sql(
            "select c.submitted_at, c.element_instance_key"
                + DONE_BY
                + sql.ofWhatIsDone
                + " and (c.submitted_at, c.element_instance_key) < (:before, :id)"
                + " order by c.submitted_at desc, c.element_instance_key desc limit "
                + (PAGE + 1))
        .params(sql.parameters)
        .param("before", TaskRows.sql(from.isStart() ? LATEST : from.at()))
        .param("id", from.isStart() ? Long.MAX_VALUE : from.id())
        .query((row, _) -> new Place(TaskRows.instant(row, "submitted_at"), row.getLong(2)))
        .list();
  }

  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private record Row(
      TaskView task,
      @Nullable String risk,
      @Nullable LocalDate followUpOn,
      int notes,
      boolean asked,
      boolean paused) {}

  private List<Row> read(Whose whose, List<Place> page) {
    if (page.isEmpty()) {
      return List.of();
    }
    String order =
        whose == Whose.DONE
            ? " order by c.submitted_at desc, t.element_instance_key desc"
            : " order by t.due_at, t.element_instance_key";
    return db.sql(
            "select "
                + TaskRows.COLUMNS
                + ", r.level, f.on_date, (select count(*) from task_note n"
                + " where n.element_instance_key = t.element_instance_key) as notes,"
                + " exists (select 1 from task_question q"
                + " where q.element_instance_key = t.element_instance_key"
                + " and q.ended_at is null) as asked, "
                + TaskTime.PAUSED.formatted("t.journey_id")
                + " as paused from"
                + TaskRows.TABLES
                + "left join case_risk r on r.case_ref = t.case_ref"
                + " left join task_follow_up f on f.element_instance_key = t.element_instance_key"
                + " where t.element_instance_key = any (:ids::bigint[])"
                + order)
        .param("ids", page.stream().map(Place::id).toArray(Long[]::new))
        .query(TaskList::row)
        .list();
  }

  private static Row row(ResultSet row, int index) throws SQLException {
    return new Row(
        TaskRows.view(row, index),
        row.getString("level"),
        row.getObject("on_date", LocalDate.class),
        row.getInt("notes"),
        row.getBoolean("asked"),
        row.getBoolean("paused"));
  }

  private List<ListedTask> listed(List<Row> rows) {
    List<TaskView> live = holders.live(rows.stream().map(Row::task).toList());
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
                + THEIRS.formatted("t", "c.assignee")
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

  /**
   * How many tasks each list has, narrowed alike.
   *
   * @param shown the list that is looked at
   */
  public TaskCounts counts(ActingPerson who, Whose shown, TaskFilter filter) {
    if (!who.worksCases()) {
      return TaskCounts.NONE;
    }
    var sql = new Narrowed(who, filter);
    return counts(sql, shown, claimed(sql));
  }

  private TaskCounts counts(Narrowed sql, Whose shown, List<Claimed> claimed) {
    var own =
        db.sql(
                "select count(*), count(*) filter (where o.due_at <= :now),"
                    + " count(*) filter (where o.follow_up_on > :today),"
                    + " count(*) filter (where o.follow_up_on > :today and o.due_at <= :now)"
                    + " from task_open o where o.assignee = :acting and"
                    + THEIRS.formatted("o", "o.assignee")
                    + " and"
                    + OPEN
                    + sql.conditions)
            .params(sql.parameters)
            .query((row, _) -> Four.of(row))
            .single();
    int[] teams = new int[4];
    for (Claimed some : claimed) {
      int late = some.late() ? some.count() : 0;
      teams[0] += some.count();
      teams[1] += late;
      if (!some.held()) {
        teams[2] += some.count();
        teams[3] += late;
      }
    }
    int done =
        shown == Whose.DONE
            ? db.sql("select count(*)" + DONE_BY + sql.ofWhatIsDone)
                .params(sql.parameters)
                .query(Integer.class)
                .single()
            : 0;
    return new TaskCounts(
        own.a(), own.b(), teams[0], teams[1], teams[2], teams[3], own.c(), own.d(), done);
  }

  private record Four(int a, int b, int c, int d) {
    static Four of(ResultSet row) throws SQLException {
      return new Four(row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4));
    }
  }

  private record Claimed(boolean late, boolean held, int count) {}

  private List<Claimed> claimed(Narrowed sql) {
    return db.sql(
            "select late, held, count(*) from (select o.due_at <= :now as late, "
                + HELD
                + " as held from task_open o where o.team = any(:teams::text[])"
                + " and (:supervisor or not o.for_supervisor) and"
                + OPEN
                + sql.conditions
                + ") x group by 1, 2")
        .params(sql.parameters)
        .query(
            (row, _) ->
                new Claimed(row.getBoolean("late"), row.getBoolean("held"), row.getInt("count")))
        .list();
  }

  private record Kind(
      String journey, String risk, String officer, String due, boolean followUp, int count) {
    boolean held() {
      return !officer.equals(TaskFilter.NOBODY);
    }

    boolean isAsked(TaskFilter filter) {
      return isOfJourney(filter) && isDue(filter) && isOfRisk(filter) && isOfOfficer(filter);
    }

    boolean isOfJourney(TaskFilter filter) {
      return filter.journey() == null || filter.journey().equals(journey);
    }

    boolean isDue(TaskFilter filter) {
      return filter.due() == null || is(filter.due(), this);
    }

    boolean isOfRisk(TaskFilter filter) {
      return filter.risk() == null || filter.risk().equals(risk);
    }

    boolean isOfOfficer(TaskFilter filter) {
      return filter.officer() == null || filter.officer().equals(officer);
    }
  }

  /**
   * What the list can be narrowed to, with what each choice leaves, and the counts of all lists.
   */
  public TaskFigures figures(ActingPerson who, Whose whose, TaskFilter filter) {
    if (!who.worksCases()) {
      return new TaskFigures(TaskCounts.NONE, choices(List.of(), filter));
    }
    if (whose != Whose.TEAM && whose != Whose.UNCLAIMED) {
      List<Kind> kinds = whose == Whose.DONE ? List.of() : kinds(who, whose, filter.caseRef());
      return new TaskFigures(counts(who, whose, filter), choices(kinds, filter));
    }
    // the team's tasks are walked once: their kinds say everything that is counted of them
    List<Kind> kinds = kinds(who, Whose.TEAM, filter.caseRef());
    List<Claimed> claimed =
        kinds.stream()
            .filter(kind -> kind.isAsked(filter))
            .map(kind -> new Claimed(kind.due().equals("late"), kind.held(), kind.count()))
            .toList();
    return new TaskFigures(
        counts(new Narrowed(who, filter), whose, claimed),
        choices(
            whose == Whose.TEAM ? kinds : kinds.stream().filter(kind -> !kind.held()).toList(),
            filter));
  }

  private static TaskChoices choices(List<Kind> kinds, TaskFilter filter) {
    var journeys = new TreeMap<String, Integer>();
    var dues = new EnumMap<TaskFilter.Due, Integer>(TaskFilter.Due.class);
    var risks = new TreeMap<String, Integer>();
    var officers = new TreeMap<String, Integer>();
    for (Kind kind : kinds) {
      boolean j = kind.isOfJourney(filter);
      boolean d = kind.isDue(filter);
      boolean r = kind.isOfRisk(filter);
      boolean o = kind.isOfOfficer(filter);
      if (d && r && o) {
        journeys.merge(kind.journey(), kind.count(), Integer::sum);
      }
      if (j && r && o) {
        for (TaskFilter.Due due : TaskFilter.Due.values()) {
          if (is(due, kind)) {
            dues.merge(due, kind.count(), Integer::sum);
          }
        }
      }
      if (j && d && o) {
        risks.merge(kind.risk(), kind.count(), Integer::sum);
      }
      if (j && d && r) {
        officers.merge(kind.officer(), kind.count(), Integer::sum);
      }
    }
    return new TaskChoices(journeys, dues, risks, officers);
  }

  private static boolean is(TaskFilter.Due due, Kind kind) {
    return switch (due) {
      case LATE -> kind.due().equals("late");
      case TODAY -> kind.due().equals("today");
      case WEEK -> kind.due().equals("today") || kind.due().equals("week");
      case FOLLOW_UP -> kind.followUp();
    };
  }

  /** How many tasks of each kind the list has: many tasks, and far fewer kinds. */
  private List<Kind> kinds(ActingPerson who, Whose whose, @Nullable CaseRef caseRef) {
    var sql = new Narrowed(who, new TaskFilter(null, null, null, null, caseRef));
    boolean own = whose == Whose.MINE || whose == Whose.WAITING;
    String of =
        own
            ? " where o.assignee = :acting and"
                + THEIRS.formatted("o", "o.assignee")
                + (whose == Whose.WAITING ? " and o.follow_up_on > :today" : "")
            : " where o.team = any(:teams::text[]) and (:supervisor or not o.for_supervisor)";
    return db.sql(
            "select process_id, level, officer, due, follow_up, count(*) from ("
                + "select o.process_id, coalesce(r.level, '"
                + TaskFilter.NOT_ASSESSED
                + "') as level, "
                + (own
                    ? ":acting"
                    : "case when " + HELD + " then o.assignee else '" + TaskFilter.NOBODY + "' end")
                + " as officer, case when o.due_at <= :now then 'late'"
                + " when o.due_at < :tomorrow then 'today' when o.due_at < :inAWeek then 'week'"
                + " else 'later' end as due, coalesce(o.follow_up_on <= :today, false) as follow_up"
                + " from task_open o left join case_risk r on r.case_ref = o.case_ref"
                + of
                + " and"
                + OPEN
                + sql.conditions
                + ") x group by 1, 2, 3, 4, 5")
        .params(sql.parameters)
        .query(
            (row, _) ->
                new Kind(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getBoolean(5),
                    row.getInt(6)))
        .list();
  }

  /** Conditions on {@code task_open o}, and on what is done, with what fills them in. */
  private final class Narrowed {
    final String conditions;

    /** Of a task that is done only what never changes can be asked. */
    final String ofWhatIsDone;

    final Map<String, Object> parameters = new HashMap<>();

    static final String RISK =
        " and exists (select 1 from case_risk r where r.case_ref = o.case_ref and r.level = :risk)";
    static final String RISK_OF_EACH =
        " and (select r.level from case_risk r where r.case_ref = o.case_ref) = :risk";

    Narrowed(ActingPerson who, TaskFilter filter) {
      Instant now = clock.instant();
      LocalDate today = WorkingCalendar.dateOf(now);
      parameters.put("acting", who.username());
      parameters.put("supervisor", who.has(Role.SUPERVISOR));
      parameters.put("teams", codes(who.teams()));
      parameters.put("holders", holders.all());
      parameters.put("now", TaskRows.sql(now));
      parameters.put("today", today);
      parameters.put("tomorrow", TaskRows.sql(startOf(today.plusDays(1))));
      parameters.put("inAWeek", TaskRows.sql(startOf(today.plusDays(WEEK_DAYS))));
      var always = new StringBuilder();
      if (filter.journey() != null) {
        always.append(" and o.process_id = :journey");
        parameters.put("journey", filter.journey());
      }
      if (filter.caseRef() != null) {
        always.append(" and o.case_ref = :case");
        parameters.put("case", filter.caseRef().value());
      }
      if (filter.risk() != null) {
        always.append(
            filter.risk().equals(TaskFilter.NOT_ASSESSED)
                ? " and not exists (select 1 from case_risk r where r.case_ref = o.case_ref)"
                : RISK);
        parameters.put("risk", filter.risk());
      }
      ofWhatIsDone = always.toString();
      if (filter.due() != null) {
        always.append(
            switch (filter.due()) {
              case LATE -> " and o.due_at <= :now";
              case TODAY -> " and o.due_at > :now and o.due_at < :tomorrow";
              case WEEK -> " and o.due_at > :now and o.due_at < :inAWeek";
              case FOLLOW_UP -> " and o.follow_up_on <= :today";
            });
      }
      if (filter.officer() != null) {
        always.append(
            filter.officer().equals(TaskFilter.NOBODY)
                ? " and not " + HELD
                : " and o.assignee = :officer and " + HELD);
        parameters.put("officer", filter.officer());
      }
      conditions = always.toString();
    }

    private static Instant startOf(LocalDate day) {
      return day.atStartOfDay(WorkingCalendar.LONDON).toInstant();
    }
  }

  static String[] codes(Collection<Team> teams) {
    return teams.stream().map(Team::code).toArray(String[]::new);
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
