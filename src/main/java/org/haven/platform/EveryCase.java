package org.haven.platform;

import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What the council has to know whoever asks, such as that the other party of this case has one of
 * their own. The database shows a member of staff the rows that are theirs to see (see {@link
 * org.haven.platform.security}); inside {@link #look} it shows them all. Nothing of what is found
 * may go into an answer.
 */
public final class EveryCase {
  /** What the database is told for the procedure's own work. */
  public static final String SYSTEM = "system";

  private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);

  private EveryCase() {}

  /** Is this thread at such a look? */
  public static boolean isLookedAt() {
    return DEPTH.get() > 0;
  }

  /** Does the work with every case in sight, in the transaction at hand or without one. */
  public static <T> T look(JdbcClient db, Supplier<T> work) {
    // the connection of a transaction was told who acts when it began
    String before = TransactionSynchronizationManager.isActualTransactionActive() ? now(db) : null;
    DEPTH.set(DEPTH.get() + 1);
    try {
      if (before != null) {
        act(db, SYSTEM);
      }
      T found = work.get();
      if (before != null) {
        act(db, before);
      }
      return found;
      // after an error the transaction is rolled back, and what it was told with it
    } finally {
      DEPTH.set(DEPTH.get() - 1);
    }
  }

  private static String now(JdbcClient db) {
    return db.sql("select coalesce(current_setting('haven.acting', true), '')")
        .query(String.class)
        .single();
  }

  private static void act(JdbcClient db, String name) {
    db.sql("select set_config('haven.acting', ?, true)").param(name).query(String.class).single();
  }
}
