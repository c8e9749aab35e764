package org.haven.complexcasepanel;

import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.stream.Stream;
import org.haven.platform.calendar.WorkingCalendar;
import org.springframework.stereotype.Component;

/** The days on which the panel sits: certain weekdays of each month, on a bank holiday the next. */
@Component
class PanelSittings {
  private final PanelSettings settings;
  private final WorkingCalendar calendar;

  PanelSittings(PanelSettings settings, WorkingCalendar calendar) {
    this.settings = settings;
    this.calendar = calendar;
  }

  /** The first sitting for which a case that is listed today can still be prepared. */
  ZonedDateTime next(LocalDate today) {
    LocalDate earliest = calendar.workingDayAfter(today, settings.briefDays());
    return Stream.iterate(today, day -> day.plusDays(1))
        .filter(this::planned)
        .map(calendar::workingDayFrom)
        .filter(day -> !day.isBefore(earliest))
        .findFirst()
        .orElseThrow()
        .atTime(settings.at())
        .atZone(WorkingCalendar.LONDON);
  }

  private boolean planned(LocalDate day) {
    return day.getDayOfWeek() == settings.day()
        && settings.weeks().contains((day.getDayOfMonth() - 1) / 7 + 1);
  }
}
