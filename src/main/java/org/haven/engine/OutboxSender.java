package org.haven.engine;

import io.camunda.client.CamundaClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.haven.platform.OutboxAdmin;
import org.haven.platform.OutboxQueue;
import org.haven.platform.OutboxQueue.Leased;
import org.haven.platform.OutboxWakeUp;
import org.haven.platform.UserTaskKeys;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Gives the outbox's rows to the engine after commit: in order per case, side by side over cases,
 * from as many nodes as there are. It is woken by a commit, by a row of which others wait, and when
 * a row that it gave back is due; and it looks by itself, so that a lost wake-up, or a node, costs
 * a second at most.
 *
 * <p>While the engine is busy or away everything waits, growing longer, for ever: nothing that an
 * officer saved is given up. Only what the engine understood and refuses counts as an attempt.
 */
@Component
class OutboxSender implements OutboxWakeUp, SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxSender.class);
  private static final Duration REQUEST = Duration.ofSeconds(10);

  /** Longer than a request can take; what a killed node was sending waits this long. */
  private static final Duration LEASE = REQUEST.multipliedBy(2);

  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Longer than any message lives in the engine, so that a look back finds what was said. */
  private static final Duration KEEP_SENT = Duration.ofDays(31);

  private static final long TIDY_NANOS = Duration.ofHours(1).toNanos();

  /** The whole engine's: one node that waits does not stop the others from trying. */
  private static final Backoff ENGINE = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));

  /** Times in a row that the engine took nothing: fewer are a busy second's. */
  private static final int WORTH_TELLING = 3;

  private static final Backoff ROW = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private final CamundaClient engine;
  private final OutboxQueue queue;
  private final ObjectProvider<UserTaskKeys> userTaskKeys;
  private final EngineProperties properties;
  private final MeterRegistry meters;

  private final Semaphore wakeUps = new Semaphore(0);
  private final Semaphore free;
  private final AtomicInteger unansweredInARow = new AtomicInteger();
  private volatile long pausedUntilNanos = System.nanoTime();

  /** The last look may have left rows behind for want of places. */
  private volatile boolean full;

  private volatile boolean running;
  private @Nullable Thread looking;
  private @Nullable ExecutorService sending;

  OutboxSender(
      CamundaClient engine,
      OutboxQueue queue,
      ObjectProvider<UserTaskKeys> userTaskKeys,
      EngineProperties properties,
      MeterRegistry meters) {
    this.engine = engine;
    this.queue = queue;
    this.userTaskKeys = userTaskKeys;
    this.properties = properties;
    this.meters = meters;
    this.free = new Semaphore(properties.sendThreads());
    gauge("haven.outbox.waiting", "Rows that wait to be sent", s -> s.waiting());
    gauge("haven.outbox.dead", "Rows that the engine refused for good", s -> s.dead());
    gauge("haven.outbox.oldest", "Seconds that the oldest row waits", s -> s.oldest().toSeconds());
  }

  private void gauge(String name, String what, ToDoubleFunction<OutboxAdmin.State> of) {
    Gauge.builder(name, queue, q -> of.applyAsDouble(q.state())).description(what).register(meters);
  }

  @Override
  public void wake() {
    // one waiting permit is as good as many: a look takes all that is due
    if (wakeUps.availablePermits() == 0) {
      wakeUps.release();
    }
  }

  @Override
  public void start() {
    running = true;
    sending = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("outbox-", 1).factory());
    looking = Thread.ofPlatform().name("outbox").daemon().start(this::look);
  }

  private void look() {
    int failures = 0;
    long tidiedAt = System.nanoTime() - TIDY_NANOS;
    while (running) {
      Duration wait;
      try {
        wait = lookOnce();
        failures = 0;
        if (System.nanoTime() - tidiedAt >= TIDY_NANOS) {
          queue.forgetSent(KEEP_SENT);
          tidiedAt = System.nanoTime();
        }
      } catch (RuntimeException e) {
        // the database is away: officers see that elsewhere, and we look again
        wait = new Backoff(LOOK, Duration.ofSeconds(10)).after(failures++);
        LOG.warn("The outbox could not be read ({})", e.getClass().getSimpleName());
      }
      try {
        var _ = wakeUps.tryAcquire(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS);
        wakeUps.drainPermits();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Sends what can be sent now; says how long to sleep if nobody wakes us. */
  private Duration lookOnce() {
    long pause = pausedUntilNanos - System.nanoTime();
    if (pause > 0) {
      return Duration.ofNanos(pause);
    }
    // after a failure one row alone is tried, until the engine answers again
    int places = unansweredInARow.get() > 0 ? Math.min(1, places()) : places();
    if (places == 0) {
      return LOOK;
    }
    List<Leased> rows = queue.lease(places, LEASE);
    full = rows.size() == places;
    for (Leased row : rows) {
      free.acquireUninterruptibly();
      try {
        sender().execute(() -> sendAndRelease(row));
      } catch (RuntimeException e) {
        free.release();
        throw e;
      }
    }
    return LOOK;
  }

  private int places() {
    return free.availablePermits();
  }

  private ExecutorService sender() {
    if (sending == null) {
      throw new IllegalStateException("The outbox sender has not been started");
    }
    return sending;
  }

  private void sendAndRelease(Leased row) {
    boolean more = false;
    try (var _ = MDC.putCloseable("caseRef", row.caseRef().value())) {
      more = send(row);
    } catch (RuntimeException e) {
      // what happened to the row could not be written down: its lease runs out and it goes again
      LOG.atWarn()
          .addKeyValue("outboxRow", row.id())
          .log("An outbox row could not be kept up to date ({})", e.getClass().getSimpleName());
    } finally {
      free.release();
      if (more || full) {
        wake();
      }
    }
  }

  /**
   * @return true if another row of the case can be sent now
   */
  private boolean send(Leased row) {
    Optional<Long> userTaskKey = Optional.empty();
    if (row.kind() == OutboxQueue.Kind.COMPLETE_TASK) {
      userTaskKey = userTaskKeys.getObject().userTaskKey(row.elementInstanceKey());
      if (userTaskKey.isEmpty()) {
        // whoever learns the key says so; this is for one that was lost
        Duration wait = Duration.ofSeconds(row.age().toMinutes() < 10 ? 1 : 5);
        later(row, wait, false, "WAITING_FOR_TASK_KEY");
        return false;
      }
    }
    try {
      OutsideTransaction.require();
      switch (row.kind()) {
        case MESSAGE -> publish(row);
        case COMPLETE_TASK -> complete(row, userTaskKey.orElseThrow());
      }
      answered();
      boolean more = queue.sent(row);
      count(row, "sent");
      return more;
    } catch (RuntimeException e) {
      return notSent(row, EngineAnswer.of(e));
    }
  }

  private void publish(Leased row) {
    var message =
        engine
            .newPublishMessageCommand()
            .messageName(row.name())
            .correlationKey(row.correlationKey() == null ? "" : row.correlationKey())
            .messageId(Long.toString(row.id()))
            .timeToLive(row.timeToLive())
            .variables(row.facts());
    message.requestTimeout(REQUEST).send().join();
  }

  private void complete(Leased row, long userTaskKey) {
    engine
        .newCompleteUserTaskCommand(userTaskKey)
        .variables(row.facts())
        .requestTimeout(REQUEST)
        .send()
        .join();
  }

  /** Gives the row back; it is looked for again when it is due. */
  private void later(Leased row, Duration wait, boolean refused, String why) {
    queue.later(row, wait, refused, why);
    CompletableFuture.delayedExecutor(wait.toMillis() + 1, TimeUnit.MILLISECONDS)
        .execute(this::wake);
  }

  private boolean notSent(Leased row, EngineAnswer answer) {
    switch (answer.kind()) {
      case DONE_BEFORE -> {
        answered();
        boolean more = queue.sent(row);
        count(row, "done-before");
        return more;
      }
      case BUSY, AWAY -> {
        int inARow = unansweredInARow.getAndIncrement();
        Duration wait = ENGINE.after(inARow);
        pausedUntilNanos = System.nanoTime() + wait.toNanos();
        later(row, wait, false, answer.code());
        count(row, answer.kind() == EngineAnswer.Kind.BUSY ? "busy" : "away");
        if (inARow == WORTH_TELLING) {
          LOG.warn("The engine does not take messages ({}); they wait", answer.code());
        }
      }
      case REFUSED -> {
        answered();
        int attempts = row.attempts() + 1;
        if (attempts >= properties.sendAttempts()) {
          queue.dead(row, answer.code());
          count(row, "dead");
          LOG.atError()
              .addKeyValue("outboxRow", row.id())
              .addKeyValue("what", row.name())
              .log(
                  "The engine refuses an outbox row ({}); it and the later ones of its case wait"
                      + " until an administrator sends it again",
                  answer.code());
        } else {
          later(row, ROW.after(row.attempts()), true, answer.code());
          count(row, "refused");
        }
      }
    }
    return false;
  }

  private void answered() {
    int inARow = unansweredInARow.getAndSet(0);
    if (inARow > 0) {
      pausedUntilNanos = System.nanoTime();
      if (inARow > WORTH_TELLING) {
        LOG.info("The engine takes messages again");
      }
      wake();
    }
  }

  private void count(Leased row, String outcome) {
    meters.counter("haven.outbox.rows", "kind", row.kind().name(), "outcome", outcome).increment();
  }

  /** Lets what is being sent finish; the rest stays in the table, for another node or for later. */
  @Override
  public void stop() {
    running = false;
    if (looking != null) {
      // no interrupt: a row that it has just leased must still find a sender, or it waits for
      // the end of its lease
      wakeUps.release();
      try {
        looking.join(REQUEST);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (sending != null) {
      sending.shutdown();
      try {
        if (!sending.awaitTermination(REQUEST.toMillis(), TimeUnit.MILLISECONDS)) {
          LOG.warn("An outbox row was still being sent when the application ended");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return WorkerRegistry.PHASE;
  }
}
