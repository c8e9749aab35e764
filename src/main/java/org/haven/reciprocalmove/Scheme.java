package org.haven.reciprocalmove;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import org.haven.platform.Code;
import org.haven.platform.RoutingFact;

/** The schemes for moves between areas, and who is asked for each. */
public enum Scheme implements RoutingFact {
  KRS("krs", new Code("kent-districts")),
  DA_RECIPROCAL("da-reciprocal", new Code("kcc-da-coordinator"));

  private final String code;
  private final Code agency;

  Scheme(String code, Code agency) {
    this.code = code;
    this.agency = agency;
  }

  @JsonValue
  public String code() {
    return code;
  }

  /** The codes, as pages offer them. */
  public static List<String> valuesAsCodes() {
    return Arrays.stream(values()).map(Scheme::code).toList();
  }

  Code agency() {
    return agency;
  }

  /**
   * @throws IllegalArgumentException if there is no such scheme
   */
  @JsonCreator
  public static Scheme of(String code) {
    return Arrays.stream(values())
        .filter(scheme -> scheme.code.equals(code))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no such scheme"));
  }
}
