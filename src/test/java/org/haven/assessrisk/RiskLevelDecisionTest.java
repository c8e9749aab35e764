package org.haven.assessrisk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.haven.testing.DecisionTable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiskLevelDecisionTest {
  private static final DecisionTable TABLE = DecisionTable.of("riskLevel");

  private static List<Map<String, Object>> rows(
      @Nullable Integer yes,
      @Nullable Integer missing,
      @Nullable Object judgementHigh,
      @Nullable Integer events,
      @Nullable Object suicide) {
    var inputs = new HashMap<String, Object>();
    put(inputs, "dashYes", yes);
    put(inputs, "dashMissing", missing);
    put(inputs, "judgementHigh", judgementHigh);
    put(inputs, "eventsSixMonths", events);
    put(inputs, "suicideOrSelfHarm", suicide);
    return TABLE.all(inputs);
  }

  private static void put(Map<String, Object> inputs, String name, @Nullable Object value) {
    if (value != null) {
      inputs.put(name, value);
    }
  }

  private static Object level(List<Map<String, Object>> rows) {
    return Objects.requireNonNull(rows.getFirst().get("level"));
  }

  private static List<Object> grounds(List<Map<String, Object>> rows) {
    return rows.stream()
        .filter(row -> "high".equals(row.get("level")))
        .map(row -> Objects.requireNonNull(row.get("ground")))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "14, 0, false, 0, false, high",
    "24, 0, false, 0, false, high",
    "0,  0, true,  0, false, high",
    "0,  0, false, 3, false, high",
    "0,  0, false, 0, true,  high",
    "8,  6, false, 0, false, incomplete",
    "13, 1, false, 0, false, incomplete",
    "0, 24, false, 0, false, incomplete",
    "13, 0, false, 2, false, medium",
    "10, 3, false, 0, false, medium",
    "9,  4, false, 2, false, standard",
    "0,  0, false, 0, false, standard"
  })
  void shouldGiveTheLevel(
      int yes, int missing, boolean judgement, int events, boolean suicide, String level) {
    assertThat(level(rows(yes, missing, judgement, events, suicide))).isEqualTo(level);
  }

  @Test
  void shouldBeHigh_whenTheJudgementIsHigh() {
    // 13 yes, 11 no, judgement high
    var rows = rows(13, 0, true, 0, false);
    assertThat(level(rows)).isEqualTo("high");
    assertThat(grounds(rows)).containsExactly("judgement");
  }

  @Test
  void shouldBeHigh_whenFourteenAreYes_whateverTheJudgement() {
    var rows = rows(14, 0, false, 0, false);
    assertThat(level(rows)).isEqualTo("high");
    assertThat(grounds(rows)).containsExactly("visible");
  }

  @Test
  void shouldGiveEveryGround_whenSeveralHold() {
    assertThat(grounds(rows(20, 0, true, 4, true)))
        .containsExactly("visible", "judgement", "escalation", "suicide");
  }

  @ParameterizedTest
  @CsvSource({
    ", 0, false, 0, false",
    "5, , false, 0, false",
    "5, 0, , 0, false",
    "5, 0, false, , false",
    "5, 0, false, 0, "
  })
  void shouldBeIncomplete_whenAnInputIsUnset(
      Integer yes, Integer missing, Boolean judgement, Integer events, Boolean suicide) {
    assertThat(level(rows(yes, missing, judgement, events, suicide))).isEqualTo("incomplete");
  }

  @Test
  void shouldBeIncomplete_whenWhatWasAskedIsUnknown() {
    assertThat(level(rows(5, 0, "unknown", 0, false))).isEqualTo("incomplete");
    assertThat(level(rows(5, 0, false, 0, "unknown"))).isEqualTo("incomplete");
  }

  @Test
  void shouldBeHigh_whenOneGroundHoldsAndTheRestIsUnset() {
    assertThat(level(rows(null, null, null, null, true))).isEqualTo("high");
    assertThat(level(rows(14, null, null, null, null))).isEqualTo("high");
  }

  @Test
  void shouldGiveNothing_beforeTheRulesHold() {
    assertThat(TABLE.all(Map.of("dashYes", 20, "dashMissing", 0, "effectiveOn", "2025-12-31")))
        .isEmpty();
  }
}
