package org.haven.casefile.clocks;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.haven.casefile.By;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;

/** What happened to a clock since it was started, the first before the others. */
public record ClockHistory(List<Entry> entries) {
  /**
   * @param why what the clock stands still for, if somebody said so
   * @param by a sign-in name, or the system's
   */
  public record Entry(ClockChange change, @Nullable String why, Instant at, String by) {
    /** A step of the journey did it, nobody's hand. */
    public boolean byStep() {
      return by.equals(By.SYSTEM.name());
    }
  }

  boolean extended() {
    return entries.stream().anyMatch(entry -> entry.change() == ClockChange.EXTENDED);
  }

  boolean paused() {
    return pause().isPresent();
  }

  Optional<Entry> pause() {
    return entries.stream()
        .filter(entry -> entry.change() != ClockChange.EXTENDED)
        .reduce((_, last) -> last)
        .filter(last -> last.change() == ClockChange.PAUSED);
  }

  boolean allows(ClockChange next) {
    return switch (next) {
      case EXTENDED -> !extended();
      case PAUSED -> !paused();
      case RESUMED -> paused();
    };
  }

  /** London's days for which it stood still; the day on which it runs on is none. */
  long pausedDays() {
    long days = 0;
    LocalDate since = null;
    for (Entry entry : entries) {
      switch (entry.change()) {
        case PAUSED -> since = WorkingCalendar.dateOf(entry.at());
        case RESUMED -> {
          if (since != null) {
            days += ChronoUnit.DAYS.between(since, WorkingCalendar.dateOf(entry.at()));
          }
          since = null;
        }
        case EXTENDED -> {}
      }
    }
    return days;
  }

  /** As if this had happened too, in the order of time. */
  ClockHistory with(Map<ClockChange, Instant> then) {
    return new ClockHistory(
        Stream.concat(
                entries.stream(),
                then.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue())
                    .map(one -> new Entry(one.getKey(), null, one.getValue(), By.SYSTEM.name())))
            .toList());
  }
}
