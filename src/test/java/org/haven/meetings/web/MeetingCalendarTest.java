package org.haven.meetings.web;

import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.property.Method;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.haven.meetings.AgendaItem;
import org.haven.meetings.Sitting;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.calendar.WorkingCalendar;
import org.junit.jupiter.api.Test;

class MeetingCalendarTest {
  private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000007");
  private static final String PAGE = "https://haven.example/meetings/" + ID;
  private static final CaseRef CASE = new CaseRef("HV-7KQ2M9XD");

  private final MeetingCalendar calendar =
      new MeetingCalendar(
          Clock.fixed(Instant.parse("2026-11-16T10:00:00Z"), WorkingCalendar.LONDON));

  private static Sitting sitting(
      String startsAt, boolean wholeDay, int changes, boolean cancelled, boolean left) {
    return new Sitting(
        ID,
        "marac",
        Instant.parse(startsAt),
        wholeDay,
        changes,
        cancelled,
        List.of(
            new AgendaItem(
                UUID.randomUUID(), ID, CASE, new JourneyId("JO-2222222222"), true, left, null)));
  }

  private ICalendar parsed(Sitting sitting) {
    return Biweekly.parse(calendar.of(sitting, PAGE)).first();
  }

  private VEvent event(Sitting sitting) {
    return parsed(sitting).getEvents().getFirst();
  }

  @Test
  void shouldSayWhenAndNothingElse() {
    var sitting = sitting("2026-11-25T10:00:00Z", false, 0, false, false);
    var event = event(sitting);
    assertThat(event.getUid().getValue()).isEqualTo(ID + "@haven");
    assertThat(event.getSequence().getValue()).isZero();
    assertThat(event.getSummary().getValue()).isEqualTo("Meeting – Haven");
    assertThat(event.getUrl().getValue()).isEqualTo(PAGE);
    assertThat(event.getDateStart().getValue())
        .isEqualTo(Date.from(Instant.parse("2026-11-25T10:00:00Z")));
    assertThat(event.getStatus().isConfirmed()).isTrue();
    assertThat(event.getAttendees()).isEmpty();
    assertThat(event.getOrganizer()).isNull();
    assertThat(event.getDescription()).isNull();
    assertThat(parsed(sitting).getMethod().getValue()).isEqualTo(Method.PUBLISH);
    assertThat(calendar.of(sitting, PAGE).toLowerCase(Locale.ROOT))
        .doesNotContain(CASE.value().toLowerCase(Locale.ROOT), "marac", "abuse", "jo-2222");
  }

  @Test
  void shouldBeADayOfNoZone_whenOnlyTheDayIsKnown() {
    // a day of summer begins in London on the day before in universal time
    assertThat(
            calendar
                .of(sitting("2027-06-30T23:00:00Z", true, 0, false, false), PAGE)
                .lines()
                .toList())
        .contains("DTSTART;VALUE=DATE:20270701", "DTEND;VALUE=DATE:20270702");
  }

  @Test
  void shouldRiseAndTakeItOut_whenItIsCancelledOrHeardElsewhere() {
    var cancelled = sitting("2026-11-25T10:00:00Z", false, 2, true, false);
    assertThat(event(cancelled).getStatus().isCancelled()).isTrue();
    assertThat(event(cancelled).getSequence().getValue()).isEqualTo(2);
    assertThat(parsed(cancelled).getMethod().getValue()).isEqualTo(Method.CANCEL);
    var elsewhere = sitting("2026-11-25T10:00:00Z", false, 0, false, true);
    assertThat(event(elsewhere).getStatus().isCancelled()).isTrue();
    assertThat(event(elsewhere).getSequence().getValue()).isEqualTo(1);
  }
}
