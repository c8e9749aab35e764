package org.haven.supervision.reports.web;

import java.util.ArrayList;
import java.util.List;
import org.haven.supervision.reports.PublishedReports.Point;

/**
 * Totals of one period after the other as bars, drawn on the server; all lengths in the picture's
 * own units. Where a total is hidden stands a short hollow bar, always of the same height.
 *
 * @param most the count at the top of the scale
 */
record TotalsPicture(int width, int height, int top, int baseline, long most, List<Bar> bars) {
  private static final int LEFT = 60;
  private static final int STEP = 54;
  private static final int BAR = 34;
  private static final int TOP = 24;
  private static final int ROOM = 160;
  private static final int HOLLOW = 12;

  /**
   * A period.
   *
   * @param kind {@code shown}, {@code hidden} or {@code none}
   * @param count what stands above the bar; empty where none does
   */
  record Bar(int x, int y, int width, int height, String kind, String count, String label) {}

  static TotalsPicture of(List<Point> points) {
    long most = nice(points.stream().mapToLong(TotalsPicture::total).max().orElse(0));
    var bars = new ArrayList<Bar>();
    for (int i = 0; i < points.size(); i++) {
      Point one = points.get(i);
      Long total = one.total();
      int height =
          total != null
              ? (int) Math.round(ROOM * (double) total / most)
              : one.published() ? HOLLOW : 0;
      bars.add(
          new Bar(
              LEFT + i * STEP,
              TOP + ROOM - height,
              BAR,
              height,
              total != null ? "shown" : one.published() ? "hidden" : "none",
              total == null ? "" : Long.toString(total),
              one.span().label()));
    }
    return new TotalsPicture(
        LEFT + points.size() * STEP, TOP + ROOM + 40, TOP, TOP + ROOM, most, bars);
  }

  private static long total(Point point) {
    Long total = point.total();
    return total == null ? 0 : total;
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
