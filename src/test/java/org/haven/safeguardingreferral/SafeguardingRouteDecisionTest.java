package org.haven.safeguardingreferral;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.haven.testing.DecisionTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeguardingRouteDecisionTest {
  private static final DecisionTable TABLE = DecisionTable.of("safeguardingRoute");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // facts -> route, sent for, also
        "childAffected          | child-referral   | safeguarding-child | nothing",
        "childHarmNow           | child-urgent     | safeguarding-child | police",
        "adultCareNeeds harmSuspected cannotProtectSelf"
            + "                     | adult-referral   | safeguarding-adult | nothing",
        "under-16               | child-referral   | safeguarding-child | outside-definition",
        "16-17                  | child-referral   | safeguarding-child | this-procedure",
        "otherAbuse             | lead-today       | none               | nothing",
        "staffImplicated        | lead-and-manager | none               | lockout",
        "adultCareNeeds harmSuspected | ask-lead   | none               | nothing",
        "adultCareNeeds cannotProtectSelf | ask-lead | none             | nothing",
        "harmSuspected cannotProtectSelf | ask-lead | none              | nothing",
        "                       | ask-lead         | none               | nothing"
      })
  void shouldTakeTheRoute_whenOneHolds(String facts, String route, String purpose, String also) {
    assertThat(TABLE.all(facts(facts)))
        .containsExactly(Map.of("route", route, "purpose", purpose, "also", also));
  }

  @Test
  void shouldTakeEveryRoute_whenSeveralHold() {
    assertThat(
            TABLE.all(
                facts(
                    "childAffected childHarmNow adultCareNeeds harmSuspected cannotProtectSelf"
                        + " 16-17 otherAbuse staffImplicated")))
        .extracting(row -> row.get("route"))
        .containsExactly(
            "child-referral",
            "child-urgent",
            "adult-referral",
            "child-referral",
            "lead-today",
            "lead-and-manager");
  }

  @Test
  void shouldAskTheLead_whenEverythingIsNoOrNotKnown() {
    // given
    var no = new HashMap<String, Object>();
    var unknown = new HashMap<String, Object>();
    for (var name :
        new String[] {
          "childAffected",
          "childHarmNow",
          "adultCareNeeds",
          "harmSuspected",
          "cannotProtectSelf",
          "otherAbuse",
          "staffImplicated"
        }) {
      no.put(name, false);
      unknown.put(name, "unknown");
    }
    no.put("youngParty", "none");
    unknown.put("youngParty", "unknown");

    // then
    for (var facts : java.util.List.of(no, unknown)) {
      assertThat(TABLE.all(facts)).extracting(row -> row.get("route")).containsExactly("ask-lead");
    }
  }

  @Test
  void shouldAskTheLead_beforeTheRulesHold() {
    // given
    var facts = new HashMap<String, Object>(facts("childHarmNow"));
    facts.put("effectiveOn", "2025-12-31");

    // then
    assertThat(TABLE.all(facts)).extracting(row -> row.get("route")).containsExactly("ask-lead");
  }

  private static Map<String, Object> facts(String names) {
    var facts = new HashMap<String, Object>();
    if (names != null) {
      for (String name : names.split(" ")) {
        if (name.equals("under-16") || name.equals("16-17")) {
          facts.put("youngParty", name);
        } else {
          facts.put(name, true);
        }
      }
    }
    return facts;
  }
}
