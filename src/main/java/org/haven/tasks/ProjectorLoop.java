package org.haven.tasks;

import java.time.Duration;
import org.haven.records.RecordsUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps the projector reading, in a thread of its own. Without Elasticsearch it tries on; the task
 * list works meanwhile, and what was missed is read when it is back.
 */
@Component
@ConditionalOnBooleanProperty(name = "haven.projector.enabled", matchIfMissing = true)
class ProjectorLoop implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectorLoop.class);

  /** How soon it looks again while a key is awaited; later each time, if looks are in vain. */
  private static final long AWAITED_MILLIS = 60;

  private static final long IDLE_MILLIS = 300;
  private static final long FIRST_RETRY_MILLIS = 500;
  private static final long LAST_RETRY_MILLIS = 5_000;
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final Projector projector;
  private final KeysAwaited awaited;
  private volatile boolean running;
  private volatile Thread thread = new Thread();

  ProjectorLoop(Projector projector, KeysAwaited awaited) {
    this.projector = projector;
    this.awaited = awaited;
  }

  @Override
  public synchronized void start() {
    if (!running) {
      running = true;
      thread = Thread.ofPlatform().name("projector").daemon().start(this::run);
    }
  }

  @Override
  public synchronized void stop() {
    running = false;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(15));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void run() {
    long failures = 0;
    long awaitedMillis = AWAITED_MILLIS;
    long swept = System.nanoTime();
    while (running) {
      try {
        boolean waited = projector.keysAwaited();
        boolean more = projector.turn(waited);
        if (failures > 1) {
          LOG.info("The exported records can be read again");
        }
        failures = 0;
        if (System.nanoTime() - swept > SWEEP.toNanos()) {
          projector.sweep();
          swept = System.nanoTime();
        }
        if (!more) {
          awaited.await(waited ? awaitedMillis : IDLE_MILLIS);
        }
        // each look makes Elasticsearch write what it would write once a second by itself
        awaitedMillis = waited ? Math.min(IDLE_MILLIS, awaitedMillis * 2) : AWAITED_MILLIS;
      } catch (InterruptedException e) {
        return; // stopped
      } catch (RuntimeException e) {
        if (!running) {
          return;
        }
        // a new index is not searchable for a moment: that alone is nothing to tell
        if (++failures == 2) {
          say(e);
        }
        pause(Math.min(LAST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(failures, 4)));
      }
    }
  }

  private static void say(RuntimeException e) {
    if (e instanceof RecordsUnavailableException) {
      LOG.warn("{}; trying on, the task list works meanwhile", e.getMessage());
    } else {
      LOG.error("The exported records could not be taken in; trying on", e);
    }
  }

  private void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      running = false;
    }
  }
}
