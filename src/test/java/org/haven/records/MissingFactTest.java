package org.haven.records;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MissingFactTest {
  @Test
  void shouldTakeTheNameOfAFact_andNothingElse() {
    assertThat(
            MissingFact.in(
                "Expected … [NO_VARIABLE_FOUND] No variable found with name 'riskLevel'"))
        .contains("riskLevel");
    assertThat(MissingFact.in("The job x at Task_Y failed: the variable team is missing. Look"))
        .contains("team");
    assertThat(MissingFact.in("the variable team is not a Team")).contains("team");
    assertThat(MissingFact.in("No variable found with name 'Marguerite Delacroix'")).isEmpty();
    assertThat(MissingFact.in("")).isEmpty();
  }
}
