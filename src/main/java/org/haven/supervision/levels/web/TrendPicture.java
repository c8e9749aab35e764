package org.haven.supervision.levels.web;

import java.util.ArrayList;
import java.util.List;
import org.haven.supervision.levels.LevelCounts;

/**
 * A trend as bars that stand on each other, drawn on the server; all lengths in the picture's own
 * units.
 *
 * @param most the count at the top of the scale
 * @param bars from left to right
 */
record TrendPicture(int width, int height, int baseline, int top, long most, List<Bar> bars) {
  private static final int LEFT = 60;

  /** Wide enough for a label below each, while there are few. */
  private static final int WIDE_STEP = 66;

  private static final int STEP = 34;
  private static final int GAP = 10;
  private static final int TOP = 20;
  private static final int ROOM = 180;

  /** How many labels there is room for. */
  private static final int LABELS = 12;

  /**
   * A week or month.
   *
   * @param label what stands below; empty where there is no room
   */
  record Bar(int x, int width, List<Part> parts, String label) {}

  /**
   * Of a bar one part.
   *
   * @param kind {@code met}, {@code met-extended} or {@code late}
   */
  record Part(String kind, int y, int height) {}

  /** A count with what it is called. */
  record Named(String label, LevelCounts counts) {}

  static TrendPicture of(List<Named> buckets) {
    long most = nice(buckets.stream().mapToLong(one -> one.counts().decided()).max().orElse(0));
    int every = Math.max(1, (int) Math.ceil(buckets.size() / (double) LABELS));
    int step = every == 1 ? WIDE_STEP : STEP;
    int width = LEFT + Math.max(6, buckets.size()) * step;
    var bars = new ArrayList<Bar>();
    for (int i = 0; i < buckets.size(); i++) {
      Named one = buckets.get(i);
      long below = 0;
      var parts = new ArrayList<Part>();
      below = part(parts, "met", one.counts().met(), below, most);
      below = part(parts, "met-extended", one.counts().metExtended(), below, most);
      part(parts, "late", one.counts().late(), below, most);
      bars.add(new Bar(LEFT + i * step, step - GAP, parts, i % every == 0 ? one.label() : ""));
    }
    return new TrendPicture(width, TOP + ROOM + 40, TOP + ROOM, TOP, most, bars);
  }

  private static long part(List<Part> parts, String kind, long count, long below, long most) {
    if (count > 0) {
      int from = y(below, most);
      int to = y(below + count, most);
      parts.add(new Part(kind, to, Math.max(1, from - to)));
    }
    return below + count;
  }

  private static int y(long count, long most) {
    return TOP + ROOM - (int) Math.round(ROOM * (double) count / most);
  }

  /** The next of 2, 4, 10, 20, 40, 100 and so on: its half is whole. */
  private static long nice(long count) {
    long size = 1;
    while (true) {
      for (long step : new long[] {2, 4, 10}) {
        if (count <= step * size) {
          return step * size;
        }
      }
      size *= 10;
    }
  }

  /** The count at half of the scale. */
  public long half() {
    return most / 2;
  }

  /** Where that is. */
  public int middle() {
    return (baseline + top) / 2;
  }
}
