package org.haven.platform;

import java.util.Map;

/**
 * What a supervisor may have the engine do to one running instance. Each is asked at once and
 * answered at once; none may be asked inside a transaction.
 *
 * @throws IllegalStateException from all of them if a transaction is open
 */
public interface EngineActs {
  enum Kind {
    DONE,
    /** What it was about is not there any more. */
    GONE,
    /** The engine understood and refused; nothing has changed. */
    REFUSED,
    /** It did not answer: nobody knows of anything that was done. */
    AWAY
  }

  /**
   * What the engine said.
   *
   * @param code a short kind of answer, such as {@code INVALID_ARGUMENT}; never its own sentence,
   *     which may quote a variable
   */
  record Said(Kind kind, String code) {}

  /** Gives a job that failed so many more tries. */
  Said retry(long jobKey, int retries);

  /** Tries again what failed; a job without retries needs some first. */
  Said resolve(long incidentKey);

  /** Ends the instance and what it called. */
  Said cancel(long processInstanceKey);

  /**
   * Sets a fact of the whole instance.
   *
   * @throws RoutingFacts.OpenTypeException if the value is not closed
   */
  Said correct(long processInstanceKey, String fact, Object value);

  /** Leaves a step and enters another. */
  Said move(long processInstanceKey, long elementInstanceKey, String elementId);

  /**
   * Has the instance go on by another version of its model.
   *
   * @param mapping what becomes of its steps and their events, by element id
   */
  Said migrate(long processInstanceKey, long processDefinitionKey, Map<String, String> mapping);
}
