package org.haven.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator sees of the outbox, and can do about it. It shows references, names of
 * messages and steps, and times; never a routing fact and never a person.
 */
public interface OutboxAdmin {
  /**
   * How many rows wait, how long the oldest has waited, how many were given up on: for figures and
   * for the system itself.
   */
  State state();

  /** The same, without the rows of cases that the person must not know of. */
  State state(ActingPerson who);

  /**
   * Rows that the engine refused for good, oldest first; later rows of their case wait for them.
   * None of a case that the person must not know of: a colleague sees to it.
   */
  List<Row> dead(ActingPerson who);

  /** Rows that wait, oldest first; none of a case that the person must not know of. */
  List<Row> waiting(ActingPerson who, int limit);

  /**
   * Puts a dead row back in the queue; audited.
   *
   * @return false if the row is not dead (any more), or the person must not know of its case
   */
  boolean retry(long id, ActingPerson who);

  record State(long waiting, Duration oldest, long dead) {}

  /**
   * @param name the message's name, or the user task's element id
   * @param heldBackBy how many later rows of the case wait for this one
   * @param lastError the engine's kind of answer, such as {@code INVALID_ARGUMENT}
   */
  record Row(
      long id,
      CaseRef caseRef,
      String kind,
      String name,
      Instant createdAt,
      int attempts,
      Instant nextAttemptAt,
      @Nullable Instant deadAt,
      @Nullable String lastError,
      int heldBackBy) {}
}
