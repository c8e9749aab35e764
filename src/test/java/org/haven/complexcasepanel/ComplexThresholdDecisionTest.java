package org.haven.complexcasepanel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.haven.testing.DecisionTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComplexThresholdDecisionTest {
  private static final DecisionTable TABLE = DecisionTable.of("complexThreshold");

  @ParameterizedTest
  @CsvSource({
    // councilTenant, maracDiscussed, complexIssues, tenancyAtRisk -> listing
    "false,   true,    5, true,    not-listed",
    "true,    true,    1, false,   listed",
    "true,    true,    ,  unknown, listed",
    "unknown, true,    ,  ,        listed",
    "true,    false,   2, true,    listed",
    "unknown, unknown, 2, true,    listed",
    "true,    false,   2, false,   officer-decides",
    "true,    false,   6, unknown, officer-decides",
    "true,    unknown, 2, ,        officer-decides",
    "true,    false,   1, true,    not-listed",
    "true,    false,   0, false,   not-listed",
    "true,    unknown, 1, true,    ask-again",
    "unknown, false,   1, true,    ask-again",
    "true,    false,   ,  true,    ask-again",
    ",        ,        ,  ,        ask-again"
  })
  void shouldSayWhatIsListed(
      String councilTenant,
      String maracDiscussed,
      String complexIssues,
      String tenancyAtRisk,
      String listing) {
    // given
    var inputs = new HashMap<String, Object>();
    put(inputs, "councilTenant", councilTenant);
    put(inputs, "maracDiscussed", maracDiscussed);
    put(inputs, "tenancyAtRisk", tenancyAtRisk);
    if (complexIssues != null) {
      inputs.put("complexIssues", Integer.valueOf(complexIssues));
    }

    // then
    assertThat(TABLE.evaluate(inputs)).isEqualTo(listing);
  }

  @Test
  void shouldAskAgain_beforeTheRulesHold() {
    assertThat(TABLE.evaluate(Map.of("councilTenant", false, "effectiveOn", "2025-12-31")))
        .isEqualTo("ask-again");
  }

  private static void put(Map<String, Object> inputs, String name, String value) {
    if (value != null) {
      inputs.put(
          name, value.equals("true") || value.equals("false") ? Boolean.valueOf(value) : value);
    }
  }
}
