package org.haven.records;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Keeps the figures up to date, in a thread of its own; without Elasticsearch it tries on. */
@Component
@ConditionalOnBooleanProperty(name = "haven.figures.enabled", matchIfMissing = true)
class FigureLoop implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(FigureLoop.class);
  private static final long IDLE_MILLIS = 200;
  private static final long FIRST_RETRY_MILLIS = 500;
  private static final long LAST_RETRY_MILLIS = 5_000;

  private final FigureProjector projector;
  private volatile boolean running;
  private volatile Thread thread = new Thread();

  FigureLoop(FigureProjector projector) {
    this.projector = projector;
  }

  @Override
  public synchronized void start() {
    if (!running) {
      running = true;
      thread = Thread.ofPlatform().name("figures").daemon().start(this::run);
    }
  }

  @Override
  public synchronized void stop() {
    running = false;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(15));
      projector.leave();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.debug("Another node finds out by itself that this one is gone", e);
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void run() {
    long failures = 0;
    while (running) {
      try {
        boolean more = projector.turn();
        if (failures > 1) {
          LOG.info("The figures go on");
        }
        failures = 0;
        if (!more) {
          Thread.sleep(IDLE_MILLIS);
        }
      } catch (InterruptedException e) {
        return; // stopped
      } catch (RuntimeException e) {
        if (!running) {
          return;
        }
        if (++failures == 2) {
          say(e);
        }
        pause(Math.min(LAST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(failures, 4)));
      }
    }
  }

  private static void say(RuntimeException e) {
    if (e instanceof RecordsUnavailableException) {
      LOG.warn("{}; the figures of supervision grow old", e.getMessage());
    } else {
      LOG.error("The exported records could not be taken into the figures; trying on", e);
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
