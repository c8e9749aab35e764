package org.haven.reportdomesticabuse;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** How a report reached us. Source: policy 7.1. */
public enum Channel {
  IN_PERSON,
  WRITING,
  PHONE,
  ONLINE,
  THIRD_PARTY,
  ONE_STOP_SHOP,
  OUT_OF_HOURS,
  COMMUNITY_ALARM,
  REPAIRS,
  STAFF;

  /** The code in forms, tables and the engine, such as {@code in-person}. */
  @JsonValue
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  public static Optional<Channel> ofCode(String code) {
    return Arrays.stream(values()).filter(c -> c.code().equals(code)).findFirst();
  }
}
