package org.haven.supervision.levels.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.haven.platform.calendar.Sla;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What limits are called on pages and in files. */
@Component
class LimitWords {
  private final MessageSource words;

  LimitWords(MessageSource words) {
    this.words = words;
  }

  /**
   * The name of a limit, or its key if it has none yet.
   *
   * @param whole it bounds several steps
   */
  String limit(String slaKey, boolean whole) {
    String key = "service-levels.limit." + slaKey;
    String name = String.valueOf(words.getMessage(key, null, slaKey, Locale.UK));
    return whole ? String.valueOf(words.getMessage(key + ".whole", null, name, Locale.UK)) : name;
  }

  String say(String key, Object... arguments) {
    return words.getMessage(key, arguments, Locale.UK);
  }

  static String code(Sla.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  static Optional<Sla.Status> status(String code) {
    return Arrays.stream(Sla.Status.values()).filter(s -> code(s).equals(code)).findFirst();
  }
}
