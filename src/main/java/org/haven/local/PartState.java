package org.haven.local;

import java.time.Instant;

/**
 * How a part of the local platform does.
 *
 * @param name what people call it
 * @param state whether it serves
 * @param since when it came to that state
 * @param restarts how often it was started again because it had died
 * @param address where it listens
 */
public record PartState(String name, State state, Instant since, int restarts, String address) {
  /** Whether a part serves. */
  public enum State {
    STARTING,
    UP,
    /** It died and is started again, after a pause. */
    DIED,
    STOPPED
  }
}
