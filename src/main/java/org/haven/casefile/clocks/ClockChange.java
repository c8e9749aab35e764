package org.haven.casefile.clocks;

import java.util.Locale;

/** What can happen to a clock after it was started. */
public enum ClockChange {
  PAUSED,
  RESUMED,
  EXTENDED;

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ClockChange of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
