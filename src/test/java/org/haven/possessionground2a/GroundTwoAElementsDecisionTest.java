package org.haven.possessionground2a;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.haven.testing.DecisionTable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroundTwoAElementsDecisionTest {
  private static final DecisionTable TABLE = DecisionTable.of("groundTwoAElements");

  private static Map<String, Object> allMet() {
    var inputs = new HashMap<String, Object>();
    List.of(
            "tenancySecure",
            "livedAsCouple",
            "onePartnerTenant",
            "partnerLeft",
            "leftBecauseOfViolence",
            "unlikelyToReturn",
            "reasonableToOrder",
            "noticeValidOrExcused",
            "leaverIsTenant",
            "copyServedOrAllReasonableSteps",
            "wishesRecorded")
        .forEach(name -> inputs.put(name, true));
    return inputs;
  }

  private static @Nullable Object missing(Map<String, Object> inputs) {
    return TABLE.evaluate(inputs);
  }

  @Test
  void shouldGiveNothing_whenAllElementsAreMet() {
    assertThat(missing(allMet())).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "tenancySecure, secureTenancy",
    "livedAsCouple, couple",
    "onePartnerTenant, tenant",
    "partnerLeft, left",
    "leftBecauseOfViolence, cause",
    "unlikelyToReturn, return",
    "reasonableToOrder, reasonable",
    "noticeValidOrExcused, notice",
    "wishesRecorded, wishes"
  })
  void shouldNameTheElement_whenItIsNotShown(String input, String code) {
    var inputs = allMet();
    inputs.put(input, false);
    assertThat(missing(inputs)).isEqualTo(List.of(code));
    inputs.put(input, "unknown");
    assertThat(missing(inputs)).isEqualTo(List.of(code));
    inputs.remove(input);
    assertThat(missing(inputs)).isEqualTo(List.of(code));
  }

  @Test
  void shouldNameTheCopy_whenTheLeaverIsNoTenantAndGotNone() {
    var inputs = allMet();
    inputs.put("leaverIsTenant", false);
    inputs.put("copyServedOrAllReasonableSteps", false);
    assertThat(missing(inputs)).isEqualTo(List.of("copyToLeaver"));
    inputs.remove("copyServedOrAllReasonableSteps");
    assertThat(missing(inputs)).isEqualTo(List.of("copyToLeaver"));
  }

  @Test
  void shouldNotAskForACopy_whenTheLeaverIsATenantOrGotOne() {
    var tenant = allMet();
    tenant.put("copyServedOrAllReasonableSteps", false);
    assertThat(missing(tenant)).isNull();
    var served = allMet();
    served.put("leaverIsTenant", false);
    assertThat(missing(served)).isNull();
  }

  @Test
  void shouldAskAgain_whenNobodyKnowsWhetherACopyIsNeeded() {
    var inputs = allMet();
    inputs.put("leaverIsTenant", "unknown");
    inputs.put("copyServedOrAllReasonableSteps", false);
    assertThat(missing(inputs)).isEqualTo(List.of("ask-again"));
    inputs.put("copyServedOrAllReasonableSteps", true);
    assertThat(missing(inputs)).isNull();
  }

  @Test
  void shouldNameEverything_whenNothingIsKnown() {
    assertThat(missing(Map.of()))
        .isEqualTo(
            List.of(
                "secureTenancy",
                "couple",
                "tenant",
                "left",
                "cause",
                "return",
                "reasonable",
                "notice",
                "wishes",
                "ask-again"));
  }

  @ParameterizedTest
  @CsvSource({"1999-01-01", "2026-05-14", "2100-01-01"})
  void shouldKeepTheReservedRowOutOfForce_whateverTheNoticeDate(String effectiveOn) {
    var inputs = allMet();
    inputs.put("effectiveOn", effectiveOn);
    assertThat(missing(inputs)).isNull();
  }
}
