package org.haven.reportdomesticabuse.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.haven.testing.MovableClock;
import org.junit.jupiter.api.Test;

class PublicVisitsTest {
  private final MovableClock clock = new MovableClock();
  private final PublicVisits visits = new PublicVisits(clock, settings(3));

  private static PublicReportSettings settings(int visits) {
    return new PublicReportSettings(
        Duration.ofMinutes(30), Duration.ofMinutes(5), visits, 2, 1000, 2, 3);
  }

  private void later(Duration time) {
    clock.moveTo(clock.instant().plus(time));
  }

  @Test
  void shouldForgetTheAnswers_whenNothingWasDoneForHalfAnHour() {
    // given
    visits.begin("a").orElseThrow().answer(Map.of("danger", "no"));
    later(Duration.ofMinutes(29));
    assertThat(visits.find("a")).isPresent();
    later(Duration.ofMinutes(29));
    assertThat(visits.find("a")).as("something was done meanwhile").isPresent();

    // when
    later(Duration.ofMinutes(31));
    visits.forgetOld();

    // then
    assertThat(visits.size()).isZero();
    assertThat(visits.find("a")).isEmpty();
  }

  @Test
  void shouldShowThatItWasSent_forFiveMinutesOnly() {
    // given
    var visit = visits.begin("a").orElseThrow();
    visit.answer(Map.of("danger", "no", "method", "none"));

    // when
    visit.sent(clock.instant());

    // then
    assertThat(visit.answers()).isEmpty();
    later(Duration.ofMinutes(4));
    assertThat(visits.find("a")).isPresent();
    later(Duration.ofMinutes(2));
    assertThat(visits.find("a")).as("looking at it again is nothing done").isEmpty();
  }

  @Test
  void shouldTakeNoMore_ratherThanForgetSomebody() {
    // given
    for (String id : new String[] {"a", "b", "c"}) {
      visits.begin(id).orElseThrow().answer(Map.of("danger", "no"));
    }

    // then
    assertThat(visits.begin("d")).isEmpty();
    assertThat(visits.find("a").orElseThrow().answers()).containsEntry("danger", "no");
    visits.end("b");
    assertThat(visits.begin("d")).isPresent();
  }

  @Test
  void shouldPrintNothing() {
    var visit = visits.begin("a").orElseThrow();
    visit.answer(Map.of("danger", "no", "who", "survivor", "words", "secret"));
    assertThat(visit.toString()).isEqualTo("PublicVisit[***]");
  }

  @Test
  void shouldSlowDownEverybodyTogether_andGiveBackWhatWasNotUsed() {
    // given
    var throttle = new PublicThrottle(settings(3));
    for (int i = 1; i <= 3; i++) {
      assertThat(throttle.report("192.0.2." + i * 16)).isZero();
    }

    // then
    assertThat(throttle.report("192.0.2.201")).isPositive();
    assertThat(throttle.visit("192.0.2.201")).isZero();
  }
}
