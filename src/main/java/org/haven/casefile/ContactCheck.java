package org.haven.casefile;

import java.time.Instant;

/** May she be called, written to, visited or met now? */
public sealed interface ContactCheck {
  /**
   * @param checkedAt when she was last asked
   * @param until the first instant at which that answer is too old
   */
  record Valid(Instant checkedAt, Instant until) implements ContactCheck {}

  record NotSafe(Reason reason) implements ContactCheck {}

  /** Why not. */
  enum Reason {
    NOTHING_RECORDED,
    NOT_ALLOWED,
    NO_METHOD,
    TOO_OLD,
    /** A number was put right, and nobody has asked her since whether it is safe. */
    CORRECTED
  }

  default boolean valid() {
    return this instanceof Valid;
  }
}
