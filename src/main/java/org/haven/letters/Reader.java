package org.haven.letters;

import java.util.Locale;
import java.util.Map;
import org.haven.platform.Code;
import org.jspecify.annotations.Nullable;

/** Who will read a letter, as far as safety goes. */
public enum Reader {
  /** She reads it herself: the contact gate holds for it. */
  VICTIM,
  /** The wishes gate holds for it, and nothing of hers may be in it. */
  PERPETRATOR,
  AGENCY,
  /** Anybody else, or not known who: read as strictly as a perpetrator's. */
  OTHER;

  /** Before the code of an agency that content can be dropped for. */
  public static final String AGENCY_CODE = "agency-";

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Reader ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }

  /**
   * @param recipient the code that the journey gives, such as {@code applicant}
   * @param facts of the case: whose tenancy it is, who complained
   */
  static Reader of(Code recipient, Map<String, Object> facts) {
    return switch (recipient.value()) {
      case "victim", "applicant", "survivor" -> VICTIM;
      case "perpetrator" -> PERPETRATOR;
      case "agency", "court", "landlord", "council" -> AGENCY;
      case "complainant" -> party(facts.get("complainant"));
      case "requester" -> party(facts.get("requester"));
      default -> recipient.value().startsWith(AGENCY_CODE) ? AGENCY : OTHER;
    };
  }

  private static Reader party(@Nullable Object code) {
    return switch (String.valueOf(code)) {
      case "survivor", "victim" -> VICTIM;
      case "perpetrator" -> PERPETRATOR;
      case "agency", "police" -> AGENCY;
      default -> OTHER;
    };
  }
}
