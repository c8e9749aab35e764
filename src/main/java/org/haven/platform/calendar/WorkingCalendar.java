package org.haven.platform.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.springframework.stereotype.Component;

/** The working calendar of the council: England's bank holidays and our office hours. */
@Component
public class WorkingCalendar {
  public static final ZoneId LONDON = ZoneId.of("Europe/London");

  public boolean isWorkingDay(LocalDate day) {
    throw new UnsupportedOperationException("soon");
  }

  public boolean isOfficeHours(Instant at) {
    throw new UnsupportedOperationException("soon");
  }

  /** When the office opens next; the same instant if it is open. */
  public Instant nextOpening(Instant from) {
    throw new UnsupportedOperationException("soon");
  }

  /** When the office closes on a working day: 17.15, on a Friday 16.45. */
  public Instant closeOf(LocalDate workingDay) {
    throw new UnsupportedOperationException("soon");
  }

  /** When a task of this limit is due. */
  public Instant dueAt(Sla sla, Instant start) {
    throw new UnsupportedOperationException("soon");
  }

  /** When its owner is told that time runs out. */
  public Instant warnAt(Sla sla, Instant start) {
    throw new UnsupportedOperationException("soon");
  }
}
