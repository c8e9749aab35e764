package org.haven.complexcasepanel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Set;
import org.haven.platform.calendar.WorkingCalendar;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PanelSittingsTest {
  private final PanelSittings sittings =
      new PanelSittings(
          new PanelSettings(DayOfWeek.WEDNESDAY, Set.of(2, 4), LocalTime.of(10, 0), 3),
          new WorkingCalendar());

  @ParameterizedTest
  @CsvSource({
    // listed on, panel
    "2026-05-14, 2026-05-27T10:00+01:00[Europe/London]",
    "2026-05-22, 2026-06-10T10:00+01:00[Europe/London]",
    "2026-12-10, 2026-12-23T10:00Z[Europe/London]",
    "2026-06-05, 2026-06-10T10:00+01:00[Europe/London]",
    "2026-06-08, 2026-06-24T10:00+01:00[Europe/London]"
  })
  void shouldGiveTimeForTheBrief(LocalDate today, String panel) {
    assertThat(sittings.next(today)).hasToString(panel);
  }
}
