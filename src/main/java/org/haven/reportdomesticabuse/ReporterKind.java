package org.haven.reportdomesticabuse;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who tells us. */
public enum ReporterKind {
  SURVIVOR,
  FAMILY,
  NEIGHBOUR,
  AGENCY,
  POLICE,
  STAFF;

  /** The code in forms, tables and the engine. */
  @JsonValue
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<ReporterKind> ofCode(String code) {
    return Arrays.stream(values()).filter(k -> k.code().equals(code)).findFirst();
  }
}
