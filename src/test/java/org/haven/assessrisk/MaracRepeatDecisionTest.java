package org.haven.assessrisk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.haven.testing.DecisionTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaracRepeatDecisionTest {
  private static final DecisionTable TABLE = DecisionTable.of("maracRepeat");

  @ParameterizedTest
  @CsvSource({
    // priorReferral, samePair, newAbuse, incidentOn, watchStartOn, riskLevel -> outcome
    "true,  true,  true,  2027-03-03, 2026-04-20, standard,   repeat",
    "true,  true,  true,  2027-04-20, 2026-04-20, standard,   repeat",
    "true,  true,  true,  2027-04-21, 2026-04-20, standard,   none",
    "true,  true,  true,  2027-04-21, 2026-04-20, high,       new",
    "true,  true,  true,  2027-03-03, 2026-04-20, high,       repeat",
    "true,  true,  true,  2029-02-28, 2028-02-29, medium,     repeat",
    "true,  true,  true,  2029-03-01, 2028-02-29, medium,     none",
    "false, true,  true,  2027-03-03, ,           high,       new",
    "false, true,  true,  2027-03-03, ,           medium,     none",
    "true,  false, true,  2027-03-03, 2026-04-20, incomplete, none",
    "true,  true,  false, 2027-03-03, 2026-04-20, standard,   none",
    "unknown, unknown, unknown, ,     ,           standard,   ask-again",
    "true,  unknown, true, 2027-03-03, 2026-04-20, standard,  ask-again",
    "true,  true,  true,  ,           2026-04-20, standard,   ask-again",
    "true,  true,  true,  ,           ,           high,       new",
    ",      ,      ,      ,           ,           ,           ask-again"
  })
  void shouldTellNewFromRepeat(
      String priorReferral,
      String samePair,
      String newAbuse,
      String incidentOn,
      String watchStartOn,
      String riskLevel,
      String outcome) {
    // given
    var inputs = new HashMap<String, Object>();
    put(inputs, "priorReferral", priorReferral);
    put(inputs, "samePair", samePair);
    put(inputs, "newAbuse", newAbuse);
    put(inputs, "incidentOn", incidentOn);
    put(inputs, "watchStartOn", watchStartOn);
    put(inputs, "riskLevel", riskLevel);

    // then
    assertThat(TABLE.evaluate(inputs)).isEqualTo(outcome);
  }

  @Test
  void shouldAskAgain_beforeTheRulesHold() {
    assertThat(TABLE.evaluate(Map.of("riskLevel", "high", "effectiveOn", "2025-12-31")))
        .isEqualTo("ask-again");
  }

  private static void put(Map<String, Object> inputs, String name, String value) {
    if (value != null) {
      inputs.put(
          name, value.equals("true") || value.equals("false") ? Boolean.valueOf(value) : value);
    }
  }
}
