package org.haven.engine;

/** A detour that the model draws: caught by the error event with this code. */
public class BpmnError extends RuntimeException {
  private final String code;

  /**
   * @param code as in the model, such as {@code CONTACT_NOT_SAFE}
   */
  public BpmnError(String code) {
    super(code, null, false, false);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
