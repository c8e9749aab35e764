package org.haven.policyreview;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.haven.platform.RoutingFact;

/** What gives rise to a review of the policy. Source: policy 14.3; procedure section 6. */
public enum Trigger implements RoutingFact {
  THREE_YEARS,
  LAW,
  OPERATIONS,
  LEARNING;

  @JsonValue
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws IllegalArgumentException if it is none of them
   */
  @JsonCreator
  public static Trigger ofCode(String code) {
    return Arrays.stream(values())
        .filter(one -> one.code().equals(code))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Not what gives rise to a review"));
  }
}
