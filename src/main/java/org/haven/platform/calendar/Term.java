package org.haven.platform.calendar;

/**
 * How long a limit is. Working and calendar days are types of their own, so that neither is ever
 * counted as the other.
 *
 * <p>{@code dayOne}: the start day itself is day 1 ("+1" in the procedure); otherwise the day after
 * it is.
 */
public sealed interface Term {
  /** Told as it opens, breached after an hour on the clock. */
  record AtOnce() implements Term {}

  /** Hours in which the office is open; the limit may fall in the middle of a day. */
  record WorkingHours(int hours) implements Term {}

  /** Hours on the clock, through nights, weekends and holidays. */
  record ClockHours(int hours) implements Term {}

  /** Monday to Friday without England's bank holidays; due at the close of the last one. */
  record WorkingDays(int days, boolean dayOne) implements Term {}

  /** So many working days before a date on record, due at the close of that day. */
  record WorkingDaysBefore(int days) implements Term {}

  /** Days of the calendar, holidays too; due at the end of the last one. */
  record CalendarDays(int days, boolean dayOne) implements Term {}

  /**
   * The same date so many months later, or that month's last day when it has none; due at the end
   * of that day.
   *
   * @param nextWorkingDay true if a limit that falls on no working day runs to the next one
   */
  record Months(int months, boolean nextWorkingDay) implements Term {}

  /**
   * At least so many days and one rent period, to the first or last day of a period: only the
   * tenancy knows, so that the date is taken from the record.
   */
  record RentPeriod(int atLeastDays) implements Term {}

  /** The date that was agreed and is on record. */
  record AsAgreed() implements Term {}
}
