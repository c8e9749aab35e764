package org.haven.casefile;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.haven.platform.JourneyId;

/**
 * A form in a list: what is not sealed of it.
 *
 * @param elementId the step that it was answered for
 * @param routing routing facts by field
 */
public record FormHead(
    String id,
    JourneyId journeyId,
    String elementId,
    String formId,
    Map<String, Object> routing,
    Instant at,
    String by) {
  public FormHead {
    routing = new LinkedHashMap<>(routing);
  }
}
