package org.haven.engine;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what belongs to the Camunda client, and goes on when that does not end. A job stream that
 * was being opened again while the engine was away can leave its lock held by a thread that has no
 * more work, and the client's close then waits for it without end.
 */
final class BoundedClose {
  private static final Logger LOG = LoggerFactory.getLogger(BoundedClose.class);

  private BoundedClose() {}

  /**
   * @param limit after which the thread that closes is interrupted and left
   */
  static void run(String what, Runnable close, Duration limit) {
    Thread closing = Thread.ofPlatform().daemon().name("close-" + what).start(close);
    try {
      if (!closing.join(limit)) {
        LOG.warn(
            "The {} did not close in {} s; the application ends without it",
            what,
            limit.toSeconds());
        closing.interrupt();
      }
    } catch (InterruptedException e) {
      closing.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
