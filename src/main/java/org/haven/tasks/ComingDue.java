package org.haven.tasks;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.haven.casefile.CaseAccess;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Open tasks that will soon be late, by team and whoever holds them. Tasks of a case that is closed
 * to the person who asks are in no figure.
 */
@Service
public class ComingDue {
  private final JdbcClient db;
  private final Holders holders;

  ComingDue(JdbcClient db, Holders holders) {
    this.db = db;
    this.holders = holders;
  }

  /** How many an officer holds of a team's tasks, for each moment, the later with the earlier. */
  public record Held(String username, List<Long> tasks) {}

  /**
   * What a team has.
   *
   * @param tasks how many are due before each moment, the later with the earlier
   * @param unclaimed of those nobody's
   * @param officers only of teams that the person supervises, those with most first
   */
  public record Due(Team team, List<Long> tasks, List<Long> unclaimed, List<Held> officers) {
    /** A team without any. */
    public static Due none(Team team, List<Instant> until) {
      var zeros = list(new long[until.size()]);
      return new Due(team, zeros, zeros, List.of());
    }
  }

  /**
   * So many of a team, of one holder, due before the moments from {@code first} on.
   *
   * @param caseRef where it has to be asked whether the claim has lapsed
   */
  private record Row(
      Team team,
      boolean forSupervisor,
      @Nullable String assignee,
      @Nullable CaseRef caseRef,
      int first,
      long count) {}

  /** Numbers as a list. */
  public static List<Long> list(long[] counts) {
    return Arrays.stream(counts).boxed().toList();
  }

  /**
   * Teams that have any, in their order.
   *
   * @param until moments, the earliest first
   */
  public List<Due> within(ActingPerson who, Instant now, List<Instant> until) {
    if (!who.worksCases()) {
      return List.of();
    }
    String[] mayHold = holders.now().groups();
    var tasks = new EnumMap<Team, long[]>(Team.class);
    var unclaimed = new EnumMap<Team, long[]>(Team.class);
    var held = new EnumMap<Team, Map<String, long[]>>(Team.class);
    for (Row row : rows(who, now, until, mayHold)) {
      count(tasks.computeIfAbsent(row.team(), _ -> new long[until.size()]), row);
      String holder = holder(row);
      if (holder == null) {
        count(unclaimed.computeIfAbsent(row.team(), _ -> new long[until.size()]), row);
      } else {
        count(
            held.computeIfAbsent(row.team(), _ -> new HashMap<>())
                .computeIfAbsent(holder, _ -> new long[until.size()]),
            row);
      }
    }
    return tasks.entrySet().stream()
        .map(
            one ->
                new Due(
                    one.getKey(),
                    list(one.getValue()),
                    list(unclaimed.getOrDefault(one.getKey(), new long[until.size()])),
                    who.supervises(one.getKey())
                        ? officers(held.getOrDefault(one.getKey(), Map.of()))
                        : List.of()))
        .toList();
  }

  /** Counted where they lie; one by one where it must be asked who holds them. */
  private List<Row> rows(ActingPerson who, Instant now, List<Instant> until, String[] mayHold) {
    return db.sql(
            """
            select team, for_supervisor, assignee, asked, first, count(*) as count
            from (
              select team, for_supervisor, assignee,
                case when assignee is not null and team || case when for_supervisor
                  then '-sup ' else ' ' end || assignee <> all (:holders::text[])
                  then case_ref end as asked,
                (select count(*) from unnest(:moments::timestamptz[]) m where m <= o.due_at) as first
              from task_open o where o.due_at >= :now and o.due_at < :until and %s
            ) due
            group by 1, 2, 3, 4, 5
            """
                .formatted(CaseAccess.NOT_CONFLICTED.formatted("o.case_ref")))
        .param("holders", mayHold)
        .param("moments", until.stream().map(Instant::toString).toArray(String[]::new))
        .param("now", TaskRows.sql(now))
        .param("until", TaskRows.sql(until.getLast()))
        .param("acting", who.username())
        .query(
            (row, _) ->
                new Row(
                    Team.of(row.getString("team")),
                    row.getBoolean("for_supervisor"),
                    row.getString("assignee"),
                    row.getString("asked") == null ? null : new CaseRef(row.getString("asked")),
                    row.getInt("first"),
                    row.getLong("count")))
        .list();
  }

  /** Whoever holds it, unless the claim has lapsed. */
  private @Nullable String holder(Row row) {
    String holder = row.assignee();
    if (holder == null || row.caseRef() == null) {
      return holder;
    }
    return holders.mayHold(holder, row.caseRef(), row.team(), row.forSupervisor()) ? holder : null;
  }

  private static void count(long[] counts, Row row) {
    for (int i = row.first(); i < counts.length; i++) {
      counts[i] += row.count();
    }
  }

  private static List<Held> officers(Map<String, long[]> held) {
    return held.entrySet().stream()
        .map(one -> new Held(one.getKey(), list(one.getValue())))
        .sorted(
            Comparator.comparing((Held one) -> one.tasks().getLast())
                .reversed()
                .thenComparing(Held::username))
        .toList();
  }
}
