package org.haven.letters;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;

/** How a letter says a date or a code; templates call it {@code say}. */
public final class Say {
  static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.UK);

  /** {@code 2026-03-08} as "8 March 2026"; anything else as it is. */
  public String date(@Nullable Object date) {
    return switch (date) {
      case null -> "";
      case LocalDate day -> DAY.format(day);
      case String text when text.matches("\\d{4}-\\d{2}-\\d{2}") ->
          DAY.format(LocalDate.parse(text));
      case String text when text.matches("\\d{4}-\\d{2}-\\d{2}T.*") ->
          DAY.format(OffsetDateTime.parse(text).atZoneSameInstant(WorkingCalendar.LONDON));
      default -> date.toString();
    };
  }

  /** The lines of what somebody typed, without those that are empty. */
  public List<String> lines(@Nullable Object text) {
    return text == null
        ? List.of()
        : text.toString().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /** {@code secure-lifetime} as "secure lifetime". */
  public String code(@Nullable Object code) {
    return code == null ? "" : code.toString().replace('-', ' ');
  }
}
