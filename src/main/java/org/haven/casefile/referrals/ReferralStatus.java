package org.haven.casefile.referrals;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.haven.platform.RoutingFact;

/** Where a referral stands, and where it may go from there. Source: procedure, list of statuses. */
public enum ReferralStatus implements RoutingFact {
  DRAFT("draft"),
  SENT("sent"),
  ACCEPTED("accepted"),
  REFUSED("refused"),
  NO_ANSWER("no-answer"),
  WITHDRAWN("withdrawn");

  /** An agency may still answer after it was given up on; what has been answered stays. */
  private static final Map<ReferralStatus, Set<ReferralStatus>> MOVES =
      Map.of(
          DRAFT, EnumSet.of(SENT, WITHDRAWN),
          SENT, EnumSet.of(ACCEPTED, REFUSED, NO_ANSWER, WITHDRAWN),
          NO_ANSWER, EnumSet.of(ACCEPTED, REFUSED, WITHDRAWN),
          ACCEPTED, EnumSet.noneOf(ReferralStatus.class),
          REFUSED, EnumSet.noneOf(ReferralStatus.class),
          WITHDRAWN, EnumSet.noneOf(ReferralStatus.class));

  private final String code;

  ReferralStatus(String code) {
    this.code = code;
  }

  @JsonValue
  public String code() {
    return code;
  }

  static ReferralStatus of(String code) {
    return Arrays.stream(values()).filter(s -> s.code.equals(code)).findFirst().orElseThrow();
  }

  /** A repeat is allowed and changes nothing. */
  boolean mayBecome(ReferralStatus next) {
    return next == this || MOVES.getOrDefault(this, Set.of()).contains(next);
  }

  /** An answer moves the journey on. */
  boolean awaitsAnswer() {
    return this == SENT || this == NO_ANSWER;
  }
}
