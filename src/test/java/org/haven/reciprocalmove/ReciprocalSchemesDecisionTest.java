package org.haven.reciprocalmove;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.haven.testing.DecisionTable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReciprocalSchemesDecisionTest {
  private static final DecisionTable TABLE = DecisionTable.of("reciprocalSchemes");

  private static List<?> schemes(Map<String, ?> inputs) {
    return TABLE.evaluate(inputs) instanceof List<?> found ? found : List.of();
  }

  @ParameterizedTest
  @CsvSource({
    // 1. any tenure
    "private-rented, true, , , krs",
    "private-rented, , true, , krs",
    "owner-occupier, , , threatened, krs",
    "none, , , yes, krs",
    "refuge, false, true, , krs",
    // 2. social tenants
    "council-tenant, true, , , krs+da-reciprocal",
    "council-tenant, , true, , krs+da-reciprocal",
    "housing-association, false, false, , da-reciprocal",
    "council-tenant, , , , da-reciprocal",
    // 3. neither
    "private-rented, false, false, , neither",
    // 4. ask
    "private-rented, , , , ask-again",
    "private-rented, false, unknown, , ask-again",
    ", true, , , krs+ask-again",
    "unknown, false, false, , ask-again",
    ", , , , ask-again"
  })
  void shouldOpenTheSchemes(
      @Nullable String tenure,
      @Nullable String homelessNow,
      @Nullable String unsafeAtHome,
      @Nullable String homeless,
      String schemes) {
    var inputs = new HashMap<String, Object>();
    put(inputs, "tenure", tenure);
    put(inputs, "homelessNow", homelessNow);
    put(inputs, "unsafeAtHome", unsafeAtHome);
    put(inputs, "homeless", homeless);
    assertThat(schemes(inputs))
        .map(String::valueOf)
        .containsExactlyInAnyOrderElementsOf(List.of(schemes.split("\\+")));
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
    assertThat(
            schemes(
                Map.of(
                    "tenure", "private-rented",
                    "unsafeAtHome", true,
                    "effectiveOn", "2025-12-31")))
        .isEmpty();
  }
}
