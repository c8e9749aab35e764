package org.haven.supervision;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a supervisor may have done to a running instance. */
public enum ActKind {
  /** A job that gave up is tried again. */
  RETRY,
  /** What failed is tried again. */
  RESOLVE,
  /** The instance ends here and now. */
  CANCEL,
  /** A routing fact gets another value. */
  CORRECT,
  /** A message that was sent is sent again. */
  RESEND,
  /** It leaves a step and enters another. */
  MOVE,
  /** It goes on by another version of its diagram. */
  MIGRATE;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<ActKind> of(String code) {
    return Arrays.stream(values()).filter(kind -> kind.code().equals(code)).findFirst();
  }
}
