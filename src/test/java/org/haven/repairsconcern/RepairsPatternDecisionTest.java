package org.haven.repairsconcern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.haven.testing.DecisionTable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepairsPatternDecisionTest {
  private static final DecisionTable TABLE = DecisionTable.of("repairsPattern");

  @ParameterizedTest
  @CsvSource({
    // 1. danger, whatever else
    "true, true, true, 3, 9, urgent",
    "true, , , , , urgent",
    // 2. a case already
    "false, true, true, 1, 3, tell-lead",
    "unknown, true, , , , tell-lead",
    // 3. a card, whatever the count
    "false, false, true, 0, 0, concern",
    "unknown, unknown, true, , , concern",
    // 4. a bathroom lock among two
    "false, false, false, 1, 2, concern",
    "unknown, , , 2, 2, concern",
    // 5. three
    "false, false, false, 0, 3, concern",
    ", , , , 4, concern",
    // 6. two
    "false, false, false, 0, 2, watch",
    ", , , , 2, watch",
    // 7. none of these
    "false, false, false, 1, 1, none",
    "false, false, false, , 0, none",
    // 8. not known
    "unknown, false, false, 0, 1, ask-again",
    "false, unknown, false, 0, 0, ask-again",
    "false, false, , 0, 0, ask-again",
    "false, false, false, 2, , ask-again",
    ", , , , , ask-again"
  })
  void shouldSayWhatItCallsFor(
      @Nullable String dangerSign,
      @Nullable String openCase,
      @Nullable String cardRaised,
      @Nullable Integer bathroomLock,
      @Nullable Integer patternCount,
      String calls) {
    var inputs = new HashMap<String, Object>();
    put(inputs, "dangerSign", dangerSign);
    put(inputs, "openCase", openCase);
    put(inputs, "cardRaised", cardRaised);
    if (bathroomLock != null) {
      inputs.put("bathroomLock", bathroomLock);
    }
    if (patternCount != null) {
      inputs.put("patternCount", patternCount);
    }
    assertThat(TABLE.evaluate(inputs)).isEqualTo(calls);
  }

  private static void put(Map<String, Object> inputs, String name, @Nullable String value) {
    if (value != null) {
      inputs.put(
          name,
          value.equals("true") || value.equals("false") ? (Object) Boolean.valueOf(value) : value);
    }
  }

  @Test
  void shouldAskAgain_whenTheRulesDoNotHoldYet() {
    assertThat(TABLE.evaluate(Map.of("cardRaised", true, "effectiveOn", "2025-12-31")))
        .isEqualTo("ask-again");
  }
}
