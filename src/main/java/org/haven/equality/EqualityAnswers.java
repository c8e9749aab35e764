package org.haven.equality;

import java.sql.Date;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.Role;
import org.haven.platform.Suppression;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What people told about themselves, as one row of totals for each quarter. There is no row of a
 * person, no case, no moment and no trace of who asked: what was given cannot be found again, put
 * right or taken back. Reading the totals is on the audit trail.
 */
@Service
public class EqualityAnswers {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient db;
  private final Audit audit;
  private final Clock clock;

  EqualityAnswers(JdbcClient db, Audit audit, Clock clock) {
    this.db = db;
    this.audit = audit;
    this.clock = clock;
  }

  /** Whoever may read the totals. */
  public static boolean mayRead(ActingPerson who) {
    return who.has(Role.SUPERVISOR) || who.has(Role.POLICY_OWNER);
  }

  /**
   * Adds one person's answers to the totals of this quarter. It is not on the audit trail, on
   * purpose: an entry beside the reading of a case would say whose answers they were.
   *
   * @return false if nothing was answered, and nothing is kept
   * @throws IllegalArgumentException if an answer is not one of those that may be given
   */
  @Transactional
  public boolean give(Map<Characteristic, String> answers) {
    answers.forEach(
        (characteristic, answer) -> {
          if (!characteristic.answers().contains(answer)) {
            throw new IllegalArgumentException("No such answer about " + characteristic.code());
          }
        });
    if (answers.isEmpty()) {
      return false;
    }
    Date quarter = Date.valueOf(Quarter.of(today()).firstDay());
    boolean first =
        db.sql(
                    "insert into equality.quarter (first_day, people, answers)"
                        + " values (?, 1, ?::jsonb) on conflict do nothing")
                .params(quarter, json(plus(Map.of(), answers)))
                .update()
            == 1;
    if (!first) {
      // two who come at once are added one after the other
      String before =
          db.sql("select answers::text from equality.quarter where first_day = ? for update")
              .param(quarter)
              .query(String.class)
              .single();
      db.sql(
              "update equality.quarter set people = people + 1, answers = ?::jsonb"
                  + " where first_day = ?")
          .params(json(plus(read(before), answers)), quarter)
          .update();
    }
    return true;
  }

  private static Map<String, Map<String, Integer>> plus(
      Map<String, Map<String, Integer>> before, Map<Characteristic, String> answers) {
    var after = new LinkedHashMap<String, Map<String, Integer>>();
    for (Characteristic one : Characteristic.values()) {
      var counts = new LinkedHashMap<String, Integer>(before.getOrDefault(one.code(), Map.of()));
      counts.merge(answers.getOrDefault(one, Characteristic.NOT_ANSWERED), 1, Integer::sum);
      after.put(one.code(), counts);
    }
    return after;
  }

  /** Quarters that are over and in which somebody answered, the newest first. */
  public List<Quarter> published() {
    return db
        .sql("select first_day from equality.quarter order by first_day desc")
        .query(LocalDate.class)
        .list()
        .stream()
        .map(Quarter::new)
        .filter(quarter -> quarter.isOver(today()))
        .toList();
  }

  /**
   * @param people null where it is hidden
   */
  public record Count(String answer, @Nullable Integer people) {}

  public record Table(Characteristic characteristic, List<Count> counts) {
    public Table {
      counts = List.copyOf(counts);
    }
  }

  /**
   * A quarter as it may be shown; the same whenever it is asked for.
   *
   * @param people who answered anything; null if they were fewer than {@link Suppression#LEAST},
   *     and there are no tables then
   */
  public record Report(Quarter quarter, @Nullable Integer people, List<Table> tables) {
    public Report {
      tables = List.copyOf(tables);
    }
  }

  /**
   * The totals of a quarter, as far as they give nobody away; empty while it is not over, or if
   * nobody answered. The read is audited.
   *
   * @throws IllegalStateException if the person may not read them
   */
  @Transactional
  public Optional<Report> report(ActingPerson who, Quarter quarter) {
    if (!mayRead(who)) {
      throw new IllegalStateException("Totals are for supervisors and policy owners");
    }
    if (!quarter.isOver(today())) {
      return Optional.empty();
    }
    Optional<Report> report =
        db.sql("select people, answers::text as answers from equality.quarter where first_day = ?")
            .param(Date.valueOf(quarter.firstDay()))
            .query((rs, _) -> report(quarter, rs.getInt("people"), read(rs.getString("answers"))))
            .optional();
    report.ifPresent(
        _ -> audit.record(who, "read-equality-report", null, Map.of("quarter", quarter.code())));
    return report;
  }

  private static Report report(
      Quarter quarter, int people, Map<String, Map<String, Integer>> counts) {
    if (people < Suppression.LEAST) {
      return new Report(quarter, null, List.of());
    }
    var tables = new ArrayList<Table>();
    for (Characteristic one : Characteristic.values()) {
      tables.add(table(one, counts.getOrDefault(one.code(), Map.of())));
    }
    return new Report(quarter, people, tables);
  }

  /** The answers that say least are hidden first: those that say nothing. */
  private static Table table(Characteristic characteristic, Map<String, Integer> counts) {
    List<String> order = characteristic.counted().reversed();
    Suppression.Shown shown =
        Suppression.of(order.stream().map(answer -> counts.getOrDefault(answer, 0)).toList());
    return new Table(
        characteristic,
        characteristic.counted().stream()
            .map(answer -> new Count(answer, shown.cells().get(order.indexOf(answer))))
            .toList());
  }

  private LocalDate today() {
    return WorkingCalendar.dateOf(clock.instant());
  }

  private static String json(Object value) {
    return JSON.writeValueAsString(value);
  }

  private static Map<String, Map<String, Integer>> read(String json) {
    return JSON.readValue(json, new TypeReference<>() {});
  }
}
