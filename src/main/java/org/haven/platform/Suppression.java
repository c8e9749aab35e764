package org.haven.platform;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hides small counts of a table with a known total, and as many others as it takes that none of the
 * hidden ones can be worked out: not from the total, and not by somebody who knows this rule.
 * Source: procedure section 9 (local values).
 *
 * <p>Every count under {@link #LEAST} is hidden. Others are then hidden in an order that does not
 * depend on the counts, the first of the table first, until what is hidden adds up to at least
 * {@code 4 n + 5} for {@code n} hidden counts: by then each of the small ones may still be anything
 * that a small one can be. If all are hidden before, so be it. Choosing the smallest instead, as is
 * often done, would tell that the chosen one is no larger than those that are shown. {@code
 * SuppressionTest} tries out every small table: no hidden count ever has fewer than five values
 * that fit what is shown.
 */
public final class Suppression {
  /** Counts under it are hidden. Local value, policy owner to confirm. */
  public static final int LEAST = 5;

  private Suppression() {}

  /**
   * Counts that may be shown.
   *
   * @param cells each count, null where it is hidden; small ones and others look alike
   * @param total of all, null if it is small itself: nothing is shown then
   */
  public record Shown(List<@Nullable Integer> cells, @Nullable Integer total) {}

  /**
   * @param counts in the order in which they are hidden besides the small ones
   * @throws IllegalArgumentException if a count is negative
   */
  public static Shown of(List<Integer> counts) {
    return of(counts, Set.of());
  }

  /**
   * The same where some counts were hidden when the table was published before: they stay hidden,
   * and none of them can be worked out as the only one that is.
   *
   * @param before where in the table they stand
   */
  public static Shown of(List<Integer> counts, Set<Integer> before) {
    int total = 0;
    Set<Integer> hidden = new HashSet<>(before);
    int sum = 0;
    for (int at = 0; at < counts.size(); at++) {
      int count = counts.get(at);
      if (count < 0) {
        throw new IllegalArgumentException("A count is never negative");
      }
      total += count;
      if (count < LEAST) {
        hidden.add(at);
      }
      if (hidden.contains(at)) {
        sum += count;
      }
    }
    if (total < LEAST) {
      return shown(counts, Set.of(), true, total);
    }
    if (!hidden.isEmpty()) {
      for (int at = 0; at < counts.size() && !isEnough(sum, hidden.size()); at++) {
        if (hidden.add(at)) {
          sum += counts.get(at);
        }
      }
    }
    return shown(counts, hidden, false, total);
  }

  private static boolean isEnough(int sum, int hidden) {
    return hidden > 1 && sum >= (LEAST - 1) * hidden + LEAST;
  }

  private static Shown shown(List<Integer> counts, Set<Integer> hidden, boolean all, int total) {
    var cells = new ArrayList<@Nullable Integer>();
    for (int at = 0; at < counts.size(); at++) {
      cells.add(all || hidden.contains(at) ? null : counts.get(at));
    }
    return new Shown(cells, all ? null : total);
  }
}
