package org.haven.platform.calendar;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.haven.platform.Decisions;
import org.haven.platform.calendar.Sla.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The limits of the procedure, read from the table {@code taskSla} that is deployed. */
@Component
public class SlaTable {
  /** How long a row is trusted: a policy owner's change is in force everywhere after this time. */
  static final Duration KEPT = Duration.ofMinutes(1);

  /** Such as "once, 10 working-days". */
  private static final Pattern ONCE = Pattern.compile("once, (\\d+) ([a-z-]+)");

  private final Decisions decisions;
  private final Clock clock;
  private final Map<Asked, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, Sla> lastRead = new ConcurrentHashMap<>();

  SlaTable(Decisions decisions, Clock clock) {
    this.decisions = decisions;
    this.clock = clock;
  }

  /**
   * The limit that holds on a day.
   *
   * @param key such as {@code firstContact}
   * @throws NoSuchLimitException if the table has no row for it
   * @throws Decisions.DecisionUnavailableException if the engine does not answer
   */
  public Sla limit(String key, LocalDate effectiveOn) {
    var asked = new Asked(key, effectiveOn);
    var now = clock.instant();
    var known = answers.get(asked);
    if (known != null && now.isBefore(known.until()) && !now.isBefore(known.from())) {
      return known.sla();
    }
    var rows =
        decisions.evaluate("taskSla", Map.of("slaKey", key, "effectiveOn", effectiveOn.toString()));
    if (rows.size() != 1) {
      throw new NoSuchLimitException(key);
    }
    var sla = read(key, rows.getFirst());
    if (answers.size() > 5_000) {
      answers.clear();
    }
    answers.put(asked, new Answer(sla, now, now.plus(KEPT)));
    lastRead.put(key, sla);
    return sla;
  }

  /**
   * The limit with the one extension that the table allows, such as ten working days more.
   *
   * @throws NoSuchLimitException if the table has no row for it, or allows no more time
   * @throws Decisions.DecisionUnavailableException if the engine does not answer
   */
  public Sla extended(String key, LocalDate effectiveOn) {
    return ifExtended(key, effectiveOn).orElseThrow(() -> new NoSuchLimitException(key));
  }

  /**
   * The same, or empty if the table allows no more time.
   *
   * @throws NoSuchLimitException if the table has no row for it
   * @throws Decisions.DecisionUnavailableException if the engine does not answer
   */
  public Optional<Sla> ifExtended(String key, LocalDate effectiveOn) {
    var rows =
        decisions.evaluate("taskSla", Map.of("slaKey", key, "effectiveOn", effectiveOn.toString()));
    if (rows.size() != 1) {
      throw new NoSuchLimitException(key);
    }
    return longer(read(key, rows.getFirst()), optional(rows.getFirst(), "extension"));
  }

  /**
   * What this limit stands still for, such as {@code id}; empty if it always runs.
   *
   * @throws NoSuchLimitException if the table has no row for it
   * @throws Decisions.DecisionUnavailableException if the engine does not answer
   */
  public List<String> pauses(String key, LocalDate effectiveOn) {
    var rows =
        decisions.evaluate("taskSla", Map.of("slaKey", key, "effectiveOn", effectiveOn.toString()));
    if (rows.size() != 1) {
      throw new NoSuchLimitException(key);
    }
    String words = optional(rows.getFirst(), "pauses");
    return words == null ? List.of() : List.of(words.split(", *"));
  }

  /** The limit as it was read here last, without asking anybody; empty if it was not. */
  public Optional<Sla> lastRead(String key) {
    return Optional.ofNullable(lastRead.get(key));
  }

  private static Optional<Sla> longer(Sla sla, @Nullable String extension) {
    var once = ONCE.matcher(extension == null ? "" : extension);
    if (!once.matches()) {
      return Optional.empty();
    }
    int more = Integer.parseInt(once.group(1));
    Term term =
        switch (sla.term()) {
          case Term.WorkingDays(int days, boolean dayOne)
              when once.group(2).equals("working-days") ->
              new Term.WorkingDays(days + more, dayOne);
          case Term.Months(int months, boolean next) when once.group(2).equals("months") ->
              new Term.Months(months + more, next);
          default -> throw new NoSuchLimitException(sla.key());
        };
    return Optional.of(new Sla(sla.key(), term, sla.told(), sla.status(), sla.startsFrom()));
  }

  static Sla read(String key, Map<String, Object> row) {
    try {
      return new Sla(
          key,
          term(row),
          Told.of(text(row, "told")),
          Status.valueOf(text(row, "status").toUpperCase(Locale.ROOT)),
          optional(row, "startsFrom"));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new NoSuchLimitException(key, e);
    }
  }

  private static Term term(Map<String, Object> row) {
    int amount = row.get("amount") instanceof Number number ? number.intValue() : 0;
    boolean dayOne = Boolean.TRUE.equals(row.get("dayOne"));
    return switch (text(row, "unit")) {
      case "immediate" -> new Term.AtOnce();
      case "working-hours" -> new Term.WorkingHours(amount);
      case "hours" -> new Term.ClockHours(amount);
      case "working-days" -> new Term.WorkingDays(amount, dayOne);
      case "working-days-before" -> new Term.WorkingDaysBefore(amount);
      case "days" -> new Term.CalendarDays(amount, dayOne);
      case "months" -> new Term.Months(amount, false);
      case "months-to-working-day" -> new Term.Months(amount, true);
      case "rent-period" -> new Term.RentPeriod(amount);
      case "as-agreed" -> new Term.AsAgreed();
      default -> throw new IllegalArgumentException("unit");
    };
  }

  private static String text(Map<String, Object> row, String name) {
    if (row.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(name);
  }

  private static @Nullable String optional(Map<String, Object> row, String name) {
    return row.get(name) instanceof String text && !text.isEmpty() ? text : null;
  }

  private record Asked(String key, LocalDate effectiveOn) {}

  private record Answer(Sla sla, Instant from, Instant until) {}

  /** {@code taskSla} has no single, complete row for a key; the table is to be corrected. */
  public static class NoSuchLimitException extends RuntimeException {
    NoSuchLimitException(String key) {
      this(key, null);
    }

    NoSuchLimitException(String key, @Nullable Throwable cause) {
      super(
          "processes/shared/taskSla.dmn has no single, complete row for "
              + key
              + ": add or correct it and deploy again",
          cause);
    }
  }
}
