package org.haven.platform.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import org.haven.platform.calendar.RentPeriods.Monthly;
import org.haven.platform.calendar.RentPeriods.Weekly;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Notice periods that end with a rent period. */
class RentPeriodsTest {
  @ParameterizedTest
  @CsvSource({
    // given, earliest end
    "2026-02-04, 2026-03-08, Wednesday: four weeks are Wednesday 4 March, Sunday is the last day",
    "2026-02-01, 2026-03-01, Sunday: four weeks are the last day itself",
    "2026-02-02, 2026-03-02, Monday: four weeks are the first day itself",
    "2026-02-03, 2026-03-08, Tuesday: the first and last day have just passed",
    "2026-02-07, 2026-03-08, Saturday",
    "2026-02-08, 2026-03-08, Sunday again",
    "2026-12-09, 2027-01-10, over the new year",
    "2028-02-02, 2028-03-05, over a leap day",
    "2026-03-11, 2026-04-12, over the change to summer time"
  })
  void shouldEndOnTheFirstOrLastDayOfAWeek_whenRentWeeksBeginOnMonday(
      LocalDate given, LocalDate ends, String why) {
    assertThat(new Weekly(DayOfWeek.MONDAY).earliestEnd(given, 28)).as(why).isEqualTo(ends);
  }

  @ParameterizedTest
  @CsvSource({
    "MONDAY, 2026-03-08",
    "TUESDAY, 2026-03-09",
    "WEDNESDAY, 2026-03-04",
    "THURSDAY, 2026-03-04",
    "FRIDAY, 2026-03-05",
    "SATURDAY, 2026-03-06",
    "SUNDAY, 2026-03-07"
  })
  void shouldEndWithTheTenancysOwnWeek_whenGivenOnAWednesday(DayOfWeek first, LocalDate ends) {
    assertThat(new Weekly(first).earliestEnd(LocalDate.of(2026, 2, 4), 28)).isEqualTo(ends);
  }

  @ParameterizedTest
  @CsvSource({
    // first day of the month, given, earliest end
    "1,  2026-02-04, 2026-03-31, a month is as long as four weeks in February",
    "1,  2026-03-04, 2026-04-30, a month is longer than four weeks",
    "1,  2026-03-01, 2026-04-01, one month after the first is the first",
    "1,  2026-02-28, 2026-03-31, a month later is the 28th and then the last day of the month",
    "15, 2026-03-04, 2026-04-14, the period ends on the 14th",
    "15, 2026-03-14, 2026-04-14, exactly one period",
    "15, 2026-03-16, 2026-05-14, too late for the period before",
    "28, 2026-01-31, 2026-02-28, the first day of a period, a short month later"
  })
  void shouldRunForOnePeriod_whenRentIsByTheMonth(
      int first, LocalDate given, LocalDate ends, String why) {
    assertThat(new Monthly(first).earliestEnd(given, 28)).as(why).isEqualTo(ends);
  }

  @Test
  void shouldReadWhatFormsAndTheRegisterSay() {
    assertThat(RentPeriods.of("monday", null)).contains(new Weekly(DayOfWeek.MONDAY));
    assertThat(RentPeriods.of("Sunday", null)).contains(new Weekly(DayOfWeek.SUNDAY));
    assertThat(RentPeriods.of(1, null)).contains(new Weekly(DayOfWeek.MONDAY));
    assertThat(RentPeriods.of("month", 15L)).contains(new Monthly(15));
  }

  @Test
  void shouldNotGuess_whenTheyAreNotKnown() {
    assertThat(RentPeriods.of(null, null)).isEmpty();
    assertThat(RentPeriods.of("unknown", null)).isEmpty();
    assertThat(RentPeriods.of("month", null)).isEmpty();
    assertThat(RentPeriods.of("month", 31)).isEmpty();
    assertThatThrownBy(() -> new Monthly(29)).isInstanceOf(IllegalArgumentException.class);
  }
}
