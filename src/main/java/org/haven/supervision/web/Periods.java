package org.haven.supervision.web;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.haven.platform.web.DateParts;
import org.haven.supervision.JourneyHeat;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The days that somebody wants to look at, as the fields {@code from} and {@code to} give them. */
@Component
public class Periods {
  private final MessageSource words;

  Periods(MessageSource words) {
    this.words = words;
  }

  /**
   * A period of days.
   *
   * @param problems by field; then the days are the usual ones
   */
  public record Period(LocalDate from, LocalDate to, Map<String, String> problems) {}

  /**
   * @param usualDays how many days up to today are looked at if none are given
   */
  public Period of(Map<String, String> typed, LocalDate today, int usualDays) {
    var problems = new LinkedHashMap<String, String>();
    LocalDate to = day(typed, "to", today, problems);
    LocalDate from = day(typed, "from", to.minusDays(usualDays - 1L), problems);
    if (problems.isEmpty() && from.isAfter(to)) {
      problems.put("from", say("supervision.period.problem.order"));
    }
    if (problems.isEmpty() && from.isBefore(to.minusDays(JourneyHeat.MOST_DAYS - 1L))) {
      problems.put("from", say("supervision.period.problem.long"));
    }
    return problems.isEmpty()
        ? new Period(from, to, problems)
        : new Period(today.minusDays(usualDays - 1L), today, problems);
  }

  private LocalDate day(
      Map<String, String> typed, String field, LocalDate usual, Map<String, String> problems) {
    return switch (DateParts.of(typed, field)) {
      case DateParts.Given(LocalDate day) -> day;
      case DateParts.Open() -> usual;
      case DateParts.Wrong() -> {
        problems.put(field, say("supervision.period.problem.day"));
        yield usual;
      }
    };
  }

  /** What was typed, or the day that is looked at. */
  public static Map<String, String> parts(LocalDate day, Map<String, String> typed, String field) {
    boolean any =
        List.of("Day", "Month", "Year").stream()
            .anyMatch(part -> !typed.getOrDefault(field + part, "").isBlank());
    return any
        ? Map.of(
            "day", typed.getOrDefault(field + "Day", ""),
            "month", typed.getOrDefault(field + "Month", ""),
            "year", typed.getOrDefault(field + "Year", ""))
        : Map.of(
            "day", Integer.toString(day.getDayOfMonth()),
            "month", Integer.toString(day.getMonthValue()),
            "year", Integer.toString(day.getYear()));
  }

  private String say(String key) {
    return words.getMessage(key, null, Locale.UK);
  }
}
