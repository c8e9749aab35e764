package org.haven.platform;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Runs something once the open transaction has committed; at once if none is open. */
final class AfterCommit {
  private AfterCommit() {}

  static void run(Runnable what) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      what.run();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            what.run();
          }
        });
  }
}
