package org.haven.equality;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/**
 * Three calendar months from January, April, July or October: the only period there is. Periods
 * that overlapped would give away by their difference what each of them hides.
 *
 * @param firstDay of it, in London
 */
public record Quarter(LocalDate firstDay) implements Comparable<Quarter> {
  private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM", Locale.UK);
  private static final DateTimeFormatter MONTH_AND_YEAR =
      DateTimeFormatter.ofPattern("MMMM yyyy", Locale.UK);

  /**
   * @throws IllegalArgumentException if no quarter begins on that day
   */
  public Quarter {
    if (firstDay.getDayOfMonth() != 1 || (firstDay.getMonthValue() - 1) % 3 != 0) {
      throw new IllegalArgumentException("No quarter begins on " + firstDay);
    }
  }

  public static Quarter of(LocalDate day) {
    return new Quarter(LocalDate.of(day.getYear(), (day.getMonthValue() - 1) / 3 * 3 + 1, 1));
  }

  /** Read from {@code 2026-10}; empty if it is none. */
  public static Optional<Quarter> ofCode(String code) {
    try {
      return Optional.of(new Quarter(YearMonth.parse(code).atDay(1)));
    } catch (DateTimeParseException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** {@code 2026-10}. */
  public String code() {
    return YearMonth.from(firstDay).toString();
  }

  /** "October to December 2026". */
  public String title() {
    return MONTH.format(firstDay) + " to " + MONTH_AND_YEAR.format(firstDay.plusMonths(2));
  }

  /** Nothing is added to it any more. */
  public boolean isOver(LocalDate today) {
    return !today.isBefore(firstDay.plusMonths(3));
  }

  @Override
  public int compareTo(Quarter other) {
    return firstDay.compareTo(other.firstDay);
  }
}
