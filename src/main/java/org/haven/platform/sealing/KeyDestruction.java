package org.haven.platform.sealing;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Sees to it that keys are gone which the record says must be: what was cut off after the commit,
 * and what an older copy of the key store brought back.
 */
@Component
class KeyDestruction {
  private static final Logger LOG = LoggerFactory.getLogger(KeyDestruction.class);
  private static final int BATCH = 500;

  private final JdbcClient db;
  private final KeyRing keys;
  private final Clock clock;
  private volatile boolean lookedAtAll;

  KeyDestruction(JdbcClient db, KeyRing keys, Clock clock) {
    this.db = db;
    this.keys = keys;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT2S")
  void soon() {
    try {
      if (!lookedAtAll) {
        again();
        lookedAtAll = true;
      }
      open();
    } catch (RuntimeException e) {
      LOG.warn(
          "Keys that are to be destroyed wait for the key store ({})",
          e.getClass().getSimpleName());
    }
  }

  /** Those that nobody has seen destroyed yet. */
  void open() {
    while (true) {
      List<String> some =
          db.sql("select scope from key_destruction where done_at is null order by scope limit ?")
              .param(BATCH)
              .query(String.class)
              .list();
      if (some.isEmpty()) {
        return;
      }
      keys.destroy(some);
      db.sql("update key_destruction set done_at = ? where scope = any (?::text[])")
          .params(Timestamp.from(clock.instant()), some.toArray(String[]::new))
          .update();
    }
  }

  /** All that were ever asked for, once after each start: the key store may be an older copy. */
  void again() {
    String after = "";
    while (true) {
      List<String> some =
          db.sql("select scope from key_destruction where scope > ? order by scope limit ?")
              .params(after, BATCH)
              .query(String.class)
              .list();
      if (some.isEmpty()) {
        return;
      }
      keys.destroy(some);
      after = some.getLast();
    }
  }
}
