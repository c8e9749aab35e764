package org.haven.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The opaque id of one journey of a case; it is also the correlation key of what is told to that
 * journey alone.
 *
 * @throws IllegalArgumentException if the text is not 8 to 60 letters, digits, dots or hyphens
 */
public record JourneyId(@JsonValue String value) implements RoutingFact {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{7,59}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public JourneyId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("Not a journey id");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
