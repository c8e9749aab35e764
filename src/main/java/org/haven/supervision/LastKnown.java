package org.haven.supervision;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.haven.records.RecordsUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Asks for figures and gives the last that were had when none are to be had; each for what was
 * asked and for whom, so that nobody is given those of somebody who may know more.
 *
 * @param <K> what was asked, with the cases that are left out
 */
final class LastKnown<K, V> {
  /** Without Elasticsearch nobody waits for it each time. */
  private static final Duration NOT_ASKED_AGAIN = Duration.ofSeconds(3);

  private static final int KEPT = 100;

  private volatile long failedNanos = System.nanoTime() - NOT_ASKED_AGAIN.toNanos();
  private final Map<K, V> last =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * What was found.
   *
   * @param away they are the last that were had
   */
  record Found<V>(V figures, boolean away) {}

  /** Empty if there are none and there never were. */
  Optional<Found<V>> of(K asked, Supplier<V> ask) {
    if (System.nanoTime() - failedNanos > NOT_ASKED_AGAIN.toNanos()) {
      try {
        V found = ask.get();
        synchronized (last) {
          last.put(asked, found);
        }
        return Optional.of(new Found<>(found, false));
      } catch (RecordsUnavailableException e) {
        failedNanos = System.nanoTime();
      }
    }
    synchronized (last) {
      @Nullable V kept = last.get(asked);
      return kept == null ? Optional.empty() : Optional.of(new Found<>(kept, true));
    }
  }
}
