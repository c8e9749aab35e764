package org.haven.forms;

import java.util.List;
import java.util.Map;

/** One Camunda Form: its questions, and the server's own check of the answers. */
public final class CamundaForm {
  private final String id;
  private final String schemaJson;
  private final List<FormField> fields;

  CamundaForm(String id, String schemaJson, List<FormField> fields) {
    this.id = id;
    this.schemaJson = schemaJson;
    this.fields = List.copyOf(fields);
  }

  public String id() {
    return id;
  }

  /** The schema that form-js shows, with our general limits written into it. */
  public String schemaJson() {
    return schemaJson;
  }

  /** Every question in the order of the form, those inside groups too. */
  public List<FormField> fields() {
    return fields;
  }

  /**
   * Facts and stored answers in the words that this form uses: {@code true} becomes {@code "yes"}
   * for a radio, a date its ISO text. Names that are no field of the form pass through.
   */
  public Map<String, Object> asAnswers(Map<String, ?> onRecord) {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * Checks all that the form can state, as form-js does in the browser, and more: unknown keys and
   * answers to hidden questions are refused.
   *
   * @param posted what the person entered, by field key
   * @param given the data that the form was shown with: dynamic options and what conditions read
   */
  public FormCheck check(Map<String, ?> posted, Map<String, ?> given) {
    throw new UnsupportedOperationException("to come");
  }
}
