package org.haven.tasks.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.haven.platform.ActingPerson;
import org.haven.tasks.ListChanges;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells an open page to look at its list again. A look says nothing: it also comes at random
 * moments when nothing changed, so that nobody learns by it that something is kept from them.
 */
@Controller
class ListChangesController implements SmartLifecycle, DisposableBean {
  /** After this a page asks anew, and its right to is asked anew. */
  private static final Duration OPEN = Duration.ofMinutes(4);

  /** A page looks no more often than this on average, however much changes. */
  private static final Duration APART = Duration.ofSeconds(2);

  /**
   * Looks that may follow each other quickly where it was quiet before: a step is sent, is off the
   * list, and the next one is on it a moment later.
   */
  private static final int IN_A_ROW = 4;

  /** What changes together is one look. */
  private static final Duration BREATH = Duration.ofMillis(40);

  /** Pages that one person may have told at once; a further one looks by itself. */
  private static final int MOST_OF_ONE = 12;

  private static final int LONGEST_QUIET_SECONDS = 40;
  private static final int SHORTEST_QUIET_SECONDS = 15;

  private final ListChanges changes;
  private final Set<Page> pages = ConcurrentHashMap.newKeySet();
  private volatile boolean running;
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("task-list-looks").factory());

  /** Who reads slowly holds up nobody else. */
  private final Executor senders =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("task-list-look").factory());

  ListChangesController(ListChanges changes) {
    this.changes = changes;
  }

  @GetMapping("/tasks/changes")
  ResponseEntity<SseEmitter> changes(
      ActingPerson who, @RequestHeader(name = "Accept", required = false) @Nullable String accept) {
    // a browser that is answered so does not ask again
    if (accept == null
        || !accept.startsWith(MediaType.TEXT_EVENT_STREAM_VALUE)
        || pages.stream().filter(page -> page.of.equals(who.username())).count() >= MOST_OF_ONE) {
      return ResponseEntity.status(HttpStatus.NO_CONTENT).build();
    }
    var emitter = new SseEmitter(OPEN.toMillis());
    var page = new Page(who.username(), emitter);
    pages.add(page);
    var watch = changes.watch(who.teams(), page::look);
    Runnable end =
        () -> {
          page.ended = true;
          pages.remove(page);
          watch.close();
        };
    emitter.onCompletion(end);
    emitter.onError(_ -> end.run());
    emitter.onTimeout(
        () -> {
          end.run();
          emitter.complete();
        });
    page.lookAtRandom();
    return ResponseEntity.ok()
        .contentType(MediaType.TEXT_EVENT_STREAM)
        .header("X-Accel-Buffering", "no")
        .body(emitter);
  }

  /** One open page. */
  private final class Page {
    private final String of;
    private final SseEmitter emitter;
    private long lookedNanos = System.nanoTime() - APART.toNanos();

    /** When all that was looked at would be paid for, at one look in each {@link #APART}. */
    private long paidNanos = lookedNanos;

    private boolean coming;
    private volatile boolean ended;

    Page(String of, SseEmitter emitter) {
      this.of = of;
      this.emitter = emitter;
    }

    synchronized void look() {
      if (coming || ended) {
        return;
      }
      coming = true;
      long now = System.nanoTime();
      long wait =
          Math.max(
              lookedNanos + BREATH.toNanos() - now,
              paidNanos - (IN_A_ROW - 1) * APART.toNanos() - now);
      soon(() -> senders.execute(this::send), Math.max(0, wait));
    }

    private void send() {
      synchronized (this) {
        coming = false;
        lookedNanos = System.nanoTime();
        paidNanos = (paidNanos - lookedNanos > 0 ? paidNanos : lookedNanos) + APART.toNanos();
      }
      if (ended) {
        return;
      }
      try {
        emitter.send(SseEmitter.event().name("look").data(""));
      } catch (IOException | IllegalStateException e) {
        // the page is gone
        ended = true;
        emitter.complete();
      }
    }

    void lookAtRandom() {
      long seconds =
          ThreadLocalRandom.current().nextLong(SHORTEST_QUIET_SECONDS, LONGEST_QUIET_SECONDS);
      soon(
          () -> {
            if (!ended) {
              look();
              lookAtRandom();
            }
          },
          TimeUnit.SECONDS.toNanos(seconds));
    }

    private void soon(Runnable work, long nanos) {
      if (!later.isShutdown()) {
        later.schedule(work, nanos, TimeUnit.NANOSECONDS);
      }
    }
  }

  @Override
  public void start() {
    running = true;
  }

  /** Before the server waits for requests to end: these would not. */
  @Override
  public void stop() {
    running = false;
    pages.forEach(page -> page.emitter.complete());
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public void destroy() {
    later.shutdownNow();
  }
}
