package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.haven.testing.DecisionTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InformationSharingBasisDecisionTest {
  private static final DecisionTable TABLE = DecisionTable.of("informationSharingBasis");

  @ParameterizedTest
  @CsvSource({
    // purpose, consent, dangerNow, forPerpetrator, maracDue -> decision, basis
    "marac,              given,         true,  true,  true,  never,         none",
    "support,            refused,       true,  false, false, share-now,     public-task",
    "marac,              refused,       false, false, true,  share,         public-task",
    "safeguarding-child, refused,       false, false, false, share,         public-task",
    "safeguarding-adult, refused,       false, false, false, share,         public-task",
    "police,             not-asked,     false, false, false, approve,       legal-duty",
    "court,              refused,       false, false, false, approve,       legal-duty",
    "review,             refused,       false, false, false, approve,       legal-duty",
    "support,            given,         false, false, false, share-minimum, consent",
    "safer,              given,         ,      ,      ,      share-minimum, consent",
    "reciprocal,         refused,       false, false, false, do-not-share,  none",
    "landlord,           withdrawn,     false, false, false, do-not-share,  none",
    "support,            unsafe-to-ask, false, false, false, do-not-share,  none",
    "support,            not-asked,     false, false, false, do-not-share,  none",
    "marac,              refused,       false, false, false, ask,           none",
    "marac,              refused,       unknown, unknown, unknown, ask,     none",
    "support,            ,              false, false, false, ask,           none",
    ",                   ,              ,      ,      ,      ask,           none"
  })
  void shouldGiveTheBasis(
      String purpose,
      String consent,
      String dangerNow,
      String forPerpetrator,
      String maracDue,
      String decision,
      String basis) {
    // given
    var inputs = new HashMap<String, Object>();
    put(inputs, "purpose", purpose);
    put(inputs, "consent", consent);
    put(inputs, "dangerNow", dangerNow);
    put(inputs, "forPerpetrator", forPerpetrator);
    put(inputs, "maracDue", maracDue);

    // then
    assertThat(TABLE.one(inputs)).containsEntry("decision", decision).containsEntry("basis", basis);
  }

  private static void put(Map<String, Object> inputs, String name, String value) {
    if (value != null) {
      inputs.put(
          name, value.equals("true") || value.equals("false") ? Boolean.valueOf(value) : value);
    }
  }
}
