package org.haven.supervision;

import java.util.Arrays;
import java.util.Locale;
import org.haven.platform.EngineActs;
import org.jspecify.annotations.Nullable;

/** What came of an act. */
public enum ActResult {
  DONE,
  /** What it was about was not there any more. */
  GONE,
  /** The engine refused; nothing has changed. */
  REFUSED,
  /** The engine did not answer; nothing is known to have changed. */
  AWAY;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static @Nullable ActResult of(@Nullable String code) {
    return Arrays.stream(values())
        .filter(result -> result.code().equals(code))
        .findFirst()
        .orElse(null);
  }

  static ActResult of(EngineActs.Kind said) {
    return valueOf(said.name());
  }
}
