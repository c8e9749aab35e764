package org.haven.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import org.haven.platform.calendar.WorkingCalendar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where each way of moving the clock leads, in London time. */
class JumpTest {
  private static final WorkingCalendar CALENDAR = new WorkingCalendar();

  private static Instant london(String at) {
    return LocalDateTime.parse(at).atZone(WorkingCalendar.LONDON).toInstant();
  }

  @ParameterizedTest
  @CsvSource({
    "hour,    2026-11-24T09:00, 2026-11-24T10:00",
    // the clocks go back at two, and an hour is an hour
    "hour,    2026-10-25T00:30, 2026-10-25T01:30",
    "day,     2026-10-24T12:00, 2026-10-25T12:00",
    "week,    2027-03-22T09:00, 2027-03-29T09:00",
    "morning, 2026-11-24T08:59, 2026-11-24T09:00",
    "morning, 2026-11-24T09:00, 2026-11-25T09:00",
    "morning, 2026-11-27T16:00, 2026-11-30T09:00",
    "morning, 2026-11-28T03:00, 2026-11-30T09:00",
    // Christmas on a Friday, Boxing Day taken on the Monday
    "morning, 2026-12-24T17:15, 2026-12-29T09:00"
  })
  void shouldLeadThere(String code, String from, String to) {
    assertThat(Jump.of(code).orElseThrow().from(london(from), CALENDAR, Optional.empty()))
        .contains(london(to));
  }

  @Test
  void shouldLeadToTheNextLimit_andNowhereWhenThereIsNone() {
    Instant limit = london("2026-11-25T17:15");
    assertThat(Jump.LIMIT.from(london("2026-11-24T09:00"), CALENDAR, Optional.of(limit)))
        .contains(limit);
    assertThat(Jump.LIMIT.from(limit, CALENDAR, Optional.empty())).isEmpty();
    assertThat(Jump.of("back")).isEmpty();
    assertThat(Jump.of(null)).isEmpty();
  }
}
