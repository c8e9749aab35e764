package org.haven.training;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that runs ahead of the machine's, by more each time that it is moved. It never stands and
 * never goes back, as the engine's cannot.
 */
public final class TrainingClock extends Clock {
  private final Clock machine;
  private volatile Duration ahead;

  /**
   * @param ahead how far it runs ahead of the machine's; not negative
   */
  TrainingClock(Clock machine, Duration ahead) {
    this.machine = machine;
    this.ahead = ahead;
  }

  /** Runs from that moment on; nothing if it has passed. */
  synchronized void forwardTo(Instant moment) {
    Duration more = Duration.between(machine.instant(), moment);
    if (more.compareTo(ahead) > 0) {
      ahead = more;
    }
  }

  /** How far it runs ahead of the machine's. */
  Duration ahead() {
    return ahead;
  }

  Clock machine() {
    return machine;
  }

  @Override
  public Instant instant() {
    return machine.instant().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** The same clock, seen from another zone: it moves with this one. */
  @Override
  public Clock withZone(ZoneId zone) {
    TrainingClock mine = this;
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
