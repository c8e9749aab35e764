package org.haven.casefile;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whose particulars they are, seen from the case. */
public enum PersonKind {
  VICTIM,
  PERPETRATOR,
  CHILD,
  HOUSEHOLD,
  REPORTER,
  EMPLOYEE;

  @JsonValue
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static PersonKind ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
