package org.haven.reportdomesticabuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.haven.testing.DecisionTable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeadTeamDecisionTest {
  private static final DecisionTable TABLE = DecisionTable.of("leadTeam");

  static Map<String, Object> inputs(Object... namesAndValues) {
    var inputs = new HashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      inputs.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return inputs;
  }

  /** A yes-or-no fact as the engine has it: absent if there is none. */
  private static void put(Map<String, Object> inputs, String name, @Nullable String value) {
    if (value != null) {
      inputs.put(
          name, value.equals("true") || value.equals("false") ? Boolean.valueOf(value) : value);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // outOfHours, homelessNow, tenure, olderPeoplesScheme, furtherIntervention,
    // perpetratorCouncilTenant -> lead, support
    "true,  true,    council-tenant,      true,  true,  true,  out-of-hours,              ",
    "false, true,    council-tenant,      true,  false, false, housing-solutions,        "
        + " tenancy-services",
    "false, true,    private-rented,      ,      ,      ,      housing-solutions,         ",
    "false, false,   council-tenant,      true,  false, false, housing-scheme-and-finance,",
    "false, false,   council-tenant,      true,  ,      false, housing-scheme-and-finance,",
    "false, unknown, council-tenant,      true,  unknown, ,    housing-scheme-and-finance,",
    "false, false,   council-tenant,      true,  true,  false, tenancy-services,         "
        + " housing-scheme-and-finance",
    "false, false,   council-tenant,      false, false, false, tenancy-services,          ",
    "false, false,   council-leaseholder, ,      ,      ,      tenancy-services,          ",
    "false, false,   private-rented,      ,      ,      true,  housing-solutions,        "
        + " tenancy-services",
    "false, false,   private-rented,      ,      ,      false, housing-solutions,         ",
    "unknown, unknown, unknown,           ,      ,      ,      housing-solutions,         ",
    ",      ,        ,                    ,      ,      ,      housing-solutions,         "
  })
  void shouldGiveTheLead(
      String outOfHours,
      String homelessNow,
      String tenure,
      String olderPeoplesScheme,
      String furtherIntervention,
      String perpetratorCouncilTenant,
      String lead,
      String support) {
    // given
    var inputs = inputs();
    put(inputs, "outOfHours", outOfHours);
    put(inputs, "homelessNow", homelessNow);
    put(inputs, "tenure", tenure);
    put(inputs, "olderPeoplesScheme", olderPeoplesScheme);
    put(inputs, "furtherIntervention", furtherIntervention);
    put(inputs, "perpetratorCouncilTenant", perpetratorCouncilTenant);

    // when
    var result = TABLE.one(inputs);

    // then
    assertThat(result.get("lead")).isEqualTo(lead);
    assertThat(result.get("support")).isEqualTo(support);
  }

  @Test
  void shouldFallBackToHousingSolutions_beforeTheRulesHold() {
    var result =
        TABLE.one(inputs("effectiveOn", "2025-12-31", "outOfHours", true, "homelessNow", true));
    assertThat(result.get("lead")).isEqualTo("housing-solutions");
  }
}
