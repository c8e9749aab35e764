package org.haven.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A value of a closed list that a form or a decision table names, such as {@code housing-solutions}
 * or {@code given}. Its form is too narrow for anything a person could type.
 *
 * @throws IllegalArgumentException if the text is not lower-case words joined by hyphens, 40
 *     characters at most
 */
public record Code(@JsonValue String value) implements RoutingFact {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,39}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Code {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("Not a code of a closed list");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
