package org.haven.casefile;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.haven.platform.JourneyId;

/**
 * One form as it was answered.
 *
 * @param elementId the step that it was answered for
 * @param answers routing facts and opened answers by field, in the order in which they were kept
 * @param refused fields that were changed behind our back and could not be opened
 */
public record FormRecord(
    String id,
    JourneyId journeyId,
    String elementId,
    String formId,
    Map<String, Object> answers,
    Set<String> refused,
    Instant at,
    String by) {
  public FormRecord {
    answers = new LinkedHashMap<>(answers);
    refused = Set.copyOf(refused);
  }

  @Override
  public String toString() {
    return "FormRecord[" + formId + " ***]";
  }
}
