package org.haven.testing;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Haven's clock in tests. Runs with the machine's until it is set; from then on it stands where it
 * was put. {@link TestPlatform} moves it together with the engine's.
 */
public final class MovableClock extends Clock {
  private volatile Clock running;
  private volatile boolean pinned;

  public MovableClock() {
    this(Clock.systemUTC());
  }

  private MovableClock(Clock running) {
    this.running = running;
  }

  /** Stands at that moment from now on. */
  public void moveTo(Instant moment) {
    running = Clock.fixed(moment, ZoneOffset.UTC);
    pinned = true;
  }

  /** True while it stands where it was put. */
  public boolean pinned() {
    return pinned;
  }

  /** Runs with the machine's clock again. */
  public void release() {
    running = Clock.systemUTC();
    pinned = false;
  }

  @Override
  public Instant instant() {
    return running.instant();
  }

  @Override
  public ZoneId getZone() {
    return running.getZone();
  }

  /** The same clock, seen from another zone: it moves with this one. */
  @Override
  public Clock withZone(ZoneId zone) {
    var mine = this;
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return zone;
      }

      @Override
      public Clock withZone(ZoneId other) {
        return mine.withZone(other);
      }

      @Override
      public Instant instant() {
        return mine.instant();
      }
    };
  }
}
