package org.haven.supportplan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.haven.testing.DecisionTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupportOffersDecisionTest {
  private static final DecisionTable TABLE = DecisionTable.of("supportOffers");
  private static final Map<String, Object> ALWAYS =
      Map.of("offer", "return-and-emergency", "how", "contacts", "agency", "none");

  @ParameterizedTest
  @CsvSource({
    "income,           income,           agency,  housing-inclusion-service",
    "housing-benefit,  housing-benefit,  agency,  revenues-and-benefits",
    "universal-credit, universal-credit, agency,  dwp",
    "essentials,       essentials,       agency,  kent-support-and-assistance",
    "legal,            one-stop-shop,    drop-in, none",
    "specialist,       specialist,       agency,  clarion",
    "refuge,           refuge,           journey, none",
    "security,         security,         journey, none",
    "health,           health,           agency,  health-services",
    "child,            child,            agency,  childrens-support",
    "partner-history,  partner-history,  agency,  kent-police",
    "no-recourse,      no-recourse,      agency,  kcc",
    "identity,         identity,         agency,  specialist-service",
    "pets,             pets,             agency,  pet-fostering"
  })
  void shouldOfferWhatWouldHelp(String need, String offer, String how, String agency) {
    assertThat(TABLE.all(Map.of("needs", List.of(need), "riskLevel", "medium")))
        .containsExactly(Map.of("offer", offer, "how", how, "agency", agency), ALWAYS);
  }

  @Test
  void shouldOfferAnAdviser_whenTheRiskIsHigh() {
    assertThat(TABLE.all(Map.of("needs", List.of("nothing-now"), "riskLevel", "high")))
        .containsExactly(Map.of("offer", "idva", "how", "agency", "agency", "idva"), ALWAYS);
  }

  @Test
  void shouldOfferSeveral_whenSeveralWouldHelp() {
    assertThat(TABLE.all(Map.of("needs", List.of("pets", "income", "refuge"), "riskLevel", "high")))
        .extracting(offer -> offer.get("offer"))
        .containsExactly("income", "idva", "refuge", "pets", "return-and-emergency");
  }

  @Test
  void shouldGiveTheNumbersAlone_whenNothingIsKnown() {
    assertThat(TABLE.all(Map.of())).containsExactly(ALWAYS);
    var unknown = new HashMap<String, Object>();
    unknown.put("needs", null);
    unknown.put("riskLevel", "unknown");
    assertThat(TABLE.all(unknown)).containsExactly(ALWAYS);
    assertThat(TABLE.all(Map.of("needs", List.of()))).containsExactly(ALWAYS);
  }

  @Test
  void shouldAskAgain_beforeTheRulesHold() {
    assertThat(TABLE.all(Map.of("needs", List.of("income"), "effectiveOn", "2025-12-31")))
        .containsExactly(Map.of("offer", "ask-again", "how", "contacts", "agency", "none"));
  }
}
