package org.haven.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionTableTest {
  private final DecisionTable taskSla = DecisionTable.of("taskSla");

  @Test
  void shouldGiveARow_whenOneMatches() {
    assertThat(taskSla.one(Map.of("slaKey", "firstContact")))
        .containsEntry("unit", "working-days")
        .containsEntry("startsFrom", "report");
  }

  @Test
  void shouldGiveNothing_whenNoneMatches() {
    assertThat(taskSla.one(Map.of("slaKey", "noSuchKey"))).isEmpty();
  }
}
