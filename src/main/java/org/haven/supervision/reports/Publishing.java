package org.haven.supervision.reports;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.haven.platform.Audit;
import org.haven.platform.Suppression;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.supervision.reports.Measure.Breakdown;
import org.haven.supervision.reports.MeasureCounts.Counted;
import org.haven.supervision.reports.ReportRows.Cell;
import org.haven.supervision.reports.ReportRows.Publication;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Publishes the figures of periods that are over. Late entries make a later version, of the last 24
 * months and at most one in a calendar month, so that two versions hardly ever tell one entry
 * apart. What was hidden once stays hidden, and what was published stays as it was.
 */
@Component
public class Publishing {
  /** How long late entries make a new version. Local value, policy owner to confirm. */
  private static final int MONTHS_REVISED = 24;

  private final MeasureCounts counts;
  private final ReportRows rows;
  private final Audit audit;
  private final Clock clock;

  Publishing(MeasureCounts counts, ReportRows rows, Audit audit, Clock clock) {
    this.counts = counts;
    this.rows = rows;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Publishes what is over and is not published yet, and what changed since an earlier month.
   *
   * @return how many versions are new; none if another node is at it
   */
  @Transactional
  public int publish() {
    return publish(true);
  }

  /** The same for what is not published yet alone: next to nothing where there is none. */
  @Transactional
  public int publishNew() {
    return publish(false);
  }

  private int publish(boolean again) {
    if (!rows.lock()) {
      return 0;
    }
    Instant now = clock.instant();
    LocalDate begin =
        Stream.concat(rows.begin().stream(), rows.firstCase().stream())
            .min(Comparator.naturalOrder())
            .orElse(null);
    if (begin == null) {
      return 0;
    }
    int published = 0;
    for (Span.Kind kind : Span.Kind.values()) {
      published += publish(kind, begin, now, again);
    }
    if (published > 0) {
      audit.recordSystem("publish-reports", null, Map.of("versions", published));
    }
    return published;
  }

  private record Due(Span span, @Nullable Publication last, boolean thinned) {}

  private int publish(Span.Kind kind, LocalDate begin, Instant now, boolean again) {
    LocalDate today = WorkingCalendar.dateOf(now);
    var due = new ArrayList<Due>();
    Map<Span, Publication> known =
        rows.inForce(kind, begin.minusYears(1), today, now.plusSeconds(1));
    for (Span span = Span.of(kind, begin); span.isOver(today); span = span.next()) {
      Publication last = known.get(span);
      if (last == null || again && isRevised(last, today)) {
        boolean thinned = rows.isThinned(span);
        // a count that fell because a case is gone would tell of that case
        if (last == null || !thinned) {
          due.add(new Due(span, last, thinned));
        }
      }
    }
    if (due.isEmpty()) {
      return 0;
    }
    List<Measure> measures = MeasureCounts.ALL.stream().filter(one -> one.kind() == kind).toList();
    LocalDate from = due.getFirst().span().first();
    LocalDate to = due.getLast().span().next().first();
    var counted = new HashMap<Measure, Map<Span, Counted>>();
    measures.forEach(one -> counted.put(one, counts.count(one, from, to)));
    int published = 0;
    for (Due one : due) {
      Map<Cell, @Nullable Long> before =
          one.last() == null ? Map.of() : rows.figures(one.last().id());
      var figures = new HashMap<Cell, @Nullable Long>();
      for (Measure measure : measures) {
        Counted of = counted.getOrDefault(measure, Map.of()).get(one.span());
        if (of != null) {
          figures.putAll(figures(measure, of, before));
        }
      }
      if (one.last() == null || !figures.equals(before)) {
        int version = one.last() == null ? 1 : one.last().version() + 1;
        rows.publish(one.span(), version, now, begin, one.thinned(), figures);
        published++;
      }
    }
    return published;
  }

  private static boolean isRevised(Publication last, LocalDate today) {
    return YearMonth.from(WorkingCalendar.dateOf(last.publishedAt()))
            .isBefore(YearMonth.from(today))
        && !last.span().last().isBefore(today.minusMonths(MONTHS_REVISED));
  }

  /**
   * What may be shown of a measure, null where it is hidden.
   *
   * @param before what was shown in the version before: all that was hidden there is hidden here
   */
  static Map<Cell, @Nullable Long> figures(
      Measure measure, Counted counted, Map<Cell, @Nullable Long> before) {
    var figures = new HashMap<Cell, @Nullable Long>();
    Cell total = new Cell(measure.id(), Measure.TOTAL, Measure.TOTAL);
    boolean all = counted.total() < Suppression.LEAST || isHidden(total, before);
    figures.put(total, all ? null : Long.valueOf(counted.total()));
    for (Breakdown breakdown : measure.breakdowns()) {
      Map<String, Integer> cells = counted.counts().getOrDefault(breakdown, Map.of());
      List<String> order = breakdown.keys().reversed();
      Set<Integer> hiddenBefore = new HashSet<>();
      for (int at = 0; at < order.size(); at++) {
        if (isHidden(new Cell(measure.id(), breakdown.id(), order.get(at)), before)) {
          hiddenBefore.add(at);
        }
      }
      var shown =
          Suppression.of(
              order.stream().map(key -> cells.getOrDefault(key, 0)).toList(), hiddenBefore);
      for (int at = 0; at < order.size(); at++) {
        Integer value = all ? null : shown.cells().get(at);
        figures.put(
            new Cell(measure.id(), breakdown.id(), order.get(at)),
            value == null ? null : Long.valueOf(value));
      }
    }
    if (measure.length() != null) {
      put(figures, measure, Measure.MEDIAN, counted.median(), 50, counted, all, before);
      put(figures, measure, Measure.P90, counted.p90(), 90, counted, all, before);
    }
    return figures;
  }

  private static void put(
      Map<Cell, @Nullable Long> figures,
      Measure measure,
      String key,
      @Nullable Long value,
      int percent,
      Counted counted,
      boolean all,
      Map<Cell, @Nullable Long> before) {
    Cell cell = new Cell(measure.id(), Measure.WAIT, key);
    boolean hidden = all || !isShown(counted.waits(), percent) || isHidden(cell, before);
    figures.put(cell, hidden ? null : value);
  }

  /**
   * A percentile is the wait of one person: it is shown where enough others waited no longer, and
   * enough no less. So a median takes 9 waits, and a 90th percentile 40.
   */
  static boolean isShown(int waits, int percent) {
    int rank = (waits * percent + 99) / 100;
    return rank >= Suppression.LEAST && waits - rank + 1 >= Suppression.LEAST;
  }

  private static boolean isHidden(Cell cell, Map<Cell, @Nullable Long> before) {
    return before.containsKey(cell) && before.get(cell) == null;
  }
}
