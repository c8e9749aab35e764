package org.haven.casefile;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a journey of a case stands. */
public enum JourneyStatus {
  REQUESTED,
  RUNNING,
  WAITING,
  ENDED,
  STOPPED;

  @JsonValue
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static JourneyStatus ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
