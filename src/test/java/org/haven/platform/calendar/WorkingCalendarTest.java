package org.haven.platform.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Set;
import org.haven.platform.calendar.Sla.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkingCalendarTest {
  private final WorkingCalendar calendar = new WorkingCalendar();

  @ParameterizedTest
  @CsvSource({
    "2026-01-01, New Year",
    "2026-04-03, Good Friday",
    "2026-04-06, Easter Monday",
    "2026-05-04, early May",
    "2026-05-25, spring",
    "2026-08-31, summer",
    "2026-12-25, Christmas",
    "2026-12-28, Boxing Day moved from Saturday",
    "2027-12-27, Christmas moved from Saturday",
    "2027-12-28, Boxing Day moved from Sunday",
    "2028-01-03, New Year moved from Saturday",
  })
  void shouldBeClosed_whenItIsABankHolidayInEngland(LocalDate day, String name) {
    assertThat(calendar.isWorkingDay(day)).as(name).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-08-03, Scotland only",
    "2026-12-24, Christmas Eve",
    "2026-12-29, after Boxing Day"
  })
  void shouldBeOpen_whenItIsNoBankHolidayInEngland(LocalDate day, String name) {
    assertThat(calendar.isWorkingDay(day)).as(name).isTrue();
  }

  @Test
  void shouldBeClosed_whenABankHolidayIsProclaimedForOnce() {
    var day = LocalDate.of(2026, 6, 15);
    assertThat(new WorkingCalendar(Set.of(day)).isWorkingDay(day)).isFalse();
    assertThat(calendar.isWorkingDay(day)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-04-02T08:44:59, false",
    "2026-04-02T08:45, true",
    "2026-04-02T17:14:59, true",
    "2026-04-02T17:15, false",
    "2026-04-10T16:44:59, true",
    "2026-04-10T16:45, false",
    "2026-04-03T12:00, false",
    "2026-04-11T12:00, false",
  })
  void shouldKnowOfficeHours_whenAsked(LocalDateTime at, boolean open) {
    assertThat(calendar.isOfficeHours(london(at))).isEqualTo(open);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-04-02T07:00, 2026-04-02T08:45",
    "2026-04-02T12:00, 2026-04-02T12:00",
    "2026-04-02T17:15, 2026-04-07T08:45",
    "2026-04-10T16:45, 2026-04-13T08:45",
    "2026-04-11T03:00, 2026-04-13T08:45",
    "2026-12-24T18:00, 2026-12-29T08:45",
  })
  void shouldSayWhenItOpensNext_whenAsked(LocalDateTime from, LocalDateTime next) {
    assertThat(calendar.nextOpening(london(from))).isEqualTo(london(next));
  }

  @ParameterizedTest
  @CsvSource({
    // Easter 2026, the procedure's own example
    "1, false, 2026-04-02T16:00, 2026-04-07T17:15",
    "2, false, 2026-04-02T16:00, 2026-04-08T17:15",
    // Easter weekend itself
    "1, false, 2026-04-05T10:00, 2026-04-07T17:15",
    // Friday closes earlier
    "1, false, 2026-04-09T10:00, 2026-04-10T16:45",
    "5, false, 2026-11-20T09:00, 2026-11-27T16:45",
    // before opening, after closing: the day of the start does not count
    "1, false, 2026-11-17T06:00, 2026-11-18T17:15",
    "1, false, 2026-11-17T20:00, 2026-11-18T17:15",
    // weekend
    "1, false, 2026-11-21T15:00, 2026-11-23T17:15",
    // Christmas 2026
    "1, false, 2026-12-24T12:00, 2026-12-29T17:15",
    "3, false, 2026-12-24T12:00, 2026-12-31T17:15",
    "5, false, 2026-12-24T12:00, 2027-01-05T17:15",
    // late evening in summer is the next day in UTC minus one hour: London counts
    "1, false, 2026-06-30T23:30, 2026-07-01T17:15",
    "1, false, 2026-07-01T00:30, 2026-07-02T17:15",
    // the start day counts
    "1, true, 2026-04-02T16:00, 2026-04-02T17:15",
    "2, true, 2026-04-02T16:00, 2026-04-07T17:15",
    "1, true, 2026-04-04T16:00, 2026-04-07T17:15",
    // main duty decision: relief ended Sunday 5 April 2026
    "15, false, 2026-04-05T23:59:59, 2026-04-27T17:15",
  })
  void shouldBeDueAtClose_whenCountedInWorkingDays(
      int days, boolean dayOne, LocalDateTime start, LocalDateTime due) {
    assertThat(calendar.dueAt(sla(new Term.WorkingDays(days, dayOne)), london(start)))
        .isEqualTo(london(due));
  }

  @ParameterizedTest
  @CsvSource({
    "4, 2026-11-17T09:00, 2026-11-17T13:00",
    "4, 2026-11-17T15:15, 2026-11-18T10:45",
    "4, 2026-11-20T14:45, 2026-11-23T10:45",
    "4, 2026-11-20T12:45, 2026-11-20T16:45",
    "4, 2026-11-21T12:00, 2026-11-23T12:45",
    "4, 2026-04-02T16:15, 2026-04-07T11:45",
    "4, 2026-12-24T17:00, 2026-12-29T12:30",
    "4, 2026-03-27T14:45, 2026-03-30T10:45",
    "4, 2026-10-23T14:45, 2026-10-26T10:45",
    "20, 2026-11-17T08:45, 2026-11-19T11:45",
  })
  void shouldCountOpenHours_whenCountedInWorkingHours(
      int hours, LocalDateTime start, LocalDateTime due) {
    assertThat(calendar.dueAt(sla(new Term.WorkingHours(hours)), london(start)))
        .isEqualTo(london(due));
  }

  @ParameterizedTest
  @CsvSource({
    "4, 2026-11-21T22:00, 2026-11-22T02:00",
    // clocks go forward on 29 March 2026 and back on 25 October: an hour stays an hour
    "4, 2026-03-28T23:00, 2026-03-29T04:00",
    "4, 2026-10-24T23:00, 2026-10-25T02:00",
    "24, 2026-03-28T12:00, 2026-03-29T13:00",
    "24, 2026-10-24T12:00, 2026-10-25T11:00",
    "72, 2026-12-24T12:00, 2026-12-27T12:00",
  })
  void shouldRunThroughNights_whenCountedInHours(
      int hours, LocalDateTime start, LocalDateTime due) {
    assertThat(calendar.dueAt(sla(new Term.ClockHours(hours)), london(start)))
        .isEqualTo(london(due));
  }

  @ParameterizedTest
  @CsvSource({
    // homelessness: relief accepted Monday 9 February 2026 ends with Sunday 5 April
    "56, true, 2026-02-09T11:00, 2026-04-05T23:59:59",
    // review: notified Friday 10 April 2026, until Thursday 30 April
    "21, true, 2026-04-10T11:00, 2026-04-30T23:59:59",
    // asked then, to be decided by Wednesday 24 June
    "56, true, 2026-04-30T11:00, 2026-06-24T23:59:59",
    // shared B&B from 1 July 2026, out by 11 August
    "42, true, 2026-07-01T11:00, 2026-08-11T23:59:59",
    "28, false, 2026-04-30T11:00, 2026-05-28T23:59:59",
    "7, false, 2026-12-20T11:00, 2026-12-27T23:59:59",
    "1, false, 2028-02-28T11:00, 2028-02-29T23:59:59",
    "2, false, 2026-03-28T11:00, 2026-03-30T23:59:59",
    "2, false, 2026-10-24T11:00, 2026-10-26T23:59:59",
  })
  void shouldRunThroughHolidays_whenCountedInDays(
      int days, boolean dayOne, LocalDateTime start, LocalDateTime due) {
    assertThat(calendar.dueAt(sla(new Term.CalendarDays(days, dayOne)), london(start)))
        .isEqualTo(london(due));
  }

  @ParameterizedTest
  @CsvSource({
    "12, false, 2026-05-14T10:00, 2027-05-14T23:59:59",
    "12, false, 2028-02-29T10:00, 2029-02-28T23:59:59",
    "1, false, 2027-01-31T10:00, 2027-02-28T23:59:59",
    "1, false, 2028-01-31T10:00, 2028-02-29T23:59:59",
    "3, false, 2026-11-30T10:00, 2027-02-28T23:59:59",
    "1, true, 2026-03-03T10:00, 2026-04-07T23:59:59",
    "1, true, 2026-11-25T10:00, 2026-12-29T23:59:59",
    "1, true, 2026-10-21T10:00, 2026-11-23T23:59:59",
    "1, true, 2026-10-20T10:00, 2026-11-20T23:59:59",
  })
  void shouldTakeTheSameDateOrTheLast_whenCountedInMonths(
      int months, boolean nextWorkingDay, LocalDateTime start, LocalDateTime due) {
    assertThat(calendar.dueAt(sla(new Term.Months(months, nextWorkingDay)), london(start)))
        .isEqualTo(london(due));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-26T10:00, 2026-11-24T17:15",
    "2026-11-24T10:00, 2026-11-20T16:45",
    "2026-04-08T10:00, 2026-04-02T17:15",
  })
  void shouldCountBack_whenWorkingDaysBeforeAMeeting(LocalDateTime meeting, LocalDateTime due) {
    assertThat(calendar.dueAt(sla(new Term.WorkingDaysBefore(2)), london(meeting)))
        .isEqualTo(london(due));
  }

  @Test
  void shouldTellAtOnceAndBeLateAfterAnHour_whenToBeDoneAtOnce() {
    var start = london(LocalDateTime.parse("2026-11-21T22:10:00"));
    assertThat(calendar.limits(sla(new Term.AtOnce()), start, start))
        .isEqualTo(new Limits(start, start.plusSeconds(3600)));
  }

  @ParameterizedTest
  @CsvSource({
    // half of 75 minutes on Thursday and 8 h 30 on Tuesday
    "B, 2026-04-02T16:00, 2026-04-07T12:22:30",
    "A, 2026-04-02T16:00, 2026-04-07T14:48:45",
    // half of the rest of Tuesday and all of Wednesday
    "B, 2026-11-17T12:45, 2026-11-18T10:45",
    // after closing: only the next day counts
    "B, 2026-11-17T20:00, 2026-11-18T13:00",
    "C, 2026-11-21T20:00, 2026-11-23T15:07:30",
  })
  void shouldWarnInOfficeHours_whenCountedInWorkingDays(
      Told told, LocalDateTime start, LocalDateTime warn) {
    var sla = new Sla("x", new Term.WorkingDays(1, false), told, Status.LOCAL, null);
    assertThat(calendar.warnAt(sla, london(start))).isEqualTo(london(warn));
  }

  @Test
  void shouldWarnAfterElapsedTime_whenCountedInHours() {
    var sla = new Sla("x", new Term.ClockHours(4), Told.B, Status.LOCAL, null);
    assertThat(calendar.warnAt(sla, london(LocalDateTime.parse("2026-11-21T22:00"))))
        .isEqualTo(london(LocalDateTime.parse("2026-11-22T00:00")));
  }

  @Test
  void shouldWarnBetweenOpeningAndDue_whenItCountsBackFromAMeeting() {
    // given: the task opens on Monday for a meeting on Friday week
    var opened = london(LocalDateTime.parse("2026-11-16T08:45"));
    var meeting = london(LocalDateTime.parse("2026-11-20T10:00"));
    // when
    var limits = calendar.limits(sla(new Term.WorkingDaysBefore(2)), meeting, opened);
    // then: due Wednesday 17.15; three quarters of three days of 8 h 30
    assertThat(limits.dueAt()).isEqualTo(london(LocalDateTime.parse("2026-11-18T17:15")));
    assertThat(limits.warnAt()).isEqualTo(london(LocalDateTime.parse("2026-11-18T10:52:30")));
  }

  @Test
  void shouldWarnWhenDue_whenItIsLateAlready() {
    var opened = london(LocalDateTime.parse("2026-11-19T08:45"));
    var meeting = london(LocalDateTime.parse("2026-11-20T10:00"));
    var limits = calendar.limits(sla(new Term.WorkingDaysBefore(2)), meeting, opened);
    assertThat(limits.warnAt()).isEqualTo(limits.dueAt());
  }

  @Test
  void shouldMeasureOpenTimeOnly_whenOverAWeekend() {
    assertThat(
            calendar.workingTimeBetween(
                london(LocalDateTime.parse("2026-11-20T16:00")),
                london(LocalDateTime.parse("2026-11-23T09:00"))))
        .isEqualTo(Duration.ofMinutes(60));
  }

  @Test
  void shouldBeFast_whenAskedOften() {
    var sla = sla(new Term.WorkingDays(20, false));
    var start = london(LocalDateTime.parse("2026-11-20T16:00"));
    var before = System.nanoTime();
    for (int i = 0; i < 10_000; i++) {
      calendar.limits(sla, start.plusSeconds(i * 3600L), start);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
  }

  private static Sla sla(Term term) {
    return new Sla("x", term, Told.A, Status.LOCAL, null);
  }

  private static Instant london(LocalDateTime at) {
    return at.atZone(WorkingCalendar.LONDON).toInstant();
  }
}
