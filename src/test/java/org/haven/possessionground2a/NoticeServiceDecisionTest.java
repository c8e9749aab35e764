package org.haven.possessionground2a;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.haven.testing.DecisionTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticeServiceDecisionTest {
  private static final DecisionTable TABLE = DecisionTable.of("noticeService");

  private static Object duties(String ground2, String tenant, String route, String type) {
    var inputs = new HashMap<String, Object>();
    inputs.put("pleadsGround2", known(ground2));
    inputs.put("leaverIsTenant", known(tenant));
    inputs.put("safeRouteKnown", known(route));
    inputs.put("tenancyType", type);
    return Objects.requireNonNull(TABLE.evaluate(inputs));
  }

  private static Object known(String word) {
    return switch (word) {
      case "yes" -> true;
      case "no" -> false;
      default -> "unknown";
    };
  }

  @ParameterizedTest
  @CsvSource({
    "no, yes, yes, secure-lifetime, serve-her-by-safe-route claim-after-notice-period",
    "no, yes, no, secure-lifetime, serve-her-by-safe-route claim-after-notice-period",
    "no, no, yes, secure-lifetime, copy-by-safe-route claim-after-notice-period",
    "no, no, no, secure-lifetime, log-every-reasonable-step claim-after-notice-period",
    "yes, no, yes, secure-lifetime, copy-by-safe-route claim-at-once",
    "no, yes, yes, flexible, serve-her-by-safe-route claim-after-notice-period legal-picks-form",
    "no, unknown, yes, secure-lifetime, claim-after-notice-period ask-again",
    "no, no, unknown, secure-lifetime, claim-after-notice-period ask-again",
    "unknown, yes, yes, secure-lifetime, serve-her-by-safe-route ask-again",
    "unknown, yes, unknown, secure-lifetime, serve-her-by-safe-route ask-again",
    "no, yes, yes, unknown, serve-her-by-safe-route claim-after-notice-period ask-again"
  })
  void shouldGiveEveryDuty(String ground2, String tenant, String route, String type, String rest) {
    var expected = new ArrayList<Object>();
    expected.add("notice-to-every-tenant");
    expected.addAll(Arrays.asList((Object[]) rest.split(" ")));
    assertThat(duties(ground2, tenant, route, type)).isEqualTo(expected);
  }

  @Test
  void shouldServeEveryTenantAndAsk_whenNothingIsKnown() {
    assertThat(TABLE.evaluate(Map.of())).isEqualTo(List.of("notice-to-every-tenant", "ask-again"));
  }
}
