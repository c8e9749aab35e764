package org.haven.supervision;

import java.time.Instant;
import java.util.List;
import org.haven.tasks.Workloads;
import org.jspecify.annotations.Nullable;

/**
 * What stands where, for one viewer: cases on which they are conflicted are in no figure.
 *
 * @param journeys by title; empty if there are no figures
 * @param teams what the teams have to do; from the case database, as it is now
 * @param age how far the figures can be trusted
 */
public record Board(List<JourneyFigures> journeys, List<Workloads.Load> teams, Age age) {

  /**
   * A journey, all its versions together.
   *
   * @param title what officers call it
   * @param running instances
   * @param oldest since when the oldest of them runs
   * @param begun instances that began since the London day began
   * @param ended instances that ended since then
   * @param dueToday open tasks that are due before the day ends and are not late
   * @param late open tasks that are past their date
   * @param incidents places where something failed and nobody has seen to it
   * @param waiting steps that wait for an answer from outside
   * @param stages where it stands, or stood today, those with most first
   */
  public record JourneyFigures(
      String processId,
      String title,
      long running,
      @Nullable Instant oldest,
      long begun,
      long ended,
      long dueToday,
      long late,
      long incidents,
      long waiting,
      List<Stage> stages) {}

  /**
   * A step of a journey.
   *
   * @param now how many stand there
   * @param oldest since when the one that stands there longest
   * @param cameIn how many came since the London day began
   * @param wentOn how many went on since then
   * @param waits true if it waits for an answer from outside
   */
  public record Stage(
      String elementId,
      String title,
      long now,
      @Nullable Instant oldest,
      long cameIn,
      long wentOn,
      long dueToday,
      long late,
      long incidents,
      boolean waits) {
    /** How many more stand there than when the day began. */
    public long change() {
      return cameIn - wentOn;
    }
  }

  /**
   * How far figures can be trusted.
   *
   * @param asOf what happened until then is in them; absent if there are none
   * @param away Elasticsearch does not answer: they are the last that were had
   * @param behind what happened since has not reached them
   * @param building they are built anew, and are those of before until then
   * @param lost some of what happened is in them for no time to come
   */
  public record Age(
      @Nullable Instant asOf, boolean away, boolean behind, boolean building, boolean lost) {}
}
