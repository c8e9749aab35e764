package org.haven.platform.calendar;

import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayCalendar;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.haven.platform.calendar.Term.AsAgreed;
import org.haven.platform.calendar.Term.AtOnce;
import org.haven.platform.calendar.Term.CalendarDays;
import org.haven.platform.calendar.Term.ClockHours;
import org.haven.platform.calendar.Term.Months;
import org.haven.platform.calendar.Term.RentPeriod;
import org.haven.platform.calendar.Term.WorkingDays;
import org.haven.platform.calendar.Term.WorkingDaysBefore;
import org.haven.platform.calendar.Term.WorkingHours;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The working calendar of the council: England's bank holidays and our office hours, Monday to
 * Thursday 8.45 to 17.15, Friday 8.45 to 16.45, London time. Days are London dates; all instants it
 * gives are whole seconds. Source: procedure section 5.
 */
@Component
public class WorkingCalendar {
  public static final ZoneId LONDON = ZoneId.of("Europe/London");

  private static final LocalTime OPENS = LocalTime.of(8, 45);
  private static final LocalTime CLOSES = LocalTime.of(17, 15);
  private static final LocalTime CLOSES_ON_FRIDAY = LocalTime.of(16, 45);
  private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);

  private final Set<LocalDate> proclaimed;
  private final HolidayManager holidays =
      HolidayManager.getInstance(ManagerParameters.create(HolidayCalendar.UNITED_KINGDOM));
  private final Map<Integer, Set<LocalDate>> bankHolidays = new ConcurrentHashMap<>();

  /** England's bank holidays as they are known today. */
  public WorkingCalendar() {
    this(Set.of());
  }

  /**
   * @param proclaimed bank holidays that are proclaimed for once, such as for a coronation, and are
   *     not in the rules yet
   */
  @Autowired
  public WorkingCalendar(
      @Value("${haven.calendar.extra-bank-holidays:}") Set<LocalDate> proclaimed) {
    this.proclaimed = Set.copyOf(proclaimed);
  }

  public static LocalDate dateOf(Instant at) {
    return at.atZone(LONDON).toLocalDate();
  }

  public boolean isBankHoliday(LocalDate day) {
    return bankHolidays
        .computeIfAbsent(
            day.getYear(),
            year ->
                holidays.getHolidays(Year.of(year), "eng").stream()
                    .map(Holiday::getDate)
                    .collect(Collectors.toUnmodifiableSet()))
        .contains(day);
  }

  public boolean isWorkingDay(LocalDate day) {
    return switch (day.getDayOfWeek()) {
      case SATURDAY, SUNDAY -> false;
      default -> !isBankHoliday(day) && !proclaimed.contains(day);
    };
  }

  public boolean isOfficeHours(Instant at) {
    var day = dateOf(at);
    return isWorkingDay(day) && !at.isBefore(openingOf(day)) && at.isBefore(closeOf(day));
  }

  /** When the office opens next; the same instant if it is open. */
  public Instant nextOpening(Instant from) {
    var day = dateOf(from);
    if (isWorkingDay(day) && from.isBefore(closeOf(day))) {
      return later(from, openingOf(day));
    }
    return openingOf(workingDayAfter(day, 1));
  }

  /** The day itself if it is a working day, else the next one. */
  public LocalDate workingDayFrom(LocalDate day) {
    return isWorkingDay(day) ? day : workingDayAfter(day, 1);
  }

  /** The n-th working day after a day, which itself does not count. */
  public LocalDate workingDayAfter(LocalDate day, int n) {
    var at = day;
    for (int left = n; left > 0; ) {
      at = at.plusDays(1);
      if (isWorkingDay(at)) {
        left--;
      }
    }
    return at;
  }

  /** The n-th working day before a day, which itself does not count. */
  public LocalDate workingDayBefore(LocalDate day, int n) {
    var at = day;
    for (int left = n; left > 0; ) {
      at = at.minusDays(1);
      if (isWorkingDay(at)) {
        left--;
      }
    }
    return at;
  }

  public Instant openingOf(LocalDate workingDay) {
    return workingDay.atTime(OPENS).atZone(LONDON).toInstant();
  }

  /** When the office closes on a working day: 17.15, on a Friday 16.45. */
  public Instant closeOf(LocalDate workingDay) {
    var time = workingDay.getDayOfWeek() == DayOfWeek.FRIDAY ? CLOSES_ON_FRIDAY : CLOSES;
    return workingDay.atTime(time).atZone(LONDON).toInstant();
  }

  /** The last second of a day: what is due "with" a day is late from the next second on. */
  public Instant endOf(LocalDate day) {
    return day.atTime(LAST_SECOND).atZone(LONDON).toInstant();
  }

  /** The instant by which the office has been open for so long since the start. */
  public Instant addWorkingTime(Instant start, Duration open) {
    var at = nextOpening(start);
    var left = open;
    while (true) {
      var close = closeOf(dateOf(at));
      var today = Duration.between(at, close);
      if (left.compareTo(today) <= 0) {
        return at.plus(left);
      }
      left = left.minus(today);
      at = openingOf(workingDayAfter(dateOf(at), 1));
    }
  }

  /** How long the office is open between two instants; zero if the second is not later. */
  public Duration workingTimeBetween(Instant from, Instant to) {
    var sum = Duration.ZERO;
    for (var day = dateOf(from); !day.isAfter(dateOf(to)); day = day.plusDays(1)) {
      if (isWorkingDay(day)) {
        var start = later(from, openingOf(day));
        var end = earlier(to, closeOf(day));
        if (end.isAfter(start)) {
          sum = sum.plus(Duration.between(start, end));
        }
      }
    }
    return sum;
  }

  /**
   * When a task of this limit is due.
   *
   * @param start the moment from which it runs: on record, or the opening of the task; for a limit
   *     that counts back from a date or is a date, that date
   */
  public Instant dueAt(Sla sla, Instant start) {
    var day = dateOf(start);
    return switch (sla.term()) {
      case AtOnce() -> whole(start).plus(1, ChronoUnit.HOURS);
      case WorkingHours(int hours) -> addWorkingTime(whole(start), Duration.ofHours(hours));
      case ClockHours(int hours) -> whole(start).plus(hours, ChronoUnit.HOURS);
      case WorkingDays(int days, boolean dayOne) ->
          closeOf(workingDayAfter(dayOne ? day.minusDays(1) : day, days));
      case WorkingDaysBefore(int days) -> closeOf(workingDayBefore(day, days));
      case CalendarDays(int days, boolean dayOne) -> endOf(day.plusDays(dayOne ? days - 1 : days));
      case Months(int months, boolean nextWorkingDay) -> {
        var last = day.plusMonths(months);
        yield endOf(nextWorkingDay ? workingDayFrom(last) : last);
      }
      case RentPeriod(int atLeastDays) -> endOf(day.plusDays(atLeastDays));
      case AsAgreed() -> closeOf(day);
    };
  }

  /**
   * When its owner is told that time runs out: after 50 % or 75 % of the time, of working time for
   * limits in working hours and days, so that the warning reaches somebody who is at work, and of
   * elapsed time for all others. What is to be done at once is told as it opens.
   */
  public Instant warnAt(Sla sla, Instant start) {
    return warnAt(sla, whole(start), dueAt(sla, start));
  }

  /**
   * Both dates of a task.
   *
   * @param start as for {@link #dueAt}
   * @param openedAt when the task opened: a limit that counts back from a date has its time from
   *     then on
   */
  public Limits limits(Sla sla, Instant start, Instant openedAt) {
    var due = dueAt(sla, start);
    var from =
        switch (sla.term()) {
          case WorkingDaysBefore _, AsAgreed _ -> whole(openedAt);
          default -> whole(start);
        };
    return new Limits(warnAt(sla, from, due), due);
  }

  /**
   * Both dates of a clock whose last day is known from the record, such as the end of a notice.
   *
   * @param lastDay due at its end
   */
  public Limits until(Sla sla, Instant start, LocalDate lastDay) {
    var due = endOf(lastDay);
    return new Limits(warnAt(sla, whole(start), due), due);
  }

  private Instant warnAt(Sla sla, Instant from, Instant due) {
    if (!due.isAfter(from)) {
      return due;
    }
    int percent = sla.told().warnPercent();
    return switch (sla.term()) {
      case AtOnce() -> from;
      case WorkingHours _, WorkingDays _, WorkingDaysBefore _ -> {
        var open = workingTimeBetween(from, due);
        yield open.isZero() ? due : whole(addWorkingTime(from, share(open, percent)));
      }
      default -> whole(from.plus(share(Duration.between(from, due), percent)));
    };
  }

  private static Duration share(Duration whole, int percent) {
    return whole.multipliedBy(percent).dividedBy(100);
  }

  private static Instant whole(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
