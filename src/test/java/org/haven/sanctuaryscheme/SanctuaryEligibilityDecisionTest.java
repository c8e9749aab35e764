package org.haven.sanctuaryscheme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.haven.testing.DecisionTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SanctuaryEligibilityDecisionTest {
  private static final DecisionTable TABLE = DecisionTable.of("sanctuaryEligibility");

  @ParameterizedTest
  @CsvSource({
    // livesInBorough, perpetratorLivesThere, safeToRemain, victimChoosesToStay -> scheme, locks
    "false,   yes,     no,      no,      safer-only,   own-council",
    "false,   ,        ,        ,        safer-only,   own-council",
    "true,    yes,     yes,     yes,     not-eligible, legal-check",
    "unknown, yes,     unknown, unknown, not-eligible, legal-check",
    "true,    no,      no,      yes,     not-eligible, offer",
    "true,    unknown, no,      yes,     not-eligible, offer",
    "true,    no,      yes,     no,      not-eligible, offer",
    "true,    no,      unknown, no,      not-eligible, offer",
    "unknown, no,      yes,     yes,     ask-again,    offer",
    "true,    unknown, yes,     yes,     ask-again,    offer",
    "true,    no,      unknown, yes,     ask-again,    offer",
    "true,    no,      yes,     unknown, ask-again,    offer",
    "true,    no,      yes,     ,        ask-again,    offer",
    "true,    no,      yes,     yes,     eligible,     offer",
    ",        ,        ,        ,        ask-again,    offer"
  })
  void shouldAdvise(
      String livesInBorough,
      String perpetratorLivesThere,
      String safeToRemain,
      String victimChoosesToStay,
      String scheme,
      String lockChange) {
    // given
    var inputs = new HashMap<String, Object>();
    put(inputs, "livesInBorough", livesInBorough);
    put(inputs, "perpetratorLivesThere", perpetratorLivesThere);
    put(inputs, "safeToRemain", safeToRemain);
    put(inputs, "victimChoosesToStay", victimChoosesToStay);

    // then
    assertThat(TABLE.one(inputs)).isEqualTo(Map.of("scheme", scheme, "lockChange", lockChange));
  }

  @Test
  void shouldTakeAnswersAsTheEngineHasThem() {
    assertThat(
            TABLE.one(
                Map.of(
                    "livesInBorough", true,
                    "perpetratorLivesThere", false,
                    "safeToRemain", true,
                    "victimChoosesToStay", true)))
        .containsEntry("scheme", "eligible");
  }

  @Test
  void shouldAskAgain_beforeTheRulesHold() {
    assertThat(TABLE.one(Map.of("livesInBorough", false, "effectiveOn", "2025-12-31")))
        .isEqualTo(Map.of("scheme", "ask-again", "lockChange", "offer"));
  }

  private static void put(Map<String, Object> inputs, String name, String value) {
    if (value != null) {
      inputs.put(
          name, value.equals("true") || value.equals("false") ? Boolean.valueOf(value) : value);
    }
  }
}
