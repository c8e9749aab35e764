package org.haven.tasks;

import java.time.Instant;

/** What became of a claim. */
public sealed interface ClaimResult {
  /** It is theirs now, or was already. */
  record Claimed() implements ClaimResult {}

  /** Somebody else was first. */
  record TakenBy(String username, Instant at) implements ClaimResult {}

  /** There is no such open task for this person. */
  record Gone() implements ClaimResult {}
}
