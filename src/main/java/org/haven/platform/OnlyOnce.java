package org.haven.platform;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Remembers what a step of the engine has done: a job may run twice, its effect comes once. Asked
 * in the transaction of the effect itself, so that both are kept or neither.
 */
@Component
public class OnlyOnce {
  private final JdbcClient db;

  OnlyOnce(JdbcClient db) {
    this.db = db;
  }

  /**
   * @param effect what the step does, such as {@code risk-changed}
   * @param elementInstanceKey the step
   * @return false if that step has done it before
   * @throws org.springframework.transaction.IllegalTransactionStateException if no transaction is
   *     open
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean first(String effect, long elementInstanceKey) {
    return db.sql("insert into done_once (effect, step_key) values (?, ?) on conflict do nothing")
            .params(effect, elementInstanceKey)
            .update()
        == 1;
  }
}
