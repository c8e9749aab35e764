package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which rule of a table led to what it advised. */
class AdvisingRulesTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

  private final AdvisingRules rules = new AdvisingRules();

  @Test
  void shouldCiteTheRuleOfEachGround_whenSeveralMatched() {
    var advice =
        rules
            .of("riskLevel", Map.of("level", "high", "grounds", List.of("visible")), DAY)
            .orElseThrow();
    assertThat(advice.title()).isEqualTo("Risk level");
    assertThat(advice.clause()).isEqualTo("6.7");
    assertThat(advice.rules()).singleElement().asString().startsWith("1. Visible high risk");
  }

  @Test
  void shouldCiteNone_beforeTheRuleHeld() {
    var advice =
        rules
            .of("leadTeam", Map.of("lead", "out-of-hours"), LocalDate.of(2019, 1, 1))
            .orElseThrow();
    assertThat(advice.rules()).isEmpty();
  }

  @Test
  void shouldKnowNothing_ofATableThatIsNotOurs() {
    assertThat(rules.of("nothing", Map.of("level", "high"), DAY)).isEmpty();
    assertThat(rules.of("riskLevel", Map.of("other", "x"), DAY).orElseThrow().rules()).isEmpty();
  }
}
