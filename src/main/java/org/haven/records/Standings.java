package org.haven.records;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands where in all journeys.
 *
 * @param places steps at which something stands, or stood today
 * @param journeys processes of which something runs, or ran today
 */
public record Standings(List<Place> places, List<Running> journeys, Freshness freshness) {

  /**
   * A step of a version of a process.
   *
   * @param now how many stand there
   * @param oldest since when the one that stands there longest; absent if none does
   * @param cameIn how many came there since the day began
   * @param wentOn how many left it since then
   * @param dueToday open tasks that are due before the day ends and are not late
   * @param late open tasks that are past their date
   * @param incidents unresolved
   */
  public record Place(
      String processId,
      int version,
      String elementId,
      long now,
      @Nullable Instant oldest,
      long cameIn,
      long wentOn,
      long dueToday,
      long late,
      long incidents) {}

  /**
   * A version of a process.
   *
   * @param now how many instances run
   * @param oldest since when the oldest of them
   * @param begun how many began since the day began
   * @param ended how many ended since then
   */
  public record Running(
      String processId, int version, long now, @Nullable Instant oldest, long begun, long ended) {}

  /**
   * How far figures can be trusted.
   *
   * @param asOf up to when they tell all that was exported
   * @param building true while they are built anew; until then they are those of before
   * @param missing records that are lost, in words for whoever looks after Elasticsearch
   */
  public record Freshness(Instant asOf, boolean building, List<String> missing) {}
}
