package org.haven.tasks;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which tasks a list shows. */
public enum Whose {
  /** Claimed by the person. */
  MINE,
  /** Of the person's teams, whoever has claimed them. */
  TEAM,
  /** Of the person's teams, claimed by nobody whose claim counts. */
  UNCLAIMED,
  /** The person's own that wait: to be looked at again on a later day. */
  WAITING,
  /** Answered by the person, the newest first. */
  DONE;

  /** As it stands in addresses. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Whose> ofCode(String code) {
    return Arrays.stream(values()).filter(one -> one.code().equals(code)).findFirst();
  }
}
