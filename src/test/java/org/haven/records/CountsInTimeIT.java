package org.haven.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.haven.supervision.CountsInTime;
import org.haven.testing.ProcessTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.annotation.DirtiesContext;

/**
 * Counts are right within seconds of the act that changed them, with the exporter and Elasticsearch
 * set as in operation. How quick exactly is told by {@code mvn verify -Pbenchmark}; here a busy
 * machine is given time.
 */
@Tag("long")
@ProcessTest
@DirtiesContext // its workers would take the jobs of whatever comes after it on this engine
@SuppressWarnings("NullAway")
class CountsInTimeIT {
  private static final int ROUNDS = 5;

  /** What runs beside the tests on two cores takes its time, never more than this. */
  private static final int SLACK = 4;

  @Autowired private ApplicationContext context;

  @Test
  void shouldCountEachAct_withinSeconds() throws IOException {
    var took = CountsInTime.measured(context, ROUNDS);
    System.out.println("Counts: " + CountsInTime.words(took));
    assertThat(took).hasSize(ROUNDS * 8);
    assertThat(took.getLast().millis())
        .as(took.getLast().act())
        .isLessThanOrEqualTo(CountsInTime.LONGEST.toMillis() * SLACK);
  }
}
