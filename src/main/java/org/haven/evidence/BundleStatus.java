package org.haven.evidence;

import java.util.Locale;

/** Where a bundle stands, and where it can go from there. */
public enum BundleStatus {
  TO_CHECK,
  CHECKED_ONCE,
  /** Two people have passed it. */
  PASSED,
  /** A checker wants it changed: it is put together anew. */
  RETURNED;

  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static BundleStatus ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  boolean mayBecome(BundleStatus next) {
    return switch (this) {
      case TO_CHECK -> next == CHECKED_ONCE || next == RETURNED;
      case CHECKED_ONCE -> next == PASSED || next == RETURNED;
      case PASSED, RETURNED -> false;
    };
  }

  public boolean isOpen() {
    return this == TO_CHECK || this == CHECKED_ONCE;
  }
}
