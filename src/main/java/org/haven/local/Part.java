package org.haven.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One server of the local platform: how it is made ready, started, asked whether it serves, and
 * started again when it dies.
 */
abstract class Part {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int LINES_OF_LOG = 8;

  final PlatformFolder folder;
  final LocalSettings settings;
  private final Console console;
  private final String name;
  private final String key;

  private volatile PartState.State state = PartState.State.STOPPED;
  private volatile Instant since = Instant.now();
  private volatile int restarts;
  private int inARow;
  private volatile boolean wanted;
  private @Nullable GuardedProcess process;

  Part(String name, String key, PlatformFolder folder, LocalSettings settings, Console console) {
    this.name = name;
    this.key = key;
    this.folder = folder;
    this.settings = settings;
    this.console = console;
  }

  /** Unpacks and writes what the server needs before it starts. Repeatable. */
  abstract void prepare() throws IOException, InterruptedException;

  abstract List<String> command() throws IOException;

  abstract Map<String, String> environment();

  /** Whether it answers. Throws or returns false when not. */
  abstract boolean serves() throws Exception;

  /** Done once each time it has come up, such as making the database. */
  void whenUp() throws Exception {}

  abstract String address();

  abstract String stopSignal();

  abstract int graceSeconds();

  final String name() {
    return name;
  }

  final PartState state() {
    return new PartState(name, state, since, restarts, address());
  }

  /** Prepares and starts it, and returns when it serves. */
  final void start() throws IOException, InterruptedException {
    long began = System.nanoTime();
    wanted = true;
    prepare();
    GuardedProcess.clearLeftover(folder.root(), key);
    launch();
    awaitServing(began);
    console.say(
        name, "up at %s after %.1f s".formatted(address(), (System.nanoTime() - began) / 1e9));
    Thread.ofVirtual().name("keep " + key).start(this::keepAlive);
  }

  private GuardedProcess launch() throws IOException {
    become(PartState.State.STARTING);
    var started =
        GuardedProcess.start(
            folder.root(),
            key,
            command(),
            environment(),
            folder.folder(key),
            stopSignal(),
            graceSeconds());
    synchronized (this) {
      process = started;
    }
    if (!wanted) {
      started.askToStop();
    }
    return started;
  }

  private void awaitServing(long began) throws InterruptedException {
    while (true) {
      var running = running();
      if (running == null || !running.isAlive()) {
        throw failed("ended while it started");
      }
      if (System.nanoTime() - began > PATIENCE.toNanos()) {
        throw failed("did not come up within %d minutes".formatted(PATIENCE.toMinutes()));
      }
      if (answers()) {
        become(PartState.State.UP);
        return;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private boolean answers() throws InterruptedException {
    try {
      if (serves()) {
        whenUp();
        return true;
      }
      return false;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return false; // not yet
    }
  }

  private synchronized @Nullable GuardedProcess running() {
    return process;
  }

  /** Starts the server again whenever it dies, later each time, until we stop it. */
  private void keepAlive() {
    try {
      while (wanted) {
        var watched = running();
        if (watched == null) {
          return;
        }
        watched.awaitEndByItself();
        if (wanted) {
          startAgain(watched.exitValue());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      console.say(name, "cannot be started again: " + e.getMessage());
    }
  }

  private void startAgain(int exitCode) throws IOException, InterruptedException {
    Duration lived = Duration.between(since, Instant.now());
    inARow = lived.compareTo(LONGEST_PAUSE) > 0 ? 1 : inARow + 1;
    restarts++;
    become(PartState.State.DIED);
    Duration pause = pause();
    console.say(
        name,
        "died (exit code %d); starts again in %d s, its log is %s"
            .formatted(exitCode, pause.toSeconds(), log()));
    Thread.sleep(pause);
    if (!wanted) {
      return;
    }
    long began = System.nanoTime();
    GuardedProcess.clearLeftover(folder.root(), key);
    var started = launch();
    while (wanted && started.isAlive() && !answers()) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    if (wanted && started.isAlive()) {
      become(PartState.State.UP);
      console.say(name, "up again after %.1f s".formatted((System.nanoTime() - began) / 1e9));
    }
  }

  private Duration pause() {
    Duration doubled = Duration.ofSeconds(1L << Math.min(inARow - 1, 6));
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  final void askToStop() {
    wanted = false;
    var running = running();
    if (running != null) {
      running.askToStop();
    }
  }

  final void awaitEnd() throws InterruptedException {
    var running = running();
    if (running != null) {
      running.awaitEnd();
    }
    become(PartState.State.STOPPED);
  }

  private void become(PartState.State next) {
    state = next;
    since = Instant.now();
  }

  final Path log() {
    return folder.root().resolve("logs").resolve(key + ".log");
  }

  private LocalPlatformException failed(String how) {
    var end = new StringBuilder();
    try {
      var lines = Files.readAllLines(log(), java.nio.charset.StandardCharsets.ISO_8859_1);
      lines.stream()
          .skip(Math.max(0, lines.size() - LINES_OF_LOG))
          .forEach(line -> end.append(System.lineSeparator()).append("    ").append(line));
    } catch (IOException e) {
      end.append(" (it cannot be read)");
    }
    return new LocalPlatformException(
        name + " " + how + ".", "Its log is " + log() + " and ends with:" + end);
  }
}
