package org.haven.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.haven.platform.RoutingFacts.OpenTypeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingFactsTest {
  enum Level {
    VERY_HIGH,
    LOW {
      // a constant with a body has a class of its own
    }
  }

  @Test
  void shouldWriteEveryClosedType_whenGivenToTheEngine() {
    // given
    var facts = new LinkedHashMap<String, Object>();
    facts.put("caseRef", new CaseRef("HV-7KQ2M9XD"));
    facts.put("leadTeam", Team.HOUSING_SOLUTIONS);
    facts.put("pregnant", Known.UNKNOWN);
    facts.put("alone", Known.YES);
    facts.put("level", Level.VERY_HIGH);
    facts.put("lowest", Level.LOW);
    facts.put("children", 3);
    facts.put("incidentOn", LocalDate.of(2026, 4, 2));
    facts.put("dueAt", Instant.parse("2026-04-07T16:15:00Z"));
    facts.put("grounds", List.of(new Code("visible"), new Code("judgement")));
    facts.put("outcome", "not-asked");
    facts.put("unset", null);

    // when
    var variables = RoutingFacts.toEngine(facts);

    // then
    assertThat(variables)
        .containsEntry("caseRef", "HV-7KQ2M9XD")
        .containsEntry("leadTeam", "housing-solutions")
        .containsEntry("pregnant", "unknown")
        .containsEntry("alone", true)
        .containsEntry("level", "very-high")
        .containsEntry("lowest", "low")
        .containsEntry("children", 3)
        .containsEntry("incidentOn", "2026-04-02")
        .containsEntry("dueAt", "2026-04-07T16:15:00Z")
        .containsEntry("grounds", List.of("visible", "judgement"))
        .containsEntry("outcome", "not-asked")
        .containsEntry("unset", null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "two words",
        "12 High Street",
        "someone@example.org",
        "+441795000000",
        "a-very-long-text-without-a-blank-that-could-be-anything-at-all-and-is-not-a-code"
      })
  void shouldRefuseText_whenItIsNoCode(String text) {
    assertThatThrownBy(() -> RoutingFacts.toEngine(Map.of("note", text)))
        .isInstanceOf(OpenTypeException.class)
        .hasMessageContaining("note")
        .satisfies(
            e ->
                assertThat(text.isEmpty() || !String.valueOf(e.getMessage()).contains(text))
                    .isTrue());
  }

  @Test
  void shouldRefuseOpenTypes_whenGivenToTheEngine() {
    for (Object open :
        List.of(Map.of("a", 1), 1.5, BigDecimal.ONE, new StringBuilder("x"), List.of("a b"))) {
      assertThatThrownBy(() -> RoutingFacts.toEngine(Map.of("fact", open)))
          .isInstanceOf(OpenTypeException.class);
    }
    assertThatThrownBy(() -> RoutingFacts.toEngine(Map.of("not a name", 1)))
        .isInstanceOf(OpenTypeException.class);
  }

  @Test
  void shouldReadBackWhatItWrote_whenTheTypeIsAskedFor() {
    assertThat(RoutingFacts.fromEngine(CaseRef.class, "HV-7KQ2M9XD"))
        .isEqualTo(new CaseRef("HV-7KQ2M9XD"));
    assertThat(RoutingFacts.fromEngine(Team.class, "housing-solutions"))
        .isEqualTo(Team.HOUSING_SOLUTIONS);
    assertThat(RoutingFacts.fromEngine(Known.class, false)).isEqualTo(Known.NO);
    assertThat(RoutingFacts.fromEngine(Level.class, "very-high")).isEqualTo(Level.VERY_HIGH);
    assertThat(RoutingFacts.fromEngine(int.class, 3)).isEqualTo(3);
    assertThat(RoutingFacts.fromEngine(long.class, 3)).isEqualTo(3L);
    assertThat(RoutingFacts.fromEngine(LocalDate.class, "2026-04-02"))
        .isEqualTo(LocalDate.of(2026, 4, 2));
    assertThat(RoutingFacts.fromEngine(Instant.class, "2026-04-07T17:15:00+01:00"))
        .isEqualTo(Instant.parse("2026-04-07T16:15:00Z"));
  }

  @Test
  void shouldNotQuoteTheValue_whenItDoesNotFit() {
    assertThatThrownBy(() -> RoutingFacts.fromEngine(CaseRef.class, "Jane Doe"))
        .isInstanceOf(OpenTypeException.class)
        .message()
        .doesNotContain("Jane");
    assertThatThrownBy(() -> RoutingFacts.fromEngine(int.class, "Jane Doe"))
        .isInstanceOf(OpenTypeException.class)
        .message()
        .doesNotContain("Jane");
  }
}
