package org.haven.casefile;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where a case stands. Legal moves are here and nowhere else. */
public enum CaseStatus {
  REPORTED,
  OPEN,
  MONITORING,
  CLOSED,
  RETAINED,
  DISPOSED;

  private static final Map<CaseStatus, Set<CaseStatus>> MOVES =
      Map.of(
          REPORTED, EnumSet.of(OPEN, CLOSED),
          OPEN, EnumSet.of(MONITORING, CLOSED),
          MONITORING, EnumSet.of(OPEN, CLOSED),
          CLOSED, EnumSet.of(OPEN, RETAINED),
          RETAINED, EnumSet.of(OPEN, DISPOSED),
          DISPOSED, EnumSet.noneOf(CaseStatus.class));

  boolean mayBecome(CaseStatus next) {
    return MOVES.getOrDefault(this, Set.of()).contains(next);
  }

  @JsonValue
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static CaseStatus ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
