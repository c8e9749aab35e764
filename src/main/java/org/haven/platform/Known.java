package org.haven.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A yes-or-no fact that may not be known yet. In the engine it is {@code true}, {@code false} or
 * the word {@code "unknown"}: what was not asked is never "no", and a decision table's rule for
 * {@code true} or {@code false} does not match it.
 */
public enum Known {
  YES,
  NO,
  UNKNOWN;

  @JsonValue
  public Object value() {
    return switch (this) {
      case YES -> true;
      case NO -> false;
      case UNKNOWN -> "unknown";
    };
  }

  /** From an engine variable, a stored fact or a form's answer; anything else is unknown. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Known of(@Nullable Object value) {
    return switch (value) {
      case Known known -> known;
      case Boolean b -> b ? YES : NO;
      case String s when s.equals("true") || s.equals("yes") -> YES;
      case String s when s.equals("false") || s.equals("no") -> NO;
      case null, default -> UNKNOWN;
    };
  }
}
