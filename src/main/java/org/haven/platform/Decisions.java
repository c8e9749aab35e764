package org.haven.platform;

import java.util.List;
import java.util.Map;

/** Evaluates the decision tables that are deployed to the engine, outside a running journey. */
public interface Decisions {
  /**
   * The rows that matched, each as output name to value; empty when none matched. A single-output
   * table's value stands under its output's name as well.
   *
   * @param decisionId such as {@code taskSla}
   * @param inputs routing facts
   * @throws DecisionUnavailableException if the engine does not answer or knows no such decision
   */
  List<Map<String, Object>> evaluate(String decisionId, Map<String, ?> inputs);

  /** The engine did not answer, or no such decision is deployed. */
  class DecisionUnavailableException extends RuntimeException {
    public DecisionUnavailableException(String decisionId, Throwable cause) {
      super("The decision table " + decisionId + " could not be evaluated", cause);
    }
  }
}
