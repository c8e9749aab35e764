package org.haven.partners;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Carries what waits and reads the mailbox, for as long as the application runs. */
@Component
class PartnerLoop implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(PartnerLoop.class);
  private static final Duration CARRY = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMinutes(1);

  private final Dispatches dispatches;
  private final AgencyInbox inbox;
  private final Answers answers;
  private @Nullable ScheduledExecutorService loop;

  PartnerLoop(Dispatches dispatches, AgencyInbox inbox, Answers answers) {
    this.dispatches = dispatches;
    this.inbox = inbox;
    this.answers = answers;
  }

  @Override
  public void start() {
    var started =
        Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().name("partners-", 1).daemon().factory());
    every(started, CARRY, dispatches::send);
    every(started, LOOK, inbox::look);
    every(started, Duration.ofHours(1), answers::forgetOld);
    loop = started;
  }

  private static void every(ScheduledExecutorService loop, Duration wait, Runnable work) {
    loop.scheduleWithFixedDelay(
        () -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            // the database is away: officers see that elsewhere, and we look again
            LOG.warn(
                "Work for partner agencies could not go on ({})", e.getClass().getSimpleName());
          }
        },
        wait.toMillis(),
        wait.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    if (loop != null) {
      loop.shutdown();
      try {
        var _ = loop.awaitTermination(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      loop = null;
    }
  }

  @Override
  public boolean isRunning() {
    return loop != null;
  }
}
