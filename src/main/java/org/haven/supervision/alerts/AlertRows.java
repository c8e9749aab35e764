package org.haven.supervision.alerts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.haven.platform.Team;
import org.haven.supervision.alerts.AlertRule.Quiet;
import org.haven.supervision.alerts.AlertRule.Recipients;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables of alerts. */
@Component
class AlertRows {
  private final JdbcClient db;

  AlertRows(JdbcClient db) {
    this.db = db;
  }

  /** How a rule stands for somebody. */
  record State(Instant since, @Nullable Instant firedAt) {}

  /** One node at a time looks at the rules. */
  boolean lock() {
    return db.sql("select pg_try_advisory_xact_lock(hashtextextended('alerts', 0))")
        .query(Boolean.class)
        .single();
  }

  List<AlertRule> all() {
    return db.sql("select * from alert_rule order by measure, id")
        .query((row, _) -> rule(row))
        .list();
  }

  Optional<AlertRule> find(UUID id) {
    return db.sql("select * from alert_rule where id = ?")
        .param(id)
        .query((row, _) -> rule(row))
        .optional();
  }

  /** The same, and nobody else changes it until this transaction has ended. */
  Optional<AlertRule> lock(UUID id) {
    return db.sql("select * from alert_rule where id = ? for update")
        .param(id)
        .query((row, _) -> rule(row))
        .optional();
  }

  int owned(String username) {
    return db.sql("select count(*) from alert_rule where owner = ?")
        .param(username)
        .query(Integer.class)
        .single();
  }

  /**
   * @return false if there was one of this id
   */
  boolean insert(AlertRule rule, Instant at) {
    return values(
                db.sql(
                    """
                    insert into alert_rule (id, owner, measure, amount, process_id, team, sla_key,
                      above, threshold, minutes, recipients, named, mail, quiet_from, quiet_to,
                      quiet_days, urgent, active, version, changed_at)
                    values (:id, :owner, :measure, :amount, :process, :team, :key, :above,
                      :threshold, :minutes, :recipients, :named, :mail, :from, :to, :days, :urgent,
                      :active, 1, :at)
                    on conflict do nothing
                    """),
                rule,
                at)
            .update()
        == 1;
  }

  void update(AlertRule rule, Instant at) {
    values(
            db.sql(
                """
                update alert_rule set owner = :owner, measure = :measure, amount = :amount,
                  process_id = :process, team = :team, sla_key = :key, above = :above,
                  threshold = :threshold, minutes = :minutes, recipients = :recipients,
                  named = :named, mail = :mail, quiet_from = :from, quiet_to = :to,
                  quiet_days = :days, urgent = :urgent, active = :active, version = version + 1,
                  changed_at = :at
                where id = :id
                """),
            rule,
            at)
        .update();
  }

  private static JdbcClient.StatementSpec values(
      JdbcClient.StatementSpec sql, AlertRule rule, Instant at) {
    return sql.param("id", rule.id())
        .param("owner", rule.owner())
        .param("measure", rule.measure().code())
        .param("amount", rule.amount())
        .param("process", rule.processId())
        .param("team", rule.team() == null ? null : rule.team().code())
        .param("key", rule.slaKey())
        .param("above", rule.above())
        .param("threshold", rule.threshold())
        .param("minutes", rule.minutes())
        .param("recipients", rule.recipients().code())
        .param("named", rule.named().toArray(String[]::new))
        .param("mail", rule.mail())
        .param("from", rule.quiet().from())
        .param("to", rule.quiet().to())
        .param(
            "days",
            rule.quiet().days().stream().map(DayOfWeek::getValue).sorted().toArray(Integer[]::new))
        .param("urgent", rule.urgent())
        .param("active", rule.active())
        .param("at", at.atOffset(ZoneOffset.UTC));
  }

  boolean delete(UUID id) {
    return db.sql("delete from alert_rule where id = ?").param(id).update() == 1;
  }

  Optional<State> state(UUID rule, String username) {
    return db.sql("select since, fired_at from alert_state where rule_id = ? and username = ?")
        .params(rule, username)
        .query(
            (row, _) -> {
              var fired = row.getObject("fired_at", OffsetDateTime.class);
              return new State(
                  row.getObject("since", OffsetDateTime.class).toInstant(),
                  fired == null ? null : fired.toInstant());
            })
        .optional();
  }

  void begins(UUID rule, String username, Instant since) {
    db.sql("insert into alert_state (rule_id, username, since) values (?, ?, ?)")
        .params(rule, username, since.atOffset(ZoneOffset.UTC))
        .update();
  }

  void fired(UUID rule, String username, Instant at) {
    db.sql("update alert_state set fired_at = ? where rule_id = ? and username = ?")
        .params(at.atOffset(ZoneOffset.UTC), rule, username)
        .update();
  }

  void ends(UUID rule, String username) {
    db.sql("delete from alert_state where rule_id = ? and username = ?")
        .params(rule, username)
        .update();
  }

  /** Nothing is known of how it stands, for anybody. */
  void forget(UUID rule) {
    db.sql("delete from alert_state where rule_id = ?").param(rule).update();
  }

  /** Those for whom it is known how a rule stands. */
  List<String> known(UUID rule) {
    return db.sql("select username from alert_state where rule_id = ?")
        .param(rule)
        .query(String.class)
        .list();
  }

  void note(UUID rule, String username, boolean fired, @Nullable Double figure, Instant at) {
    db.sql("insert into alert_event (rule_id, username, what, figure, at) values (?, ?, ?, ?, ?)")
        .param(rule)
        .param(username)
        .param(fired ? "fired" : "over")
        .param(figure == null ? null : (int) Math.floor(figure))
        .param(at.atOffset(ZoneOffset.UTC))
        .update();
  }

  /** What this person was told, the newest first: what others were told counts other cases. */
  List<AlertEvent> events(UUID rule, String username, int most) {
    return db.sql(
            """
            select what, figure, at from alert_event where rule_id = ? and username = ?
            order by id desc limit ?
            """)
        .params(rule, username, most)
        .query(
            (row, _) ->
                new AlertEvent(
                    row.getString("what").equals("fired"),
                    row.getObject("figure", Integer.class),
                    row.getObject("at", OffsetDateTime.class).toInstant()))
        .list();
  }

  int clear(Instant before) {
    return db.sql("delete from alert_event where at < ?")
        .param(before.atOffset(ZoneOffset.UTC))
        .update();
  }

  private static AlertRule rule(ResultSet row) throws SQLException {
    String team = row.getString("team");
    return new AlertRule(
        row.getObject("id", UUID.class),
        row.getString("owner"),
        Measure.ofCode(row.getString("measure")).orElseThrow(),
        row.getObject("amount", Integer.class),
        row.getString("process_id"),
        team == null ? null : Team.of(team),
        row.getString("sla_key"),
        row.getBoolean("above"),
        row.getInt("threshold"),
        row.getInt("minutes"),
        Recipients.valueOf(row.getString("recipients").toUpperCase(Locale.ROOT)),
        Arrays.asList((String[]) row.getArray("named").getArray()),
        row.getBoolean("mail"),
        new Quiet(
            row.getObject("quiet_from", LocalTime.class),
            row.getObject("quiet_to", LocalTime.class),
            Arrays.stream((Integer[]) row.getArray("quiet_days").getArray())
                .map(DayOfWeek::of)
                .collect(Collectors.toUnmodifiableSet())),
        row.getBoolean("urgent"),
        row.getBoolean("active"),
        row.getInt("version"));
  }
}
