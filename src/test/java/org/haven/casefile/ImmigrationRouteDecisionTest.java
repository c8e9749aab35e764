package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.haven.testing.DecisionTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImmigrationRouteDecisionTest {
  private static final DecisionTable TABLE = DecisionTable.of("immigrationRoute");

  @ParameterizedTest
  @CsvSource({
    // recourse, visaRoute -> route, settlement, adviser, county council
    "yes,     ,                                none,             none,        not-needed, no",
    "true,    other,                           none,             none,        not-needed, no",
    "unknown, settlement-partner,              check,            ask-adviser, offer,     "
        + " safety-first",
    ",        ,                                check,            ask-adviser, offer,     "
        + " safety-first",
    "no,      settlement-partner,              mvdac-settlement, yes,         offer,      yes",
    "no,      worker-student-graduate-partner, mvdac,            no,          urgent,     yes",
    "no,      other,                           kcc,              ask-adviser, offer,      yes",
    "no,      unknown,                         ask-again,        ask-adviser, urgent,     yes",
    "false,   ,                                ask-again,        ask-adviser, urgent,     yes"
  })
  void shouldTellTheWay(
      String recourse,
      String visaRoute,
      String route,
      String settlement,
      String adviser,
      String kcc) {
    // given
    var inputs = new HashMap<String, Object>();
    if (recourse != null) {
      inputs.put(
          "recourse",
          recourse.equals("true") || recourse.equals("false")
              ? Boolean.valueOf(recourse)
              : recourse);
    }
    if (visaRoute != null) {
      inputs.put("visaRoute", visaRoute);
    }

    // then
    assertThat(TABLE.one(inputs))
        .isEqualTo(
            Map.of("route", route, "settlement", settlement, "adviser", adviser, "kcc", kcc));
  }

  @Test
  void shouldAskAgain_beforeTheRulesHold() {
    assertThat(TABLE.one(Map.of("recourse", false, "effectiveOn", "2025-12-31")))
        .containsEntry("route", "ask-again")
        .containsEntry("kcc", "safety-first");
  }
}
