package org.haven.tasks;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.haven.casefile.CaseAccess;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Figures of open tasks for one person, who need not be the one whose page is made: a case from
 * which that person is kept is in none of them.
 */
@Service
public class OpenTaskFigures {
  private static final String SCOPE =
      " from task_open o join task t using (element_instance_key) where "
          + CaseAccess.NOT_CONFLICTED.formatted("o.case_ref")
          + """
           and (:team::text is null or o.team = :team)
           and (:process::text is null or o.process_id = :process)
           and (:keys::text[] is null or t.sla_key = any (:keys::text[]))
          """;

  private final JdbcClient db;
  private final Holders holders;

  OpenTaskFigures(JdbcClient db, Holders holders) {
    this.db = db;
    this.holders = holders;
  }

  /**
   * Which tasks are meant; what is absent narrows nothing.
   *
   * @param slaKeys of these limits
   */
  public record Scope(
      @Nullable Team team, @Nullable String processId, @Nullable List<String> slaKeys) {}

  private JdbcClient.StatementSpec ask(String sql, ActingPerson who, Scope scope) {
    return db.sql(sql)
        .param("acting", who.username())
        .param("team", scope.team() == null ? null : scope.team().code())
        .param("process", scope.processId())
        .param("keys", scope.slaKeys() == null ? null : scope.slaKeys().toArray(String[]::new));
  }

  public long all(ActingPerson who, Scope scope) {
    return ask("select count(*)" + SCOPE, who, scope).query(Long.class).single();
  }

  public long late(ActingPerson who, Scope scope, Instant now) {
    return ask("select count(*)" + SCOPE + " and o.due_at < :now", who, scope)
        .param("now", TaskRows.sql(now))
        .query(Long.class)
        .single();
  }

  /** Not late and due before a moment. */
  public long due(ActingPerson who, Scope scope, Instant now, Instant until) {
    return ask(
            "select count(*)" + SCOPE + " and o.due_at >= :now and o.due_at < :until", who, scope)
        .param("now", TaskRows.sql(now))
        .param("until", TaskRows.sql(until))
        .query(Long.class)
        .single();
  }

  /** How long the task is open that is open longest, in whole hours; zero if there is none. */
  public long oldestHours(ActingPerson who, Scope scope, Instant now) {
    return ask("select min(t.opened_at)" + SCOPE, who, scope)
        .query(OffsetDateTime.class)
        .optional()
        .map(at -> Math.max(0, Duration.between(at.toInstant(), now).toHours()))
        .orElse(0L);
  }

  private record Claimed(Team team, boolean forSupervisor, String assignee, CaseRef caseRef) {}

  /** Nobody's, or of somebody whose claim has lapsed. */
  public long unclaimed(ActingPerson who, Scope scope) {
    Set<String> mayHold = Set.copyOf(Arrays.asList(holders.now().groups()));
    long free =
        ask("select count(*)" + SCOPE + " and o.assignee is null", who, scope)
            .query(Long.class)
            .single();
    // rare: who took a report holds its tasks whatever the team, others lost theirs
    List<Claimed> odd =
        ask(
                "select o.team, o.for_supervisor, o.assignee, o.case_ref"
                    + SCOPE
                    + " and o.assignee is not null and (o.team || case when o.for_supervisor"
                    + " then '-sup ' else ' ' end || o.assignee) <> all (:holders::text[])",
                who,
                scope)
            .param("holders", mayHold.toArray(String[]::new))
            .query(
                (row, _) ->
                    new Claimed(
                        Team.of(row.getString("team")),
                        row.getBoolean("for_supervisor"),
                        row.getString("assignee"),
                        new CaseRef(row.getString("case_ref"))))
            .list();
    return free
        + odd.stream()
            .filter(
                one ->
                    !holders.mayHold(
                        one.assignee(), one.caseRef(), one.team(), one.forSupervisor()))
            .count();
  }
}
