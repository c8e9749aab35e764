package org.haven.records;

import java.util.Map;

/**
 * Lengths of time, counted in bins of which each is 4 % wider than the one before: a share of any
 * number of them is found within 2 %, and counts of days can be added and taken away.
 */
public final class Spans {
  /** No stated length differs from the true one by more than this share. */
  public static final double ERROR = 0.02;

  private static final double WIDER = 1.04;
  private static final double LOG_WIDER = Math.log(WIDER);

  private Spans() {}

  /** The bin of a length in milliseconds; whatever is below one is in the first. */
  static int bin(long millis) {
    return millis < 1 ? 0 : 1 + (int) Math.floor(Math.log(millis) / LOG_WIDER + 1e-9);
  }

  /** What stands for all lengths of a bin, in milliseconds. */
  static double middle(int bin) {
    return bin == 0 ? 0 : Math.pow(WIDER, bin - 0.5);
  }

  /**
   * The length that this share of all did not exceed, in milliseconds; of few, that of the next one
   * up (nearest rank).
   *
   * @param counts of each bin
   * @param percent 1 to 100
   * @return -1 if there are none
   */
  static double percentile(Map<Integer, Long> counts, int percent) {
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    if (all <= 0) {
      return -1;
    }
    long rank = Math.max(1, (all * percent + 99) / 100);
    long seen = 0;
    for (var bin : new java.util.TreeMap<>(counts).entrySet()) {
      seen += bin.getValue();
      if (seen >= rank) {
        return middle(bin.getKey());
      }
    }
    throw new IllegalStateException("Counted to the end");
  }
}
