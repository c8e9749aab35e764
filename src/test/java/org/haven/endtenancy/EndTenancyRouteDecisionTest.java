package org.haven.endtenancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.haven.testing.DecisionTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndTenancyRouteDecisionTest {
  private static final DecisionTable TABLE = DecisionTable.of("endTenancyRoute");

  @ParameterizedTest
  @CsvSource({
    // type, holding, initiator, both agree, order -> route
    "secure-lifetime, joint, victim, unknown, property-transfer, transfer",
    "unknown, unknown, unknown, unknown, assignment, transfer",
    "flexible, sole-perpetrator, perpetrator, yes, none, legal-check",
    "secure-lifetime, joint, victim, unknown, none, notice",
    "secure-lifetime, joint, unknown, unknown, unknown, notice",
    "flexible, joint, victim, yes, none, surrender",
    "flexible, joint, victim, no, none, cannot-end-alone",
    "secure-lifetime, sole-victim, victim, unknown, none, notice",
    "unknown, sole-perpetrator, victim, unknown, none, perpetrator-response",
    "unknown, other, victim, unknown, none, legal-check",
    "introductory, joint, victim, no, none, legal-check",
    "not-council, joint, victim, no, none, legal-check",
    "flexible, sole-victim, victim, no, none, legal-check",
    "introductory, sole-victim, victim, unknown, none, legal-check",
    // what is not known is asked
    "flexible, joint, victim, unknown, none, ask-again",
    "unknown, joint, victim, no, none, ask-again",
    "secure-lifetime, unknown, victim, no, none, ask-again",
    "secure-lifetime, sole, victim, no, none, ask-again",
    "introductory, joint, unknown, no, none, ask-again",
    "introductory, joint, victim, no, unknown, ask-again"
  })
  void shouldGiveTheRoute(
      String type,
      String holding,
      String initiator,
      String bothAgree,
      String courtOrder,
      String route) {
    var inputs = new HashMap<String, Object>();
    inputs.put("tenancyType", type);
    inputs.put("holding", holding);
    inputs.put("initiator", initiator);
    inputs.put("bothAgree", bothAgree);
    inputs.put("courtOrder", courtOrder);
    assertThat(TABLE.one(inputs)).containsEntry("route", route);
  }

  @Test
  void shouldWarnHerFirst_whenTheOtherPersonAsks() {
    assertThat(TABLE.one(Map.of("initiator", "perpetrator")))
        .containsEntry("first", "warn-victim")
        .containsEntry("route", "legal-check");
  }

  @Test
  void shouldAskAgain_whenNothingIsKnown() {
    assertThat(TABLE.one(Map.of())).containsEntry("route", "ask-again");
    assertThat(TABLE.one(Map.of("effectiveOn", "2020-01-01"))).containsEntry("route", "ask-again");
  }
}
