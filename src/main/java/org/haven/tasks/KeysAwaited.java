package org.haven.tasks;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Somebody has submitted a task whose engine key is not known yet: the projector is to look for it
 * now and not at its next turn.
 */
@Component
class KeysAwaited {
  private final Semaphore expected = new Semaphore(0);

  /** After the open transaction has committed, the projector wakes. */
  void expect() {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            expected.release();
          }
        });
  }

  /** Waits for the next turn, or for somebody to expect a key. */
  void await(long millis) throws InterruptedException {
    if (expected.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      expected.drainPermits();
    }
  }
}
