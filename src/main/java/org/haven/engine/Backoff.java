package org.haven.engine;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits that double, up to a limit, each between half and all of that, so that nodes spread out.
 */
record Backoff(Duration first, Duration longest) {
  /**
   * @param attempt 0 for the first wait
   */
  Duration after(int attempt) {
    long doubled = first.toMillis() << Math.min(Math.max(attempt, 0), 20);
    long wait = Math.min(doubled, longest.toMillis());
    return Duration.ofMillis(wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1));
  }
}
