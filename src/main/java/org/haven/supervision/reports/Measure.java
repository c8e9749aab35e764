package org.haven.supervision.reports;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is counted, in one kind of period. Each of its breakdowns puts everything that is counted
 * into one of its keys, so that all have the same total; no two are crossed. What it means never
 * changes under the same id: a new meaning is a new measure. Its words are messages {@code
 * published.<id>}.
 *
 * @param breakdowns the keys of each in the order in which they are shown; besides what is small
 *     the last are hidden first
 * @param length what is measured besides counting, if anything
 * @param events one row for each thing that is counted: its case, the London day on which it counts
 *     and a column for each breakdown; with {@code length} a column {@code wait} of its unit
 */
public record Measure(
    String id,
    Group group,
    Span.Kind kind,
    List<Breakdown> breakdowns,
    @Nullable Wait length,
    String events) {
  static final String TOTAL = "total";
  static final String WAIT = "wait";
  static final String MEDIAN = "median";
  static final String P90 = "p90";

  /** By the team that led the case at the end of the period. */
  static final Breakdown TEAM =
      new Breakdown(
          "team",
          List.of("housing-solutions", "tenancy-services", "housing-scheme-and-finance", "other"));

  public Measure {
    breakdowns = Stream.concat(breakdowns.stream(), Stream.of(TEAM)).toList();
  }

  /** Under which heading a measure stands. */
  public enum Group {
    REPORTS,
    RISK,
    SAFEGUARDING,
    HOUSING,
    RETURNS,
    HANDLING
  }

  /**
   * One way to divide what is counted; the keys are all that there are, and {@code other} takes
   * whatever is none of them.
   */
  public record Breakdown(String id, List<String> keys) {
    public Breakdown {
      keys = List.copyOf(keys);
    }
  }

  /**
   * A length of time, of which the median and the 90th percentile are told: the smallest whole
   * number that so many of them do not exceed.
   *
   * @param most longer ones are told as longer than this
   */
  public record Wait(Unit unit, int most) {}

  /** In what a wait is told. */
  public enum Unit {
    HOURS,
    DAYS
  }
}
