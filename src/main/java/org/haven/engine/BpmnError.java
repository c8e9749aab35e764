package org.haven.engine;

import java.util.Map;

/** A detour that the model draws: caught by the error event with this code. */
public class BpmnError extends RuntimeException {
  private final String code;
  private final transient Map<String, ?> variables;

  /**
   * @param code as in the model, such as {@code CONTACT_NOT_SAFE}
   */
  public BpmnError(String code) {
    this(code, Map.of());
  }

  /**
   * @param code as in the model
   * @param variables routing facts that the detour needs; the same closed types as a worker's
   *     outputs
   */
  public BpmnError(String code, Map<String, ?> variables) {
    super(code, null, false, false);
    this.code = code;
    this.variables = Map.copyOf(variables);
  }

  public String code() {
    return code;
  }

  public Map<String, ?> variables() {
    return variables;
  }
}
