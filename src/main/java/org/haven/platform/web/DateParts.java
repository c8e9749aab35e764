package org.haven.platform.web;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;

/** A day as three fields of a form give it: {@code onDay}, {@code onMonth}, {@code onYear}. */
public sealed interface DateParts {
  /** A real day between 1900 and 2100. */
  record Given(LocalDate day) implements DateParts {}

  /** Nothing was typed. */
  record Open() implements DateParts {}

  /** What was typed is no day. */
  record Wrong() implements DateParts {}

  static DateParts of(Map<String, String> typed, String field) {
    String day = typed.getOrDefault(field + "Day", "").strip();
    String month = typed.getOrDefault(field + "Month", "").strip();
    String year = typed.getOrDefault(field + "Year", "").strip();
    if (day.isEmpty() && month.isEmpty() && year.isEmpty()) {
      return new Open();
    }
    if (!day.matches("\\d{1,2}") || !month.matches("\\d{1,2}") || !year.matches("(19|20)\\d\\d")) {
      return new Wrong();
    }
    try {
      return new Given(
          LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day)));
    } catch (DateTimeException e) {
      return new Wrong();
    }
  }
}
