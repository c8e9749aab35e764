package org.haven.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.haven.testing.MovableClock;
import org.junit.jupiter.api.Test;

/** It runs ahead of the machine's clock, and never back. */
class TrainingClockTest {
  private static final Instant NINE = Instant.parse("2026-11-24T09:00:00Z");
  private final MovableClock machine = new MovableClock();

  @Test
  void shouldRunOnFromWhereItWasMoved_andNeverBack() {
    // given
    machine.moveTo(NINE);
    var clock = new TrainingClock(machine, Duration.ofHours(1));
    assertThat(clock.instant()).isEqualTo(NINE.plus(Duration.ofHours(1)));
    var seen = clock.withZone(ZoneId.of("Europe/London"));
    // when
    clock.forwardTo(NINE.plus(Duration.ofDays(7)));
    machine.moveTo(NINE.plusSeconds(5));
    // then
    Instant there = NINE.plus(Duration.ofDays(7)).plusSeconds(5);
    assertThat(clock.instant()).isEqualTo(there);
    assertThat(seen.instant()).isEqualTo(there);
    clock.forwardTo(NINE.plus(Duration.ofDays(3)));
    assertThat(clock.instant()).isEqualTo(there);
    assertThat(clock.machine().instant()).isEqualTo(NINE.plusSeconds(5));
  }
}
