package org.haven.managementtransfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.haven.testing.DecisionTable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementTransferEligibilityDecisionTest {
  private static final DecisionTable TABLE = DecisionTable.of("managementTransferEligibility");

  private static Object route(
      @Nullable String tenure,
      @Nullable String request,
      @Nullable String unsafe,
      @Nullable String threat) {
    var inputs = new HashMap<String, Object>();
    put(inputs, "tenure", tenure);
    put(inputs, "landlordRequest", request);
    put(inputs, "unsafeAtHome", unsafe);
    put(inputs, "threat", threat);
    return String.valueOf(TABLE.evaluate(inputs));
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
    // 1. council tenant
    "council-tenant, , true, domestic-abuse, eligible",
    "council-tenant, false, true, violence, eligible",
    // 2. housing association, asked by the landlord
    "housing-association, true, true, domestic-abuse, eligible",
    // 3. not asked, or not known to have asked
    "housing-association, false, true, domestic-abuse, ask-landlord",
    "housing-association, , true, threats-likely, ask-landlord",
    "housing-association, unknown, true, hate-crime, ask-landlord",
    // 4. she can safely stay, or another reason
    "council-tenant, , false, domestic-abuse, not-now",
    "council-tenant, , false, , not-now",
    "housing-association, true, false, domestic-abuse, not-now",
    "council-tenant, , true, other, not-now",
    "housing-association, true, , other, not-now",
    // 5. no social tenant
    "private-rented, , true, domestic-abuse, other-route",
    "owner-occupier, , false, other, other-route",
    "council-leaseholder, , true, violence, other-route",
    "with-others, , , , other-route",
    "temporary, , true, domestic-abuse, other-route",
    "refuge, , true, domestic-abuse, other-route",
    "none, , true, domestic-abuse, other-route",
    // 6. ask
    ", , true, domestic-abuse, ask-again",
    "unknown, true, true, domestic-abuse, ask-again",
    "council-tenant, , , domestic-abuse, ask-again",
    "council-tenant, , unknown, domestic-abuse, ask-again",
    "council-tenant, , true, , ask-again",
    "housing-association, true, true, unknown, ask-again",
    ", , , , ask-again"
  })
  void shouldGiveTheRoute(
      @Nullable String tenure,
      @Nullable String request,
      @Nullable String unsafe,
      @Nullable String threat,
      String route) {
    assertThat(route(tenure, request, unsafe, threat)).isEqualTo(route);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "domestic-abuse",
        "violence",
        "harassment",
        "intimidation",
        "hate-crime",
        "threats-likely"
      })
  void shouldBeEligible_whateverMakesItUnsafe(String threat) {
    assertThat(route("council-tenant", null, "true", threat)).isEqualTo("eligible");
  }

  @Test
  void shouldBeEligible_whateverIsOwedAndWherever_sheIsFrom() {
    assertThat(
            TABLE.evaluate(
                Map.of(
                    "tenure",
                    "council-tenant",
                    "unsafeAtHome",
                    true,
                    "threat",
                    "domestic-abuse",
                    "arrears",
                    2400,
                    "livesInBorough",
                    false)))
        .isEqualTo("eligible");
  }

  @Test
  void shouldAskAgain_whenTheRulesDoNotHoldYet() {
    assertThat(
            TABLE.evaluate(
                Map.of(
                    "tenure", "council-tenant",
                    "unsafeAtHome", true,
                    "threat", "domestic-abuse",
                    "effectiveOn", "2025-12-31")))
        .isEqualTo("ask-again");
  }
}
