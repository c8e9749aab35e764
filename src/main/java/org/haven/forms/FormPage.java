package org.haven.forms;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a page needs to carry a form: the island's JSON, and reading what it posts back. */
public final class FormPage {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private FormPage() {}

  /**
   * The content of the island's {@code <script type="application/json">}, safe to be written there
   * unescaped.
   *
   * @param data the answers to show: prefill, or after a refusal what was posted laid over it
   */
  public static String json(CamundaForm form, Map<String, ?> data, List<FormProblem> problems) {
    return json(form, data, problems, null);
  }

  /**
   * The same for a form whose answers are kept as they are typed.
   *
   * @param given what stood in the form before anybody typed: it is no part of what is kept
   */
  public static String json(
      CamundaForm form,
      Map<String, ?> data,
      List<FormProblem> problems,
      @Nullable Map<String, ?> given) {
    ObjectNode page = JSON.createObjectNode();
    if (given != null) {
      page.set("given", JSON.valueToTree(form.asAnswers(given)));
    }
    page.set("schema", JSON.readTree(form.schemaJson()));
    page.set("data", JSON.valueToTree(form.asAnswers(data)));
    page.set("errors", JSON.valueToTree(problems));
    // inside strings only, where JSON knows the escape: "</script>" cannot end the element
    return page.toString()
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  /**
   * Reads the hidden input {@code answers} that the island posts.
   *
   * @throws UnreadableAnswersException if it is not a JSON object
   */
  public static Map<String, Object> read(String answers) {
    try {
      Map<String, Object> read =
          JSON.readValue(answers, new TypeReference<LinkedHashMap<String, Object>>() {});
      if (read == null) {
        throw new UnreadableAnswersException();
      }
      return read;
    } catch (JacksonException e) {
      throw new UnreadableAnswersException();
    }
  }

  /**
   * What to show again after a refusal: the data that the form was shown with, and over it all that
   * was entered.
   */
  public static Map<String, Object> again(Map<String, ?> given, Map<String, ?> posted) {
    var data = new LinkedHashMap<String, Object>(given);
    data.putAll(posted);
    return data;
  }

  /** The posted text is no JSON object; nothing that a person typed can cause it. */
  public static final class UnreadableAnswersException extends RuntimeException {
    UnreadableAnswersException() {
      // the parser's own message would quote what was typed
      super("The posted answers are not a JSON object");
    }
  }
}
