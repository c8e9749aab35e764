package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.haven.testing.DecisionTable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewTenancyTypeDecisionTest {
  private static final DecisionTable TABLE = DecisionTable.of("newTenancyType");

  private static Map<String, Object> decide(
      @Nullable String grants,
      @Nullable String prior,
      @Nullable String victim,
      @Nullable String connected) {
    var inputs = new HashMap<String, Object>();
    put(inputs, "councilGrants", grants);
    put(inputs, "priorTenancy", prior);
    put(inputs, "victimInHousehold", victim);
    put(inputs, "connected", connected);
    return TABLE.one(inputs);
  }

  private static void put(Map<String, Object> inputs, String name, @Nullable String value) {
    if (value != null) {
      inputs.put(
          name,
          value.equals("true") || value.equals("false") ? (Object) Boolean.valueOf(value) : value);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // 1. another landlord grants it
    "false, other-home, true, true, landlord-decides, ",
    "false, , , , landlord-decides, ",
    // 2. and 3. a lifetime tenancy follows her
    "true, other-home, true, true, secure-lifetime, 2",
    "true, joint-this-home, true, true, secure-lifetime, 3",
    // 4. nobody knows what she had
    "true, unknown, true, true, legal-check, ",
    "unknown, unknown, true, true, legal-check, ",
    "true, , true, true, legal-check, ",
    // 5. the law asks nothing
    "true, none, true, true, council-policy, ",
    "true, none, unknown, unknown, council-policy, ",
    "true, other-home, false, true, council-policy, ",
    "true, other-home, true, false, council-policy, ",
    "true, joint-this-home, unknown, false, council-policy, ",
    // 6. ask
    "unknown, other-home, true, true, ask-again, ",
    ", none, true, true, ask-again, ",
    "true, other-home, unknown, true, ask-again, ",
    "true, other-home, true, , ask-again, ",
    "true, joint-this-home, , true, ask-again, "
  })
  void shouldGiveTheTenancy(
      @Nullable String grants,
      @Nullable String prior,
      @Nullable String victim,
      @Nullable String connected,
      String tenancy,
      @Nullable String subsection) {
    var row = decide(grants, prior, victim, connected);
    assertThat(row).containsEntry("newTenancy", tenancy);
    if (subsection == null) {
      assertThat(row.get("subsection")).isNull();
    } else {
      assertThat(row).containsEntry("subsection", subsection);
    }
  }

  @Test
  void shouldAskAgain_whenTheRulesDoNotHoldYet() {
    assertThat(
            TABLE.one(
                Map.of(
                    "councilGrants", true,
                    "priorTenancy", "other-home",
                    "victimInHousehold", true,
                    "connected", true,
                    "effectiveOn", "2025-12-31")))
        .containsEntry("newTenancy", "ask-again");
  }
}
