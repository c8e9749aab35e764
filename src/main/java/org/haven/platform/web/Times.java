package org.haven.platform.web;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Moments in the words of the pages, in London time: {@code 21 November 2026, 17.15}. */
@Component("times")
public class Times {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H.mm", Locale.UK);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMMM", Locale.UK);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.UK);

  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("EEEE d MMMM yyyy, H.mm", Locale.UK);

  private final Clock clock;
  private final WorkingCalendar calendar;
  private final MessageSource words;

  Times(Clock clock, WorkingCalendar calendar, MessageSource words) {
    this.clock = clock;
    this.calendar = calendar;
    this.words = words;
  }

  /** How much a moment presses. */
  public enum Tone {
    LATE,
    SOON,
    LATER,
    NONE
  }

  /**
   * A limit in words, such as "due today 17.15" or "2 working days late".
   *
   * @param exact the moment itself, for those who need it
   */
  public record Due(String text, Tone tone, String exact) {}

  public String now() {
    return at(clock.instant());
  }

  /** With the day of the week, as a clock on the wall: {@code Tuesday 24 November 2026, 9.00}. */
  public String full(Instant at) {
    return FULL.format(at.atZone(WorkingCalendar.LONDON));
  }

  public String fullNow() {
    return full(clock.instant());
  }

  public String at(@Nullable Instant at) {
    if (at == null) {
      return "";
    }
    ZonedDateTime local = at.atZone(WorkingCalendar.LONDON);
    return DATE.format(local) + ", " + TIME.format(local);
  }

  public String date(@Nullable LocalDate date) {
    return date == null ? "" : DATE.format(date);
  }

  /** The age of something, rounded down: "4 seconds", "12 minutes", "3 hours", "2 days". */
  public String since(Instant then) {
    long seconds = Math.max(0, ChronoUnit.SECONDS.between(then, clock.instant()));
    if (seconds < 60) {
      return word("platform.time.seconds", seconds);
    }
    if (seconds < 3600) {
      return word("platform.time.minutes", seconds / 60);
    }
    return seconds < 2 * 86400
        ? word("platform.time.hours", seconds / 3600)
        : word("platform.time.days", seconds / 86400);
  }

  /**
   * @param warnAt from when the limit is near
   */
  public Due due(@Nullable Instant dueAt, @Nullable Instant warnAt) {
    if (dueAt == null) {
      return new Due(word("platform.due.never"), Tone.NONE, "");
    }
    Instant now = clock.instant();
    boolean late = !now.isBefore(dueAt);
    Tone tone = late ? Tone.LATE : warnAt != null && !now.isBefore(warnAt) ? Tone.SOON : Tone.LATER;
    return new Due(late ? late(dueAt, now) : ahead(dueAt, now), tone, at(dueAt));
  }

  private String late(Instant dueAt, Instant now) {
    ZonedDateTime due = dueAt.atZone(WorkingCalendar.LONDON);
    LocalDate today = now.atZone(WorkingCalendar.LONDON).toLocalDate();
    if (due.toLocalDate().equals(today)) {
      return word("platform.due.lateToday", TIME.format(due));
    }
    long days = workingDaysAfter(due.toLocalDate(), today);
    return days == 0
        ? word("platform.due.lateSince", DAY.format(due) + " " + TIME.format(due))
        : word("platform.due.late", days);
  }

  private String ahead(Instant dueAt, Instant now) {
    ZonedDateTime due = dueAt.atZone(WorkingCalendar.LONDON);
    long days =
        ChronoUnit.DAYS.between(
            now.atZone(WorkingCalendar.LONDON).toLocalDate(), due.toLocalDate());
    String time = TIME.format(due);
    if (days == 0) {
      return word("platform.due.today", time);
    }
    if (days == 1) {
      return word("platform.due.tomorrow", time);
    }
    return days < 7
        ? word("platform.due.day", DAY.format(due) + " " + time)
        : word("platform.due.date", DATE.format(due));
  }

  /** Working days after the first day up to the second; counted no further than to a hundred. */
  private long workingDaysAfter(LocalDate day, LocalDate until) {
    return day.datesUntil(until)
        .map(d -> d.plusDays(1))
        .filter(calendar::isWorkingDay)
        .limit(100)
        .count();
  }

  private String word(String key, Object... arguments) {
    return words.getMessage(key, arguments, Locale.UK);
  }
}
