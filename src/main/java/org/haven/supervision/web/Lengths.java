package org.haven.supervision.web;

import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Lengths of time in words, such as "5 hours" or "2.5 days", to two figures. */
@Component
class Lengths {
  private static final double SECOND = 1_000;
  private static final double MINUTE = 60 * SECOND;
  private static final double HOUR = 60 * MINUTE;
  private static final double DAY = 24 * HOUR;

  private final MessageSource words;

  Lengths(MessageSource words) {
    this.words = words;
  }

  /**
   * @param millis below zero for none
   */
  String of(double millis) {
    if (millis < 0) {
      return "";
    }
    if (millis < SECOND) {
      return words.getMessage("supervision.length.moment", null, Locale.UK);
    }
    if (millis < MINUTE) {
      return say("seconds", millis / SECOND);
    }
    if (millis < HOUR) {
      return say("minutes", millis / MINUTE);
    }
    return millis < 2 * DAY ? say("hours", millis / HOUR) : say("days", millis / DAY);
  }

  private String say(String unit, double amount) {
    double shown = amount < 10 ? Math.round(amount * 10) / 10.0 : Math.round(amount);
    return words.getMessage("supervision.length." + unit, new Object[] {shown}, Locale.UK);
  }
}
