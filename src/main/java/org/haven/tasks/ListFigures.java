package org.haven.tasks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts what lists have, exactly: each list in one walk over it. */
@Component
class ListFigures {
  private final JdbcClient db;

  ListFigures(JdbcClient db) {
    this.db = db;
  }

  private static final String OF_TEAMS =
      " from task_open o where o.team = any(:teams::text[])"
          + " and (:supervisor or not o.for_supervisor) and";

  private static final String OWN =
      "select count(*), count(*) filter (where o.due_at <= :now),"
          + " count(*) filter (where o.follow_up_on > :today),"
          + " count(*) filter (where o.follow_up_on > :today and o.due_at <= :now)"
          + " from task_open o where o.assignee = :acting and"
          + ListSql.THEIRS.formatted("o", "o.assignee")
          + " and"
          + ListSql.OPEN;

  /** How many there are, and how many of them are late. */
  private record Pair(int all, int late) {
    static Pair at(ResultSet row, int column) throws SQLException {
      return new Pair(row.getInt(column), row.getInt(column + 1));
    }
  }

  private static TaskCounts counts(ResultSet row, int own, Pair team, Pair unclaimed, int done)
      throws SQLException {
    Pair mine = Pair.at(row, own);
    Pair waiting = Pair.at(row, own + 2);
    return new TaskCounts(
        mine.all(),
        mine.late(),
        team.all(),
        team.late(),
        unclaimed.all(),
        unclaimed.late(),
        waiting.all(),
        waiting.late(),
        done);
  }

  /**
   * How many tasks each list has, narrowed alike.
   *
   * @param shown the list that is looked at
   */
  TaskCounts counts(ListSql sql, Whose shown) {
    String done =
        shown == Whose.DONE ? "(select count(*)" + ListSql.DONE_BY + sql.ofWhatIsDone + ")" : "0";
    return db.sql(
            "select own.*, teams.*, "
                + done
                + " from ("
                + OWN
                + sql.conditions
                + ") own cross join (select count(*), count(*) filter (where late),"
                + " count(*) filter (where not held), count(*) filter (where late and not held)"
                + " from (select o.due_at <= :now as late, "
                + ListSql.HELD
                + " as held"
                + OF_TEAMS
                + ListSql.OPEN
                + sql.conditions
                // who holds it is asked once for each, and not for each figure
                + " offset 0) each) teams")
        .params(sql.parameters)
        .query((row, _) -> counts(row, 1, Pair.at(row, 5), Pair.at(row, 7), row.getInt(9)))
        .single();
  }

  /**
   * What the list can be narrowed to, with what each choice leaves, and the counts of all lists.
   *
   * @param sql of the person and the filter
   */
  TaskFigures of(Whose whose, TaskFilter filter, ListSql sql) {
    if (whose != Whose.TEAM && whose != Whose.UNCLAIMED) {
      List<Kind> kinds = whose == Whose.DONE ? List.of() : kinds(whose, filter, sql);
      return new TaskFigures(counts(sql, whose), choices(kinds, filter));
    }
    // the team's tasks are walked once: their kinds say everything that is counted of them
    List<Kind> kinds = kinds(Whose.TEAM, filter, sql);
    Pair team = pair(kinds, filter, false);
    Pair unclaimed = pair(kinds, filter, true);
    TaskCounts counts =
        db.sql(OWN + sql.conditions)
            .params(sql.parameters)
            .query((row, _) -> counts(row, 1, team, unclaimed, 0))
            .single();
    return new TaskFigures(
        counts,
        choices(
            whose == Whose.TEAM ? kinds : kinds.stream().filter(kind -> !kind.held()).toList(),
            filter));
  }

  private static Pair pair(List<Kind> kinds, TaskFilter filter, boolean unclaimed) {
    int all = 0;
    int late = 0;
    for (Kind kind : kinds) {
      if (kind.isAsked(filter) && !(unclaimed && kind.held())) {
        all += kind.count();
        late += kind.due() == Kind.LATE ? kind.count() : 0;
      }
    }
    return new Pair(all, late);
  }

  private record Kind(
      String journey, String risk, String officer, int due, boolean followUp, int count) {
    static final int LATE = 0;
    static final int TODAY = 1;
    static final int WEEK = 2;

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
      case LATE -> kind.due() == Kind.LATE;
      case TODAY -> kind.due() == Kind.TODAY;
      case WEEK -> kind.due() == Kind.TODAY || kind.due() == Kind.WEEK;
      case FOLLOW_UP -> kind.followUp();
    };
  }

  /**
   * How many tasks of each kind the list has: many tasks, and far fewer kinds. Of the filter only
   * the case counts.
   */
  private List<Kind> kinds(Whose whose, TaskFilter filter, ListSql sql) {
    boolean own = whose == Whose.MINE || whose == Whose.WAITING;
    String of =
        own
            ? " from task_open o where o.assignee = :acting and"
                + ListSql.THEIRS.formatted("o", "o.assignee")
                + (whose == Whose.WAITING ? " and o.follow_up_on > :today" : "")
                + " and"
            : OF_TEAMS;
    return db.sql(
            "select o.process_id, o.level, "
                + (own ? "o.assignee" : "case when " + ListSql.HELD + " then o.assignee end")
                + " as officer, case when o.due_at <= :now then 0 when o.due_at < :tomorrow then 1"
                + " when o.due_at < :inAWeek then 2 else 3 end as due,"
                + " coalesce(o.follow_up_on <= :today, false) as follow_up, count(*)"
                + of
                + ListSql.OPEN
                + (filter.caseRef() == null ? "" : ListSql.OF_CASE)
                + " group by 1, 2, 3, 4, 5")
        .params(sql.parameters)
        .query(
            (row, _) ->
                new Kind(
                    row.getString(1),
                    or(row.getString(2), TaskFilter.NOT_ASSESSED),
                    or(row.getString(3), TaskFilter.NOBODY),
                    row.getInt(4),
                    row.getBoolean(5),
                    row.getInt(6)))
        .list();
  }

  private static String or(@Nullable String found, String none) {
    return found == null ? none : found;
  }
}
