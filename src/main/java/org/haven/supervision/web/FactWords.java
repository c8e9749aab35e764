package org.haven.supervision.web;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Names and values of routing facts as people read them. */
@Component
class FactWords {
  private final MessageSource words;

  FactWords(MessageSource words) {
    this.words = words;
  }

  /** {@code homelessNow} as "Homeless now", {@code risk-changed} as "Risk changed". */
  static String plain(String name) {
    String spaced =
        name.replaceAll("([a-z])([A-Z])", "$1 $2").replace('-', ' ').toLowerCase(Locale.ROOT);
    return spaced.isEmpty() ? "" : Character.toUpperCase(spaced.charAt(0)) + spaced.substring(1);
  }

  String value(@Nullable Object value) {
    return switch (value) {
      case null -> say("none");
      case Collection<?> several when several.isEmpty() -> say("none");
      case Collection<?> several ->
          several.stream().map(this::value).collect(Collectors.joining(", "));
      default ->
          switch (String.valueOf(value)) {
            case "true" -> say("true");
            case "false" -> say("false");
            case "unknown" -> say("unknown");
            default -> String.valueOf(value);
          };
    };
  }

  private String say(String key) {
    return words.getMessage("instances.value." + key, null, Locale.UK);
  }
}
