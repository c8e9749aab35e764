package org.haven.platform;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/**
 * What is to be said to the engine, kept in the transaction that decided it and sent after commit,
 * in order per case. Nothing else speaks to the engine on behalf of a page or a service.
 */
public interface Outbox {
  /** How long the engine keeps a message that no instance waits for yet. */
  Duration TIME_TO_LIVE = Duration.ofDays(30);

  /**
   * Publishes a message after commit; its message id is the outbox row's id.
   *
   * @param facts routing facts only: refused when a value is not of a closed type
   * @return the outbox row's id
   * @throws IllegalStateException if no transaction is open
   */
  long publish(CaseRef caseRef, String messageName, String correlationKey, Map<String, ?> facts);

  /**
   * The same with a time to live of the caller's choice, above zero: a broadcast to a running
   * journey is short-lived, so that it does not reach a later stage.
   */
  long publish(
      CaseRef caseRef,
      String messageName,
      String correlationKey,
      Map<String, ?> facts,
      Duration timeToLive);

  /**
   * Completes a user task after commit, once its key is known; "already completed" is success.
   *
   * @param elementInstanceKey the user task's element instance
   * @param keyKnown false if the engine's key of the task is not known yet, and is not going to be
   *     before this transaction has ended: it is looked for after a second, or when {@link
   *     #keysKnown} tells
   * @param facts routing facts only
   * @return the outbox row's id
   * @throws IllegalStateException if no transaction is open
   */
  long completeTask(
      CaseRef caseRef,
      long elementInstanceKey,
      boolean keyKnown,
      String elementId,
      Map<String, ?> facts);

  /**
   * The engine's keys of these user tasks are known once the open transaction has committed: what
   * waits for them is sent then.
   *
   * @param elementInstanceKeys the user tasks' element instances
   */
  void keysKnown(Collection<Long> elementInstanceKeys);
}
