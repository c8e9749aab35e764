package org.haven.tasks;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.haven.casefile.CaseAccess;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * How much work teams and officers have: open tasks that nobody has submitted. Tasks of a case that
 * is closed to the person who asks are in no figure.
 */
@Service
public class Workloads {
  /** The records tell of a new task within seconds. */
  private static final Duration RECORDED = Duration.ofSeconds(10);

  private final JdbcClient db;
  private final Holders holders;
  private final StaffDirectory staff;
  private final Clock clock;

  Workloads(JdbcClient db, Holders holders, StaffDirectory staff, Clock clock) {
    this.db = db;
    this.holders = holders;
    this.staff = staff;
    this.clock = clock;
  }

  /**
   * What a team has to do.
   *
   * @param unclaimed of the open tasks those that nobody holds
   * @param dueToday due before the London day ends, and not late
   * @param late past their date
   * @param oldest since when the task that is open longest
   * @param officers who holds some, those with most first; only of teams that the person supervises
   */
  public record Load(
      Team team,
      long open,
      long unclaimed,
      long dueToday,
      long late,
      @Nullable Instant oldest,
      List<Held> officers) {}

  /** What an officer holds of a team's tasks. */
  public record Held(String username, long open, long late) {}

  private record Group(
      Team team,
      boolean forSupervisor,
      @Nullable String assignee,
      long open,
      long today,
      long late,
      Instant oldest) {}

  /** Each team that has any, by name. */
  public List<Load> of(ActingPerson who) {
    if (!who.worksCases()) {
      return List.of();
    }
    Instant now = clock.instant();
    Instant endOfDay =
        WorkingCalendar.dateOf(now).plusDays(1).atStartOfDay(WorkingCalendar.LONDON).toInstant();
    var byTeam = new TreeMap<Team, List<Group>>();
    db.sql(
            """
            select t.team, t.for_supervisor,
              case when exists (select 1 from case_conflict h
                                where h.case_ref = t.case_ref and h.username = c.assignee)
                   then null else c.assignee end as holder,
              count(*) as open,
              count(*) filter (where t.due_at >= :now and t.due_at < :end) as today,
              count(*) filter (where t.due_at < :now) as late, min(t.opened_at) as oldest
            from task t left join task_claim c using (element_instance_key)
            where t.status = 'OPEN' and c.submitted_at is null and %s
            group by 1, 2, 3
            """
                .formatted(CaseAccess.NOT_CONFLICTED.formatted("t.case_ref")))
        .param("acting", who.username())
        .param("now", TaskRows.sql(now))
        .param("end", TaskRows.sql(endOfDay))
        .query(
            row -> {
              var team = Team.of(row.getString("team"));
              byTeam
                  .computeIfAbsent(team, _ -> new ArrayList<>())
                  .add(
                      new Group(
                          team,
                          row.getBoolean("for_supervisor"),
                          row.getString("holder"),
                          row.getLong("open"),
                          row.getLong("today"),
                          row.getLong("late"),
                          TaskRows.instant(row, "oldest")));
            });
    var members = new HashMap<Team, Map<String, ActingPerson>>();
    var loads = new ArrayList<Load>();
    byTeam.forEach(
        (team, groups) ->
            loads.add(
                load(
                    who,
                    team,
                    groups,
                    members.computeIfAbsent(
                        team,
                        t ->
                            staff.membersOf(t).stream()
                                .collect(Collectors.toMap(ActingPerson::username, p -> p))),
                    now)));
    return loads;
  }

  private Load load(
      ActingPerson who,
      Team team,
      List<Group> groups,
      Map<String, ActingPerson> members,
      Instant now) {
    var held = new LinkedHashMap<String, long[]>();
    long open = 0;
    long today = 0;
    long late = 0;
    Instant oldest = null;
    for (var group : groups) {
      open += group.open();
      today += group.today();
      late += group.late();
      oldest = oldest == null || group.oldest().isBefore(oldest) ? group.oldest() : oldest;
      if (group.assignee() != null) {
        var counts = held.computeIfAbsent(group.assignee(), _ -> new long[2]);
        var valid = valid(who, group, members, now);
        counts[0] += valid[0];
        counts[1] += valid[1];
      }
    }
    held.values().removeIf(counts -> counts[0] == 0);
    return new Load(
        team,
        open,
        open - held.values().stream().mapToLong(counts -> counts[0]).sum(),
        today,
        late,
        oldest,
        who.supervises(team)
            ? held.entrySet().stream()
                .map(e -> new Held(e.getKey(), e.getValue()[0], e.getValue()[1]))
                .sorted(
                    Comparator.comparingLong(Held::open).reversed().thenComparing(Held::username))
                .toList()
            : List.of());
  }

  /** Of the claims of somebody those that have not lapsed: how many, and how many late. */
  private long[] valid(
      ActingPerson who, Group group, Map<String, ActingPerson> members, Instant now) {
    String holder = Objects.requireNonNull(group.assignee());
    var member = Optional.ofNullable(members.get(holder));
    if (member
        .filter(ActingPerson::worksCases)
        .filter(p -> !group.forSupervisor() || p.supervises(group.team()))
        .isPresent()) {
      return new long[] {group.open(), group.late()};
    }
    // rare: who took a report holds its tasks whatever the team, others lost theirs
    var counts = new long[2];
    db.sql(
            """
            select t.case_ref, t.due_at from task t join task_claim c using (element_instance_key)
            where t.status = 'OPEN' and c.submitted_at is null and t.team = :team
              and t.for_supervisor = :supervisor and c.assignee = :holder and %s
            """
                .formatted(CaseAccess.NOT_CONFLICTED.formatted("t.case_ref")))
        .param("team", group.team().code())
        .param("supervisor", group.forSupervisor())
        .param("holder", holder)
        .param("acting", who.username())
        .query(
            row -> {
              if (holders.mayHold(
                  holder,
                  new CaseRef(row.getString("case_ref")),
                  group.team(),
                  group.forSupervisor())) {
                counts[0]++;
                counts[1] += TaskRows.instant(row, "due_at").isBefore(now) ? 1 : 0;
              }
            });
    return counts;
  }

  /**
   * Since when the records owe us the news of a task that the engine opened: figures that are made
   * of them are older than that. Empty if they owe us nothing.
   */
  public Optional<Instant> recordsOwed() {
    return db.sql(
            """
            select min(opened_at) as since from task
            where status = 'OPEN' and user_task_key is null and opened_at < ?
            """)
        .param(TaskRows.sql(clock.instant().minus(RECORDED)))
        .query((row, _) -> Optional.ofNullable(TaskRows.at(row, "since")))
        .single();
  }
}
