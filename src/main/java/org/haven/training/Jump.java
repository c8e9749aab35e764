package org.haven.training;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;

/** How far the clock is moved at once. Days and weeks are London ones: the time of day stays. */
public enum Jump {
  HOUR("hour"),
  MORNING("morning"),
  DAY("day"),
  WEEK("week"),
  LIMIT("limit");

  /** Local default: when a training day begins. */
  private static final LocalTime NINE = LocalTime.of(9, 0);

  private final String code;

  Jump(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }

  /** The one with that code, if there is one. */
  public static Optional<Jump> of(@Nullable String code) {
    for (Jump jump : values()) {
      if (jump.code.equals(code)) {
        return Optional.of(jump);
      }
    }
    return Optional.empty();
  }

  /**
   * Where it leads.
   *
   * @param nextLimit when an open task is next to be told of or due, if one is
   * @return nothing if it leads nowhere: no task has a limit ahead
   */
  public Optional<Instant> from(
      Instant now, WorkingCalendar calendar, Optional<Instant> nextLimit) {
    ZonedDateTime here = now.atZone(WorkingCalendar.LONDON);
    return switch (this) {
      case HOUR -> Optional.of(here.plusHours(1).toInstant());
      case MORNING -> Optional.of(nextMorning(now, calendar));
      case DAY -> Optional.of(here.plusDays(1).toInstant());
      case WEEK -> Optional.of(here.plusWeeks(1).toInstant());
      case LIMIT -> nextLimit;
    };
  }

  /** The next 9.00 of a working day, today's if it is still to come. */
  private static Instant nextMorning(Instant now, WorkingCalendar calendar) {
    LocalDate today = WorkingCalendar.dateOf(now);
    Instant morning = nineOf(calendar.workingDayFrom(today));
    return morning.isAfter(now) ? morning : nineOf(calendar.workingDayAfter(today, 1));
  }

  private static Instant nineOf(LocalDate day) {
    return day.atTime(NINE).atZone(WorkingCalendar.LONDON).toInstant();
  }
}
