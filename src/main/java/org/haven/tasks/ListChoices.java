package org.haven.tasks;

import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.haven.platform.ActingPerson;
import org.haven.platform.Team;
import org.haven.platform.sealing.KeyScope;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * How somebody likes lists of tasks: which columns, and filters kept for themselves or shared with
 * a team. A filter names no case: who must not know of the case would read it.
 */
@Service
public class ListChoices {
  /** How many filters somebody may keep. */
  public static final int MOST = 30;

  /** How long the name of a filter may be. */
  public static final int LONGEST_NAME = 60;

  private static final KeyScope KEY = new KeyScope.Staff();
  private static final String ENTITY = "task-filter";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, String>> WORDS = new TypeReference<>() {};

  /** A case's reference, as it is also typed. */
  private static final Pattern REFERENCE = Pattern.compile("(?i)\\bHV[\\s-]?[2-9A-HJKMNP-Z]{8}\\b");

  /** What of a filter's address is never kept. */
  private static final Set<String> NOT_KEPT = Set.of("ref", "after", "refresh");

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;

  ListChoices(JdbcClient db, Sealing sealing, Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
  }

  /** What a list shows beside a task's name, its case, its limit and who has it. */
  public enum Column {
    JOURNEY,
    TEAM,
    RISK,
    FOLLOW_UP,
    OPENED,
    POLICY;

    public static final Set<Column> USUAL = Set.copyOf(EnumSet.of(JOURNEY, TEAM, RISK));
  }

  /** What this person chose, in their usual order. */
  public List<Column> columns(ActingPerson who) {
    Set<String> chosen =
        db.sql("select columns from task_columns where username = ?")
            .param(who.username())
            .query((row, _) -> Set.copyOf(TaskRows.texts(row, "columns")))
            .optional()
            .orElseGet(() -> Column.USUAL.stream().map(Column::name).collect(Collectors.toSet()));
    return Arrays.stream(Column.values()).filter(one -> chosen.contains(one.name())).toList();
  }

  public void choose(ActingPerson who, Set<Column> columns) {
    db.sql(
            """
            insert into task_columns (username, columns, at) values (?, ?, ?)
            on conflict (username) do update set columns = excluded.columns, at = excluded.at
            """)
        .params(
            who.username(),
            columns.stream().map(Column::name).sorted().toArray(String[]::new),
            TaskRows.sql(clock.instant()))
        .update();
  }

  /**
   * A kept filter.
   *
   * @param said as the list's address says it
   * @param team with which it is shared, if with any
   * @param mayRemove for whoever kept it, and for supervisors of the team
   */
  public record Kept(
      UUID id, Sealed name, Map<String, String> said, @Nullable Team team, boolean mayRemove) {}

  /** The person's own filters, and those that are shared with their teams, by name. */
  public List<Kept> filters(ActingPerson who) {
    return db
        .sql(
            """
            select id, username, team, said::text as said, sealed::text as sealed
            from task_filter where username = :acting or team = any (:teams::text[])
            """)
        .param("acting", who.username())
        .param("teams", ListSql.codes(who.teams()))
        .query(
            (row, _) -> {
              String code = row.getString("team");
              Team team = code == null ? null : Team.of(code);
              String id = row.getString("id");
              return new Kept(
                  UUID.fromString(id),
                  new Sealed(
                      String.valueOf(
                          sealing
                              .openAll(KEY, ENTITY, id, row.getString("sealed"))
                              .values()
                              .getOrDefault("name", "?"))),
                  JSON.readValue(row.getString("said"), WORDS),
                  team,
                  row.getString("username").equals(who.username())
                      || team != null && who.supervises(team));
            })
        .list()
        .stream()
        .sorted(java.util.Comparator.comparing(one -> one.name().clear()))
        .toList();
  }

  /** What is wrong with a filter that somebody wants to keep. */
  public enum Fault {
    NO_NAME,
    TOO_LONG,
    NAMES_A_CASE,
    NOT_YOUR_TEAM,
    TOO_MANY
  }

  /**
   * Keeps a filter, without the case that it may name.
   *
   * @param said as the list's address says it
   * @param team to share it with, absent to keep it for oneself
   * @return what was wrong, absent if it is kept
   */
  @Transactional
  public @Nullable Fault keep(
      ActingPerson who, String name, Map<String, String> said, @Nullable Team team) {
    if (name.isBlank()) {
      return Fault.NO_NAME;
    }
    if (name.length() > LONGEST_NAME) {
      return Fault.TOO_LONG;
    }
    if (REFERENCE.matcher(name).find()) {
      return Fault.NAMES_A_CASE;
    }
    if (team != null && !who.teams().contains(team)) {
      return Fault.NOT_YOUR_TEAM;
    }
    int kept =
        db.sql("select count(*) from task_filter where username = ?")
            .param(who.username())
            .query(Integer.class)
            .single();
    if (kept >= MOST) {
      return Fault.TOO_MANY;
    }
    var plain = new LinkedHashMap<>(said);
    plain.keySet().removeAll(NOT_KEPT);
    String id = UUID.randomUUID().toString();
    db.sql(
            "insert into task_filter (id, username, team, said, sealed, at)"
                + " values (?::uuid, ?, ?, ?::jsonb, ?::jsonb, ?)")
        .params(
            Arrays.asList(
                id,
                who.username(),
                team == null ? null : team.code(),
                JSON.writeValueAsString(plain),
                sealing.sealAll(KEY, ENTITY, id, Map.of("name", name)),
                TaskRows.sql(clock.instant())))
        .update();
    return null;
  }

  /** Removes a filter; one that is not the person's to remove stays. */
  public void remove(ActingPerson who, UUID id) {
    db.sql(
            """
            delete from task_filter where id = :id
              and (username = :acting or :supervisor and team = any (:teams::text[]))
            """)
        .param("id", id)
        .param("acting", who.username())
        .param("supervisor", who.has(org.haven.platform.Role.SUPERVISOR))
        .param("teams", ListSql.codes(who.teams()))
        .update();
  }
}
