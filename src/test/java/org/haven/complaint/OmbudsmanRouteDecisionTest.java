package org.haven.complaint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import org.haven.testing.DecisionTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OmbudsmanRouteDecisionTest {
  private static final DecisionTable TABLE = DecisionTable.of("ombudsmanRoute");

  @ParameterizedTest
  @CsvSource({
    // stagesDone, complaintSubject -> route
    "true,    data,                      information-commissioner",
    "false,   data,                      information-commissioner", // at any stage
    "unknown, data,                      information-commissioner",
    ",        data,                      information-commissioner",
    "false,   landlord-service,          finish-our-stages",
    "false,   allocations,               finish-our-stages",
    "false,   other,                     finish-our-stages",
    "false,   unknown,                   finish-our-stages",
    "false,   ,                          finish-our-stages",
    "true,    landlord-service,          housing-ombudsman",
    "true,    allocations,               local-government-ombudsman",
    "true,    homelessness,              local-government-ombudsman",
    "true,    housing-advice,            local-government-ombudsman",
    "true,    housing-benefit,           local-government-ombudsman",
    "true,    improvement-grant,         local-government-ombudsman",
    "true,    asb-not-tenant,            local-government-ombudsman",
    "true,    noise,                     local-government-ombudsman",
    "true,    estate-land-sale,          local-government-ombudsman",
    "true,    planning-building-control, local-government-ombudsman",
    "true,    mixed,                     both",
    "true,    other,                     manager-decides",
    // not known is not "else": it is asked again
    "true,    unknown,                   ask-again",
    "true,    ,                          ask-again",
    "unknown, landlord-service,          ask-again",
    ",        other,                     ask-again",
    ",        ,                          ask-again"
  })
  void shouldNameWhoLooksAtIt(String stagesDone, String complaintSubject, String route) {
    // given
    var inputs = new HashMap<String, Object>();
    if (stagesDone != null) {
      inputs.put(
          "stagesDone", stagesDone.equals("unknown") ? stagesDone : Boolean.valueOf(stagesDone));
    }
    if (complaintSubject != null) {
      inputs.put("complaintSubject", complaintSubject);
    }

    // then
    assertThat(TABLE.evaluate(inputs)).isEqualTo(route);
  }

  @Test
  void shouldAskAgain_whenNoRuleHeldYetOnThatDay() {
    // given
    var inputs = new HashMap<String, Object>();
    inputs.put("stagesDone", true);
    inputs.put("complaintSubject", "allocations");
    inputs.put("effectiveOn", "2025-12-31");

    // then
    assertThat(TABLE.evaluate(inputs)).isEqualTo("ask-again");
  }
}
