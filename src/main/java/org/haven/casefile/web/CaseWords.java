package org.haven.casefile.web;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.haven.casefile.TimelineEntry;
import org.haven.platform.Journey;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The case record's codes in words. */
@Component("caseWords")
public class CaseWords {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.UK);

  private static final Pattern ACRONYM = Pattern.compile("\\b(marac|idva|kcc|krs)\\b");

  private final MessageSource messages;
  private final List<Journey> journeys;

  CaseWords(MessageSource messages, List<Journey> journeys) {
    this.messages = messages;
    this.journeys = journeys;
  }

  /**
   * A line of the timeline: the sentence of its key, each {@code {name}} filled from its details.
   */
  public String sentence(TimelineEntry entry) {
    String sentence = messages.getMessage(entry.textKey(), null, "", Locale.UK);
    if (sentence == null || sentence.isEmpty()) {
      // A journey that brings no words of its own still has a readable line.
      return plain(entry.textKey().substring(entry.textKey().indexOf('.') + 1));
    }
    for (Map.Entry<String, Object> detail : entry.details().entrySet()) {
      sentence =
          sentence.replace("{" + detail.getKey() + "}", value(detail.getKey(), detail.getValue()));
    }
    return begun(sentence.replaceAll("\\{[A-Za-z]+}", "…"));
  }

  /** What officers call a journey; one that is not built yet goes by its id in words. */
  public String journey(String processId) {
    return journeys.stream()
        .filter(journey -> journey.processId().equals(processId))
        .map(Journey::title)
        .findFirst()
        .orElseGet(() -> plain(processId));
  }

  /** A routing fact in words. */
  public String value(String name, @Nullable Object value) {
    String own = value instanceof String code ? own(name, code) : null;
    if (own != null) {
      return own;
    }
    return switch (value) {
      case null -> "not known";
      case Boolean b -> b ? "yes" : "no";
      case Collection<?> several when several.isEmpty() -> "none";
      case Collection<?> several ->
          several.stream().map(one -> value(name, one)).collect(Collectors.joining(", "));
      case String text when name.equals("process") || name.equals("processId") -> journey(text);
      case String text when name.equals("fields") -> plain(text).toLowerCase(Locale.ROOT);
      case String text when text.equals("unknown") -> "not known";
      case LocalDate date -> DATE.format(date);
      case String text when isDate(text) -> DATE.format(LocalDate.parse(text));
      case Map<?, ?> several ->
          several.entrySet().stream()
              .map(e -> plain(String.valueOf(e.getKey())) + ": " + value(name, e.getValue()))
              .collect(Collectors.joining("; "));
      case String text when Team.ofCode(text).isPresent() -> Team.of(text).title();
      default -> acronyms(String.valueOf(value).replace('-', ' '));
    };
  }

  /** Words of its own for a code, by the key {@code casefile.value.<name>.<code>}. */
  private @Nullable String own(String name, String code) {
    return messages.getMessage("casefile.value." + name + "." + code, null, null, Locale.UK);
  }

  private static String acronyms(String words) {
    return ACRONYM.matcher(words).replaceAll(found -> found.group().toUpperCase(Locale.ROOT));
  }

  private static boolean isDate(String text) {
    if (!text.matches("\\d{4}-\\d{2}-\\d{2}")) {
      return false;
    }
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /** {@code homelessNow} as "Homeless now", {@code refer-to-marac} as "Refer to marac". */
  public static String plain(String name) {
    String spaced =
        name.replaceAll("([a-z])([A-Z])", "$1 $2").replace('-', ' ').toLowerCase(Locale.ROOT);
    spaced = acronyms(spaced);
    return begun(spaced);
  }

  /** As a sentence begins. */
  static String begun(String words) {
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
