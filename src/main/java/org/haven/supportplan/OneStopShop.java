package org.haven.supportplan;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import org.haven.platform.calendar.WorkingCalendar;
import org.springframework.stereotype.Component;

/**
 * The free drop-in of many agencies at the Civic Centre: Tuesdays 9.30 to 12.00, London time, not
 * on bank holidays. Source: policy 6.2.
 */
@Component
class OneStopShop {
  private static final LocalTime OPENS = LocalTime.of(9, 30);
  private static final LocalTime CLOSES = LocalTime.of(12, 0);

  private final WorkingCalendar calendar;

  OneStopShop(WorkingCalendar calendar) {
    this.calendar = calendar;
  }

  /** One morning. */
  record Morning(Instant opensAt, Instant closesAt) {}

  /** The next morning on which she can come; today's until it closes. */
  Morning next(Instant from) {
    LocalDate day =
        WorkingCalendar.dateOf(from).with(TemporalAdjusters.nextOrSame(DayOfWeek.TUESDAY));
    while (!calendar.isWorkingDay(day) || !from.isBefore(at(day, CLOSES))) {
      day = day.plusWeeks(1);
    }
    return new Morning(at(day, OPENS), at(day, CLOSES));
  }

  private static Instant at(LocalDate day, LocalTime time) {
    return day.atTime(time).atZone(WorkingCalendar.LONDON).toInstant();
  }
}
