package org.haven.letters;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where a letter stands. Legal moves are here and nowhere else. */
public enum LetterStatus {
  DRAFT,
  CHECKED_ONCE,
  CHECKED,
  /** It is being handed over: from here on it may have left. */
  SENDING,
  SENT,
  STOPPED;

  private static final Map<LetterStatus, Set<LetterStatus>> MOVES =
      Map.of(
          DRAFT, EnumSet.of(CHECKED_ONCE, STOPPED),
          CHECKED_ONCE, EnumSet.of(DRAFT, CHECKED, STOPPED),
          CHECKED, EnumSet.of(DRAFT, SENDING, STOPPED),
          SENDING, EnumSet.of(DRAFT, SENT),
          SENT, EnumSet.noneOf(LetterStatus.class),
          STOPPED, EnumSet.noneOf(LetterStatus.class));

  boolean mayBecome(LetterStatus next) {
    return MOVES.getOrDefault(this, Set.of()).contains(next);
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static LetterStatus ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
