package org.haven.platform.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rent periods of a tenancy, without end in both directions. Only the tenancy knows them; a
 * notice ends with one. Source: procedure section 5, noticeEarliest and noticeToQuit.
 */
public sealed interface RentPeriods {
  /** Each period is a week that begins on this day. */
  record Weekly(DayOfWeek first) implements RentPeriods {}

  /**
   * Each period is a month that begins on this day of it.
   *
   * @param first 1 to 28, so that every month has it
   */
  record Monthly(int first) implements RentPeriods {
    public Monthly {
      if (first < 1 || first > 28) {
        throw new IllegalArgumentException("A rent month begins on its 1st to 28th day");
      }
    }
  }

  /** The word for a rent that is paid by the month. */
  String MONTH = "month";

  /**
   * The periods as forms and the tenancy register name them.
   *
   * @param periodDay {@code monday} to {@code sunday}, 1 to 7 for the same days, or {@code month}
   * @param dayOfMonth for a rent by the month
   * @return empty if they are not known
   */
  static Optional<RentPeriods> of(@Nullable Object periodDay, @Nullable Object dayOfMonth) {
    String word = periodDay == null ? "" : periodDay.toString().toLowerCase(Locale.ROOT);
    if (word.equals(MONTH)) {
      return dayOfMonth instanceof Number day && day.intValue() >= 1 && day.intValue() <= 28
          ? Optional.of(new Monthly(day.intValue()))
          : Optional.empty();
    }
    return Arrays.stream(DayOfWeek.values())
        .filter(
            day ->
                day.name().toLowerCase(Locale.ROOT).equals(word)
                    || String.valueOf(day.getValue()).equals(word))
        .findFirst()
        .map(Weekly::new);
  }

  /** Does a period begin on this day? */
  default boolean beginsOn(LocalDate day) {
    return switch (this) {
      case Weekly(DayOfWeek first) -> day.getDayOfWeek() == first;
      case Monthly(int first) -> day.getDayOfMonth() == first;
    };
  }

  /**
   * The earliest day on which a notice can take effect: so many days or one period after it was
   * given, whichever is longer, and then the next first or last day of a period.
   *
   * @param given the day on which it was served or received, which does not count
   */
  default LocalDate earliestEnd(LocalDate given, int atLeastDays) {
    LocalDate onePeriod =
        switch (this) {
          case Weekly _ -> given.plusWeeks(1);
          case Monthly _ -> given.plusMonths(1);
        };
    LocalDate day = given.plusDays(atLeastDays);
    if (onePeriod.isAfter(day)) {
      day = onePeriod;
    }
    while (!beginsOn(day) && !beginsOn(day.plusDays(1))) {
      day = day.plusDays(1);
    }
    return day;
  }
}
