package org.haven.homelessnessapplication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.haven.testing.DecisionTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HomelessnessDutiesDecisionTest {
  private static final DecisionTable TABLE = DecisionTable.of("homelessnessDuties");

  @ParameterizedTest
  @CsvSource({
    // stage, reasonToBelieve, eligible, homeless, priorityNeed, intentional -> duty
    "interim,    true,    unknown, unknown,    unknown, unknown, interim-home", // no proof asked
    "interim,    true,    false,   no,         no,      yes,     interim-home",
    "interim,    false,   ,        ,           ,        ,        continue",
    "interim,    unknown, ,        ,           ,        ,        enquire",
    "interim,    ,        ,        ,           ,        ,        enquire",
    "initial,    true,    no,      yes,        yes,     no,      ineligible",
    "initial,    true,    yes,     threatened, unknown, unknown, prevention",
    "initial,    true,    yes,     yes,        unknown, unknown, relief",
    "initial,    true,    yes,     yes,        no,      yes,     relief",
    "initial,    true,    yes,     no,         ,        ,        no-duty",
    "initial,    true,    unknown, no,         ,        ,        no-duty",
    "initial,    true,    unknown, yes,        ,        ,        enquire",
    "initial,    true,    yes,     unknown,    ,        ,        enquire",
    "initial,    ,        ,        ,           ,        ,        enquire",
    "relief-end, true,    yes,     yes,        yes,     no,      main-duty",
    "relief-end, true,    yes,     yes,        yes,     unknown, main-duty", // not satisfied of it
    "relief-end, true,    yes,     yes,        yes,     ,        main-duty",
    "relief-end, true,    yes,     yes,        yes,     yes,     advice-short-stay",
    "relief-end, true,    yes,     yes,        no,      no,      end-notice",
    "relief-end, true,    yes,     yes,        no,      yes,     end-notice",
    "relief-end, true,    yes,     yes,        unknown, yes,     enquire",
    "relief-end, true,    yes,     yes,        ,        ,        enquire",
    ",           true,    yes,     yes,        yes,     no,      ask-again"
  })
  void shouldTellTheDuty(
      String stage,
      String reasonToBelieve,
      String eligible,
      String homeless,
      String priorityNeed,
      String intentional,
      String duty) {
    // given
    var inputs = new HashMap<String, Object>();
    put(inputs, "stage", stage);
    put(inputs, "reasonToBelieve", reasonToBelieve);
    put(inputs, "eligible", eligible);
    put(inputs, "homeless", homeless);
    put(inputs, "priorityNeed", priorityNeed);
    put(inputs, "intentional", intentional);

    // then
    assertThat(TABLE.evaluate(inputs)).isEqualTo(duty);
  }

  @Test
  void shouldReadTrueAndYesAlike() {
    assertThat(TABLE.evaluate(Map.of("stage", "initial", "eligible", true, "homeless", "yes")))
        .isEqualTo("relief");
    assertThat(TABLE.evaluate(Map.of("stage", "initial", "eligible", false, "homeless", "yes")))
        .isEqualTo("ineligible");
    assertThat(
            TABLE.evaluate(
                Map.of("stage", "relief-end", "priorityNeed", true, "intentional", false)))
        .isEqualTo("main-duty");
  }

  @Test
  void shouldAskAgain_beforeTheRulesHold() {
    assertThat(
            TABLE.evaluate(
                Map.of("stage", "interim", "reasonToBelieve", true, "effectiveOn", "2025-12-31")))
        .isEqualTo("ask-again");
  }

  private static void put(Map<String, Object> inputs, String name, String value) {
    if (value != null) {
      inputs.put(
          name, value.equals("true") || value.equals("false") ? Boolean.valueOf(value) : value);
    }
  }
}
