package org.haven.supervision.levels;

import org.jspecify.annotations.Nullable;

/**
 * How limits were kept in a period, and how many run now. A limit counts on the day on which it was
 * certain: met on the day of its end, late on the day of its date, be it open or not. What was owed
 * no more before its date is in no count.
 *
 * @param met in time, without more time
 * @param metExtended in time, after more time was given
 * @param late from the second after its date on
 * @param lateOpen of the late ones those that are still open
 * @param extended of the met and late ones those that were given more time
 * @param stoodStill of the met and late ones those that stood still at some time
 * @param open now, running and not late; whatever the period
 * @param pausedNow standing still now; whatever the period
 */
public record LevelCounts(
    long met,
    long metExtended,
    long late,
    long lateOpen,
    long extended,
    long stoodStill,
    long open,
    long pausedNow) {
  public static final LevelCounts NONE = new LevelCounts(0, 0, 0, 0, 0, 0, 0, 0);

  public LevelCounts plus(LevelCounts o) {
    return new LevelCounts(
        met + o.met,
        metExtended + o.metExtended,
        late + o.late,
        lateOpen + o.lateOpen,
        extended + o.extended,
        stoodStill + o.stoodStill,
        open + o.open,
        pausedNow + o.pausedNow);
  }

  public long decided() {
    return met + metExtended + late;
  }

  public boolean isNone() {
    return equals(NONE);
  }

  /** Of all that were certain those that were met, in percent; absent if none were certain. */
  public @Nullable Double share() {
    return decided() == 0 ? null : 100.0 * (met + metExtended) / decided();
  }
}
