package org.haven.repairsconcern;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Kinds of repair. Those that policy 7.2 names count towards a pattern. */
public enum RepairKind {
  EXTERNAL_LOCK,
  BATHROOM_LOCK,
  BROKEN_WINDOW,
  LOST_KEYS,
  INTERNAL_DOOR,
  OTHER;

  public boolean counts() {
    return this != OTHER;
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<RepairKind> ofCode(String code) {
    return Arrays.stream(values()).filter(kind -> kind.code().equals(code)).findFirst();
  }

  public static List<String> codes() {
    return Arrays.stream(values()).map(RepairKind::code).toList();
  }
}
