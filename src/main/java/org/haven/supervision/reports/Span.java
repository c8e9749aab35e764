package org.haven.supervision.reports;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.haven.platform.calendar.WorkingCalendar;

/**
 * A calendar month, a quarter from January, April, July or October, or a financial year from 1
 * April. Of each measure there is one kind alone: by the difference of periods that overlap hidden
 * counts could be worked out.
 *
 * @param first its first day, in London
 */
public record Span(Kind kind, LocalDate first) {
  private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM", Locale.UK);
  private static final DateTimeFormatter MONTH_AND_YEAR =
      DateTimeFormatter.ofPattern("MMMM yyyy", Locale.UK);
  private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("MMM yy", Locale.UK);
  private static final Pattern MONTH_CODE = Pattern.compile("(20\\d\\d)-(0[1-9]|1[0-2])");
  private static final Pattern QUARTER_CODE = Pattern.compile("(20\\d\\d)-q([1-4])");
  private static final Pattern YEAR_CODE = Pattern.compile("(20\\d\\d)-(\\d\\d)-fy");

  /** How long a period is. */
  public enum Kind {
    MONTH(1),
    QUARTER(3),
    YEAR(12);

    private final int months;

    Kind(int months) {
      this.months = months;
    }

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String code) {
      return Arrays.stream(values())
          .filter(kind -> kind.code().equals(code))
          .findFirst()
          .orElseThrow();
    }
  }

  /**
   * @throws IllegalArgumentException if no such period begins on that day
   */
  public Span {
    if (!first.equals(begin(kind, first))) {
      throw new IllegalArgumentException("No " + kind + " begins on " + first);
    }
  }

  public static Span of(Kind kind, LocalDate day) {
    return new Span(kind, begin(kind, day));
  }

  private static LocalDate begin(Kind kind, LocalDate day) {
    LocalDate month = day.withDayOfMonth(1);
    return switch (kind) {
      case MONTH -> month;
      case QUARTER -> month.minusMonths((month.getMonthValue() - 1) % 3);
      case YEAR -> month.minusMonths((month.getMonthValue() + 8) % 12);
    };
  }

  /** Read from {@code 2026-10}, {@code 2026-q4} or {@code 2026-27-fy}; empty if it is none. */
  public static Optional<Span> ofCode(String code) {
    Matcher month = MONTH_CODE.matcher(code);
    if (month.matches()) {
      return Optional.of(new Span(Kind.MONTH, YearMonth.parse(code).atDay(1)));
    }
    Matcher quarter = QUARTER_CODE.matcher(code);
    if (quarter.matches()) {
      return Optional.of(
          new Span(
              Kind.QUARTER,
              LocalDate.of(
                  Integer.parseInt(quarter.group(1)),
                  Integer.parseInt(quarter.group(2)) * 3 - 2,
                  1)));
    }
    Matcher year = YEAR_CODE.matcher(code);
    if (year.matches()) {
      var span = new Span(Kind.YEAR, LocalDate.of(Integer.parseInt(year.group(1)), 4, 1));
      return Optional.of(span).filter(one -> one.code().equals(code));
    }
    return Optional.empty();
  }

  public String code() {
    return switch (kind) {
      case MONTH -> YearMonth.from(first).toString();
      case QUARTER -> first.getYear() + "-q" + (first.getMonthValue() + 2) / 3;
      case YEAR -> first.getYear() + "-%02d-fy".formatted((first.getYear() + 1) % 100);
    };
  }

  /** "October 2026", "October to December 2026" or "April 2026 to March 2027". */
  public String title() {
    return switch (kind) {
      case MONTH -> MONTH_AND_YEAR.format(first);
      case QUARTER -> MONTH.format(first) + " to " + MONTH_AND_YEAR.format(last());
      case YEAR -> MONTH_AND_YEAR.format(first) + " to " + MONTH_AND_YEAR.format(last());
    };
  }

  /** "Oct 26", "Oct 26" or "2026-27", where there is little room. */
  public String label() {
    return kind == Kind.YEAR
        ? first.getYear() + "-%02d".formatted((first.getYear() + 1) % 100)
        : SHORT.format(first);
  }

  public LocalDate last() {
    return next().first().minusDays(1);
  }

  public Span next() {
    return new Span(kind, first.plusMonths(kind.months));
  }

  public Span before() {
    return new Span(kind, first.minusMonths(kind.months));
  }

  public boolean isOver(LocalDate today) {
    return today.isAfter(last());
  }

  /** The moment from which nothing belongs to it any more. */
  Instant end() {
    return next().first().atStartOfDay(WorkingCalendar.LONDON).toInstant();
  }
}
