package org.haven.supervision.reports;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.platform.ActingPerson;
import org.haven.platform.Role;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.supervision.reports.Measure.Breakdown;
import org.haven.supervision.reports.ReportRows.Cell;
import org.haven.supervision.reports.ReportRows.Publication;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * What was published, as it stood on any day since. The figures are of everybody and the same for
 * whoever may read them.
 */
@Service
public class PublishedReports {
  /** How many periods a trend has. */
  private static final int TREND = 12;

  private final ReportRows rows;
  private final Clock clock;

  PublishedReports(ReportRows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  /** Supervisors, and those who answer for the policy. */
  public static boolean mayRead(ActingPerson who) {
    return who.has(Role.SUPERVISOR) || who.has(Role.POLICY_OWNER);
  }

  /** All that is counted, in the order in which it is shown. */
  public List<Measure> measures() {
    return MeasureCounts.ALL;
  }

  public Optional<Measure> measure(String id) {
    return MeasureCounts.ALL.stream().filter(one -> one.id().equals(id)).findFirst();
  }

  /** Why there are no figures, or that there are. */
  public enum State {
    PUBLISHED,
    /** Nothing was ever published. */
    NOTHING,
    /** The period ended before the records begin. */
    BEFORE_RECORDS,
    NOT_OVER,
    /** It was over, and not published on that day yet. */
    NOT_YET
  }

  /**
   * A version of a period.
   *
   * @param inForce on the day that was asked for
   * @param afterDisposal cases of it had been disposed of: the counts may be too low
   */
  public record Version(int number, Instant publishedAt, boolean inForce, boolean afterDisposal) {}

  /**
   * A period as it stood on a day.
   *
   * @param begin the day on which the records begin; absent while nothing is published
   * @param partly the records begin within the period
   * @param versions all of the period until now, the newest first
   */
  public record Edition(
      Span span,
      LocalDate asOf,
      State state,
      @Nullable LocalDate begin,
      boolean partly,
      List<Version> versions,
      Map<Cell, @Nullable Long> figures) {
    public Optional<Version> inForce() {
      return versions.stream().filter(Version::inForce).findFirst();
    }

    /** Was it counted already when this version was published? */
    public boolean has(Measure measure) {
      return figures.containsKey(new Cell(measure.id(), Measure.TOTAL, Measure.TOTAL));
    }

    public @Nullable Long total(Measure measure) {
      return figures.get(new Cell(measure.id(), Measure.TOTAL, Measure.TOTAL));
    }

    public @Nullable Long count(Measure measure, Breakdown breakdown, String key) {
      return figures.get(new Cell(measure.id(), breakdown.id(), key));
    }

    public @Nullable Long median(Measure measure) {
      return figures.get(new Cell(measure.id(), Measure.WAIT, Measure.MEDIAN));
    }

    public @Nullable Long p90(Measure measure) {
      return figures.get(new Cell(measure.id(), Measure.WAIT, Measure.P90));
    }
  }

  /**
   * @throws IllegalStateException if the person may not read reports
   */
  public Edition edition(ActingPerson who, Span span, LocalDate asOf) {
    require(who);
    LocalDate begin = rows.begin().orElse(null);
    List<Publication> all = rows.versions(span);
    Publication inForce = null;
    Instant until = endOf(asOf);
    for (Publication one : all) {
      if (one.publishedAt().isBefore(until)) {
        inForce = one;
      }
    }
    var versions = new ArrayList<Version>();
    for (Publication one : all.reversed()) {
      versions.add(
          new Version(one.version(), one.publishedAt(), one.equals(inForce), one.afterDisposal()));
    }
    return new Edition(
        span,
        asOf,
        state(span, begin, inForce, all),
        begin,
        begin != null && begin.isAfter(span.first()) && !begin.isAfter(span.last()),
        versions,
        inForce == null ? Map.of() : rows.figures(inForce.id()));
  }

  private State state(
      Span span, @Nullable LocalDate begin, @Nullable Publication inForce, List<Publication> all) {
    if (inForce != null) {
      return State.PUBLISHED;
    }
    if (!span.isOver(today())) {
      return State.NOT_OVER;
    }
    if (begin == null) {
      return State.NOTHING;
    }
    return span.last().isBefore(begin) && all.isEmpty() ? State.BEFORE_RECORDS : State.NOT_YET;
  }

  /** A total of a trend; absent where it is hidden. */
  public record Point(Span span, boolean published, @Nullable Long total) {}

  /** The totals of a year or more up to a period, each as it stood on that day. */
  public List<Point> trend(ActingPerson who, Measure measure, Span last, LocalDate asOf) {
    require(who);
    Span first = last;
    for (int i = 1; i < TREND; i++) {
      first = first.before();
    }
    Map<Span, Publication> published =
        rows.inForce(last.kind(), first.first(), last.first(), endOf(asOf));
    Map<Long, Map<String, Long>> totals =
        rows.totals(published.values().stream().map(Publication::id).toList());
    var trend = new ArrayList<Point>();
    for (Span span = first; !span.first().isAfter(last.first()); span = span.next()) {
      Publication one = published.get(span);
      trend.add(
          new Point(
              span,
              one != null,
              one == null ? null : totals.getOrDefault(one.id(), Map.of()).get(measure.id())));
    }
    return trend;
  }

  /** The newest period of each kind that is published; a kind may be absent. */
  public Map<Span.Kind, Span> newest(ActingPerson who) {
    require(who);
    var newest = new EnumMap<Span.Kind, Span>(Span.Kind.class);
    for (Span.Kind kind : Span.Kind.values()) {
      rows.newest(kind).ifPresent(span -> newest.put(kind, span));
    }
    return newest;
  }

  /** Each measure's total in the newest period; absent where it is hidden, or there is none. */
  public Map<String, Long> newestTotals(ActingPerson who, Map<Span.Kind, Span> newest) {
    require(who);
    var totals = new HashMap<String, Long>();
    newest
        .values()
        .forEach(
            span ->
                rows.inForce(span.kind(), span.first(), span.first(), endOf(today()))
                    .values()
                    .forEach(
                        one ->
                            totals.putAll(
                                rows.totals(List.of(one.id())).getOrDefault(one.id(), Map.of()))));
    return totals;
  }

  /** What may be chosen: periods from the begin of the records until now, the newest first. */
  public List<Span> spans(ActingPerson who, Span.Kind kind) {
    require(who);
    var spans = new ArrayList<Span>();
    LocalDate today = today();
    LocalDate from = rows.first(kind).or(rows::begin).orElse(today);
    for (Span span = Span.of(kind, today); !span.last().isBefore(from); span = span.before()) {
      spans.add(span);
    }
    return spans;
  }

  public LocalDate today() {
    return WorkingCalendar.dateOf(clock.instant());
  }

  private static Instant endOf(LocalDate day) {
    return day.plusDays(1).atStartOfDay(WorkingCalendar.LONDON).toInstant();
  }

  private static void require(ActingPerson who) {
    if (!mayRead(who)) {
      throw new IllegalStateException("Reports are for supervisors and policy owners");
    }
  }
}
