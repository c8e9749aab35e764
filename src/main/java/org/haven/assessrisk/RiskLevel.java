package org.haven.assessrisk;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How great the risk of serious harm is. Source: Kent and Medway MARAC criteria; policy 6.7. */
public enum RiskLevel {
  STANDARD(1),
  MEDIUM(2),
  /** Too little is known to say. Until it is, we act as if it were medium. */
  INCOMPLETE(2),
  HIGH(3);

  private final int weight;

  RiskLevel(int weight) {
    this.weight = weight;
  }

  /** Would going from {@code before} to this level take protection away? */
  public boolean lowerThan(RiskLevel before) {
    return weight < before.weight;
  }

  @JsonValue
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException for anything else than the four levels
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static RiskLevel ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
