package org.haven.platform.sealing;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Wraps all data keys anew by the current key-encryption key, while everything goes on: in batches,
 * each a transaction, so that it can be stopped at any moment and goes on where it was. Nothing
 * that was sealed changes.
 */
@Component
public class KeyRotation {
  static final int BATCH = 500;
  private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

  private final KeyRing keys;
  private final Audit audit;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile int refused;

  KeyRotation(KeyRing keys, Audit audit) {
    this.keys = keys;
    this.audit = audit;
  }

  /**
   * How far it has come.
   *
   * @param currentKey id of the key that wraps now
   * @param byCurrent data keys that it wraps
   * @param byOthers how many each other key still wraps, by its id; empty once all is done
   * @param running on this node
   * @param refused keys that could not be opened when this node last tried: changed behind our back
   */
  public record Progress(
      String currentKey, long byCurrent, Map<String, Long> byOthers, boolean running, int refused) {
    public long left() {
      return byOthers.values().stream().mapToLong(Long::longValue).sum();
    }

    public boolean done() {
      return byOthers.isEmpty();
    }
  }

  public Progress progress() {
    var counts = new java.util.LinkedHashMap<>(keys.inUse());
    Long current = counts.remove(keys.currentId());
    return new Progress(
        keys.currentId(), current == null ? 0 : current, counts, running.get(), refused);
  }

  /**
   * Begins, or goes on, in the background.
   *
   * @return false if it runs on this node already
   */
  public boolean begin(ActingPerson who) {
    if (!running.compareAndSet(false, true)) {
      return false;
    }
    audit.record(who, "begin-key-rotation", null, Map.of("left", progress().left()));
    Thread.ofVirtual()
        .name("key-rotation")
        .start(
            () -> {
              try {
                toTheEnd();
              } catch (RuntimeException e) {
                LOG.error(
                    "Wrapping the keys anew was cut off ({}); begin again to go on",
                    e.getClass().getSimpleName());
              } finally {
                running.set(false);
              }
            });
    return true;
  }

  /** Wraps until nothing is left that can be wrapped. */
  public Progress toTheEnd() {
    long done = 0;
    int failed = 0;
    @Nullable String after = "";
    while (after != null) {
      KeyRing.Batch batch = keys.rewrap(after, BATCH);
      done += batch.wrapped();
      failed += batch.refused();
      after = batch.last();
    }
    refused = failed;
    Progress progress = progress();
    audit.recordSystem(
        "end-key-rotation",
        null,
        Map.of("wrapped", done, "left", progress.left(), "refused", failed));
    LOG.info("{} keys were wrapped anew, {} are left", done, progress.left());
    return progress;
  }
}
