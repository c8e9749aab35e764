package org.haven.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.time.Duration;
import org.haven.platform.purpose.WrongPurposeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine's clock goes where Haven's is, and only an engine for training lets it. */
class EngineClockTest {
  private final ScriptedBroker broker = new ScriptedBroker();
  private final EngineClock engine = new EngineClock(broker.address());
  private final Clock weekAhead = Clock.offset(Clock.systemUTC(), Duration.ofDays(7));

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void shouldBeBroughtInStep_againAfterItWasStartedAnew() {
    assertThat(engine.follow(weekAhead)).isZero();
    assertThat(broker.ahead()).isCloseTo(Duration.ofDays(7).toMillis(), within(2_000L));
    long before = broker.ahead();
    assertThat(engine.follow(weekAhead)).isZero();
    assertThat(broker.ahead()).as("in step already").isEqualTo(before);
    broker.restart();
    assertThat(engine.follow(weekAhead)).isZero();
    assertThat(broker.ahead()).isCloseTo(Duration.ofDays(7).toMillis(), within(2_000L));
  }

  @Test
  void shouldSayHowFarItIsAhead_sinceItDoesNotGoBack() {
    broker.runAhead(Duration.ofHours(2).toMillis());
    assertThat(engine.follow(Clock.systemUTC()))
        .isCloseTo(Duration.ofHours(-2), Duration.ofSeconds(2));
  }

  @Test
  void shouldRefuseAnEngineThatRunsRealCases() {
    broker.uncontrolled();
    assertThatThrownBy(engine::requireMovable)
        .isInstanceOfSatisfying(
            WrongPurposeException.class,
            wrong -> assertThat(wrong.cure()).contains("ZEEBE_CLOCK_CONTROLLED=true"));
  }

  @Test
  void shouldSayThatItIsAway() {
    broker.away(true);
    assertThatThrownBy(engine::now).isInstanceOf(EngineClock.EngineAwayException.class);
    broker.close();
    assertThatThrownBy(() -> engine.follow(weekAhead))
        .isInstanceOf(EngineClock.EngineAwayException.class);
  }
}
