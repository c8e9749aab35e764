package org.haven.reciprocalmove.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.haven.reciprocalmove.Scheme;
import org.junit.jupiter.api.Test;

class IncomingFormTest {
  @Test
  void shouldAskForWhatIsMissing() {
    assertThat(IncomingForm.empty().problems()).containsOnlyKeys("scheme", "area", "name");
  }

  @Test
  void shouldTakeWhatIsWhole_andTellNothingInLogs() {
    var form = new IncomingForm("no token", "da-reciprocal", "medway", "7", " Jordan ", null);
    assertThat(form.problems()).isEmpty();
    assertThat(form.request().scheme()).isEqualTo(Scheme.DA_RECIPROCAL);
    assertThat(form.request().name()).isEqualTo("Jordan");
    assertThat(form.toString() + form.request()).doesNotContain("Jordan", "medway");
  }

  @Test
  void shouldSayWhatIsTooLong() {
    var form =
        new IncomingForm(
            null, "krs", "swale", "r".repeat(201), "n".repeat(201), "w".repeat(10_001));
    assertThat(form.problems()).containsOnlyKeys("name", "reference", "words");
  }
}
