package org.haven.platform.sealing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The opened sealed fields of one row. A field that was changed behind our back is refused when it
 * is asked for; the other fields stay usable.
 *
 * @param values text, numbers, booleans, lists and maps by field
 * @param refused fields that could not be opened
 */
public record SealedFields(Map<String, Object> values, Set<String> refused) {
  public static final SealedFields NONE = new SealedFields(Map.of(), Set.of());

  public SealedFields {
    values = new LinkedHashMap<>(values);
    refused = Set.copyOf(refused);
  }

  /**
   * @throws TamperedValueException if the stored value of this field was changed
   */
  public Optional<Object> value(String field) {
    if (refused.contains(field)) {
      throw new TamperedValueException(field);
    }
    return Optional.ofNullable(values.get(field));
  }

  /**
   * The field as text.
   *
   * @throws TamperedValueException if the stored value of this field was changed
   */
  public Optional<Sealed> text(String field) {
    return value(field).map(v -> new Sealed(String.valueOf(v)));
  }

  @Override
  public String toString() {
    return "***";
  }
}
