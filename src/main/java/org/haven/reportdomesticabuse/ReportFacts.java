package org.haven.reportdomesticabuse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.platform.Known;

/**
 * The routing facts that a report may bring, as far as they are known. Nothing else of a report
 * leaves the case record. What was not said is "unknown", never "no".
 */
public final class ReportFacts {
  /** Where she lives, by whom it is let. */
  public static final List<String> TENURES =
      List.of(
          "council-tenant",
          "council-leaseholder",
          "housing-association",
          "private-rented",
          "owner-occupier",
          "with-others",
          "temporary",
          "refuge",
          "none",
          "unknown");

  /** Whether one of the parties is under 18. */
  public static final List<String> YOUNG_PARTIES = List.of("under-16", "16-17", "none", "unknown");

  /** What the safeguarding table asks with yes or no. */
  public static final Set<String> SAFEGUARDING =
      Set.of(
          "childAffected",
          "childHarmNow",
          "adultCareNeeds",
          "harmSuspected",
          "cannotProtectSelf",
          "otherAbuse",
          "staffImplicated");

  /** All yes-or-no facts of a report. */
  public static final Set<String> YES_OR_NO =
      Set.of(
          "olderPeoplesScheme",
          "homelessNow",
          "livesInBorough",
          "perpetratorCouncilTenant",
          "childAffected",
          "childHarmNow",
          "adultCareNeeds",
          "harmSuspected",
          "cannotProtectSelf",
          "otherAbuse",
          "staffImplicated");

  private ReportFacts() {}

  /**
   * The facts in their engine form, complete: a fact that is missing becomes "unknown".
   *
   * @throws IllegalArgumentException if a fact is not one of a report, or its value not on its list
   */
  public static Map<String, Object> complete(Map<String, ?> given) {
    var facts = new LinkedHashMap<String, Object>();
    for (String name : YES_OR_NO.stream().sorted().toList()) {
      facts.put(name, Known.of(given.get(name)).value());
    }
    facts.put("tenure", choice("tenure", TENURES, given));
    facts.put("youngParty", choice("youngParty", YOUNG_PARTIES, given));
    for (String name : given.keySet()) {
      if (!facts.containsKey(name)) {
        throw new IllegalArgumentException("A report has no fact called " + name);
      }
    }
    return facts;
  }

  private static String choice(String name, List<String> options, Map<String, ?> given) {
    Object value = given.get(name);
    String text = value == null ? "unknown" : value.toString();
    if (!options.contains(text)) {
      throw new IllegalArgumentException(name + " is one of " + String.join(", ", options));
    }
    return text;
  }
}
