package org.haven.forms;

import java.util.List;
import java.util.Map;

/**
 * One question of a form.
 *
 * @param key the answer's name, unique in the form
 * @param label the question as the officer reads it
 * @param type the Camunda Forms component, such as {@code radio}
 * @param subtype of a datetime {@code date}, {@code time} or {@code datetime}; else empty
 * @param required true if the form cannot be sent without it (while it is shown)
 * @param routing where the answer goes; {@link RoutingKind#NONE} is sealed
 * @param options the closed list, empty if the component has none or takes it from the data
 * @param properties the field's own properties, such as {@code entity}
 */
public record FormField(
    String key,
    String label,
    String type,
    String subtype,
    boolean required,
    RoutingKind routing,
    List<Option> options,
    Map<String, String> properties) {

  public boolean sealed() {
    return routing == RoutingKind.NONE;
  }

  /** One answer of a closed list. */
  public record Option(String value, String label) {}
}
