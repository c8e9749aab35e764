package org.haven.supportplan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.JourneyDriver.at;
import static org.haven.testing.JourneyDriver.london;

import org.haven.platform.calendar.WorkingCalendar;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneStopShopTest {
  private final OneStopShop shop = new OneStopShop(new WorkingCalendar());

  @ParameterizedTest
  @CsvSource({
    "2026-04-06T10:00,    2026-04-07T09:30",
    "2026-04-07T09:29,    2026-04-07T09:30",
    "2026-04-07T11:59:59, 2026-04-07T09:30",
    "2026-04-07T12:00,    2026-04-14T09:30",
    "2026-04-07T12:30,    2026-04-14T09:30",
    "2026-04-08T09:30,    2026-04-14T09:30",
    "2026-03-28T23:59,    2026-03-31T09:30",
    // Christmas Day and New Year's Day are Tuesdays
    "2029-12-19T10:00,    2030-01-08T09:30"
  })
  void shouldBeTheNextTuesdayMorning(String from, String opens) {
    // when
    var morning = shop.next(at(from));

    // then
    assertThat(london(morning.opensAt())).isEqualTo(opens);
    assertThat(london(morning.closesAt())).isEqualTo(opens.replace("09:30", "12:00"));
  }
}
