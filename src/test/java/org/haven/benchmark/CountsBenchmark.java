package org.haven.benchmark;

import java.io.IOException;
import java.util.stream.Collectors;
import org.haven.HavenApplication;
import org.haven.supervision.CountsInTime;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/**
 * How soon the board counts what was just done, printed and never judged: {@code mvn verify
 * -Pbenchmark}. Aim: 95 of 100 within two seconds, all within five.
 */
@SpringBootTest(
    classes = HavenApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "haven.sample-data=false")
@ContextConfiguration(initializers = TestPlatform.Initializer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway")
class CountsBenchmark {
  private static final int ROUNDS = Integer.getInteger("benchmark.rounds.counts", 13);

  @Autowired private ApplicationContext context;

  @Test
  void printsHowSoonTheBoardCounts() throws IOException {
    var took = CountsInTime.measured(context, ROUNDS);
    System.out.println("BENCHMARK counts: " + CountsInTime.words(took));
    took.stream()
        .collect(Collectors.groupingBy(CountsInTime.Took::act))
        .forEach(
            (act, of) ->
                System.out.printf(
                    "BENCHMARK counts, %s: p50 %d ms, worst %d ms (n=%d)%n",
                    act, of.get(of.size() / 2).millis(), of.getLast().millis(), of.size()));
  }
}
