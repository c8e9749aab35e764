package org.haven.supervision.reports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.platform.EveryCase;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables of published figures. They hold no case, so nobody's conflicts matter here. */
@Component
class ReportRows {
  private final JdbcClient db;

  ReportRows(JdbcClient db) {
    this.db = db;
  }

  /** Which figure of a publication. */
  record Cell(String measure, String breakdown, String key) {}

  /**
   * A period as it was published.
   *
   * @param version from 1 on
   * @param afterDisposal some of its cases had been disposed of before it was counted
   */
  record Publication(long id, Span span, int version, Instant publishedAt, boolean afterDisposal) {}

  /** One node at a time publishes. */
  boolean lock() {
    return db.sql("select pg_try_advisory_xact_lock(hashtextextended('reports', 0))")
        .query(Boolean.class)
        .single();
  }

  /** The versions of a period, the first one first. */
  List<Publication> versions(Span span) {
    return db.sql(
            "select * from report_publication where kind = ? and first_day = ? order by version")
        .params(span.kind().code(), span.first())
        .query((row, _) -> publication(row))
        .list();
  }

  /**
   * Of each period the version in force at a moment, the newest period last.
   *
   * @param from the first day of the first of them
   */
  Map<Span, Publication> inForce(Span.Kind kind, LocalDate from, LocalDate to, Instant before) {
    var spans = new LinkedHashMap<Span, Publication>();
    db.sql(
            """
            select distinct on (first_day) * from report_publication
            where kind = ? and first_day between ? and ? and published_at < ?
            order by first_day, version desc
            """)
        .params(kind.code(), from, to, at(before))
        .query((row, _) -> publication(row))
        .list()
        .forEach(one -> spans.put(one.span(), one));
    return spans;
  }

  private static Publication publication(ResultSet row) throws SQLException {
    return new Publication(
        row.getLong("id"),
        new Span(Span.Kind.of(row.getString("kind")), row.getObject("first_day", LocalDate.class)),
        row.getInt("version"),
        row.getObject("published_at", OffsetDateTime.class).toInstant(),
        row.getBoolean("after_disposal"));
  }

  /** All figures of a publication; null is hidden. */
  Map<Cell, @Nullable Long> figures(long publication) {
    var found = new HashMap<Cell, @Nullable Long>();
    db.sql("select * from report_figure where publication_id = ?")
        .param(publication)
        .query(
            row -> {
              found.put(
                  new Cell(
                      row.getString("measure"), row.getString("breakdown"), row.getString("key")),
                  row.getObject("value", Long.class));
            });
    return found;
  }

  /** Of some publications the totals of some measures; those that are hidden are absent. */
  Map<Long, Map<String, Long>> totals(List<Long> publications) {
    var found = new HashMap<Long, Map<String, Long>>();
    db.sql(
            "select publication_id, measure, value from report_figure where breakdown = 'total'"
                + " and publication_id = any (?::bigint[]) and value is not null")
        .param(publications.toArray(Long[]::new))
        .query(
            row -> {
              found
                  .computeIfAbsent(row.getLong("publication_id"), _ -> new HashMap<>())
                  .put(row.getString("measure"), row.getLong("value"));
            });
    return found;
  }

  void publish(
      Span span,
      int version,
      Instant publishedAt,
      LocalDate begin,
      boolean afterDisposal,
      Map<Cell, @Nullable Long> figures) {
    long id =
        db.sql(
                """
                insert into report_publication (kind, first_day, version, published_at,
                  records_begin, after_disposal)
                values (?, ?, ?, ?, ?, ?) returning id
                """)
            .params(
                span.kind().code(), span.first(), version, at(publishedAt), begin, afterDisposal)
            .query(Long.class)
            .single();
    List<Map.Entry<Cell, @Nullable Long>> cells = List.copyOf(figures.entrySet());
    db.sql(
            """
            insert into report_figure (publication_id, measure, breakdown, key, value)
            select ?, m, b, k, v
            from unnest(?::text[], ?::text[], ?::text[], ?::bigint[]) as x (m, b, k, v)
            """)
        .params(
            id,
            cells.stream().map(one -> one.getKey().measure()).toArray(String[]::new),
            cells.stream().map(one -> one.getKey().breakdown()).toArray(String[]::new),
            cells.stream().map(one -> one.getKey().key()).toArray(String[]::new),
            cells.stream().map(Map.Entry::getValue).toArray(Long[]::new))
        .update();
  }

  /** The newest period that is published. */
  Optional<Span> newest(Span.Kind kind) {
    return db.sql("select max(first_day) from report_publication where kind = ?")
        .param(kind.code())
        .query((row, _) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
        .single()
        .map(first -> new Span(kind, first));
  }

  /** The first day of the oldest period that is published. */
  Optional<LocalDate> first(Span.Kind kind) {
    return db.sql("select min(first_day) from report_publication where kind = ?")
        .param(kind.code())
        .query((row, _) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
        .single();
  }

  /**
   * The London day on which the records began, as it was published: asked of the cases themselves,
   * it would tell of one that somebody may not know of. Empty while nothing is published.
   */
  Optional<LocalDate> begin() {
    return db.sql("select min(records_begin) from report_publication")
        .query((row, _) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
        .single();
  }

  /** The same of the cases that there are now. */
  Optional<LocalDate> firstCase() {
    return EveryCase.look(
            db,
            () ->
                db.sql(
                        """
                        select min(created_at) from case_file
                        where case_ref not in (select case_ref from policy_file)
                        """)
                    .query((row, _) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
                    .single())
        .map(OffsetDateTime::toInstant)
        .map(WorkingCalendar::dateOf);
  }

  /**
   * Have cases that a period may have counted been disposed of? What is left of them is when their
   * tasks were open.
   */
  boolean isThinned(Span span) {
    return EveryCase.look(
        db,
        () ->
            db.sql(
                    """
                    select exists (
                      select 1 from case_file f where f.status = 'disposed'
                        and ((f.reported_at at time zone 'Europe/London')::date
                            between :first and :last
                          or exists (select 1 from service_level s
                            where s.case_ref = f.case_ref
                              and (s.opened_at at time zone 'Europe/London')::date <= :last
                              and (coalesce(s.ended_at, s.opened_at)
                                at time zone 'Europe/London')::date >= :first)))
                    """)
                .param("first", span.first())
                .param("last", span.last())
                .query(Boolean.class)
                .single());
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
