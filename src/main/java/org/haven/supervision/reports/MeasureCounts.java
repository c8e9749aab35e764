package org.haven.supervision.reports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.haven.platform.EveryCase;
import org.haven.supervision.reports.Measure.Breakdown;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts measures in the case database. Fictional cases count only where the whole of Haven is made
 * up, as every page then says; the policy's own file is no case of anybody and in no count.
 */
@Component
class MeasureCounts {
  static final List<Measure> ALL =
      Stream.concat(CaseMeasures.ALL.stream(), HousingMeasures.ALL.stream()).toList();

  private final JdbcClient db;
  private final boolean sample;

  MeasureCounts(
      JdbcClient db, @Value("${haven.sample-data:${haven.local.enabled:true}}") boolean sample) {
    this.db = db;
    this.sample = sample;
  }

  /**
   * Everything that was counted in a period, before anything is hidden.
   *
   * @param counts of each breakdown, every key with its count, in order
   * @param median in the measure's unit, rounded up; absent if nothing was measured
   * @param waits how many were measured
   */
  record Counted(
      Map<Breakdown, Map<String, Integer>> counts,
      int total,
      @Nullable Long median,
      @Nullable Long p90,
      int waits) {}

  private static final String EVENTS =
      """
      with counted as (
        select (date_trunc(:unit, e.day - :shift::interval) + :shift::interval)::date as bucket, e.*
        from (%s) e
        join case_file f on f.case_ref = e.case_ref and (:sample or not f.sample)
        where e.day >= :from and e.day < :to
      )
      """;

  private static final String COUNTS =
      """
      select bucket, %s team, count(*) as count from (
        select c.*, coalesce(
          (select l.lead_team from case_lead l where l.case_ref = c.case_ref
            and (l.at at time zone 'Europe/London') < c.bucket + :long::interval
            order by l.id desc limit 1),
          (select l.lead_team from case_lead l where l.case_ref = c.case_ref
            order by l.id limit 1),
          (select f.lead_team from case_file f where f.case_ref = c.case_ref)) as team
        from counted c) of_teams
      group by bucket, %s team
      """;

  private static final String WAITS =
      """
      select bucket, count(*) as waits,
        ceil(percentile_disc(0.5) within group (order by wait))::bigint as median,
        ceil(percentile_disc(0.9) within group (order by wait))::bigint as p90
      from counted where wait is not null group by bucket
      """;

  /**
   * Counts all periods between two days, each of which begins one; those without anything are there
   * too.
   */
  Map<Span, Counted> count(Measure measure, LocalDate from, LocalDate to) {
    return EveryCase.look(db, () -> counted(measure, from, to));
  }

  private Map<Span, Counted> counted(Measure measure, LocalDate from, LocalDate to) {
    var found = new TreeMap<LocalDate, Tally>();
    for (Span span = new Span(measure.kind(), from);
        span.first().isBefore(to);
        span = span.next()) {
      found.put(span.first(), new Tally(measure));
    }
    List<Breakdown> own = measure.breakdowns().stream().filter(one -> one != Measure.TEAM).toList();
    String columns = own.stream().map(one -> one.id() + ", ").collect(Collectors.joining());
    String events = EVENTS.formatted(measure.events());
    run(events + COUNTS.formatted(columns, columns), measure, from, to)
        .query(
            row -> {
              tally(found, row).add(row);
            });
    if (measure.length() != null) {
      run(events + WAITS, measure, from, to)
          .query(
              row -> {
                tally(found, row).waits(row);
              });
    }
    var counted = new LinkedHashMap<Span, Counted>();
    found.forEach((first, tally) -> counted.put(new Span(measure.kind(), first), tally.counted()));
    return counted;
  }

  private static Tally tally(Map<LocalDate, Tally> found, ResultSet row) throws SQLException {
    LocalDate bucket = row.getObject("bucket", LocalDate.class);
    Tally tally = found.get(bucket);
    if (tally == null) {
      throw new IllegalStateException("Counted in a period that was not asked for: " + bucket);
    }
    return tally;
  }

  private JdbcClient.StatementSpec run(String sql, Measure measure, LocalDate from, LocalDate to) {
    boolean year = measure.kind() == Span.Kind.YEAR;
    return db.sql(sql)
        .param("from", from)
        .param("to", to)
        .param("sample", sample)
        .param("unit", measure.kind().code())
        // a financial year begins three months after the calendar's
        .param("shift", year ? "3 months" : "0")
        .param(
            "long",
            switch (measure.kind()) {
              case MONTH -> "1 month";
              case QUARTER -> "3 months";
              case YEAR -> "12 months";
            });
  }

  private static final class Tally {
    private final Map<Breakdown, Map<String, Integer>> counts = new LinkedHashMap<>();
    private int total;
    private @Nullable Long median;
    private @Nullable Long p90;
    private int waits;

    Tally(Measure measure) {
      for (Breakdown one : measure.breakdowns()) {
        var keys = new LinkedHashMap<String, Integer>();
        one.keys().forEach(key -> keys.put(key, 0));
        counts.put(one, keys);
      }
    }

    void add(ResultSet row) throws SQLException {
      int count = row.getInt("count");
      total += count;
      for (var one : counts.entrySet()) {
        String key = row.getString(one.getKey().id());
        Map<String, Integer> keys = one.getValue();
        String counted = key != null && keys.containsKey(key) ? key : "other";
        if (!keys.containsKey(counted)) {
          throw new IllegalStateException(
              "%s has no place for %s".formatted(one.getKey().id(), key));
        }
        keys.merge(counted, count, Integer::sum);
      }
    }

    void waits(ResultSet row) throws SQLException {
      median = row.getObject("median", Long.class);
      p90 = row.getObject("p90", Long.class);
      waits = row.getInt("waits");
    }

    Counted counted() {
      return new Counted(counts, total, median, p90, waits);
    }
  }
}
