package org.haven.forms;

import java.util.List;
import java.util.Map;

/** What a page needs to carry a form: the island's JSON, and reading what it posts back. */
public final class FormPage {
  private FormPage() {}

  /**
   * The content of the island's {@code <script type="application/json">}, safe to be written there
   * unescaped.
   *
   * @param data the answers to show: prefill, or after a refusal what was posted
   */
  public static String json(CamundaForm form, Map<String, ?> data, List<FormProblem> problems) {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * Reads the hidden input {@code answers} that the island posts.
   *
   * @throws UnreadableAnswersException if it is not a JSON object
   */
  public static Map<String, Object> read(String answers) {
    throw new UnsupportedOperationException("to come");
  }

  /** The posted text is no JSON object; nothing that a person typed can cause it. */
  public static final class UnreadableAnswersException extends RuntimeException {
    UnreadableAnswersException() {
      super("The posted answers are not a JSON object");
    }
  }
}
