package org.haven.homelessnessapplication;

import static org.assertj.core.api.Assertions.assertThat;

import org.haven.homelessnessapplication.Duty.Compared;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DutyTest {
  @ParameterizedTest
  @CsvSource({
    // advised, decided
    "relief,           relief,            SAME",
    "no-duty,          prevention,        MORE",
    "ineligible,       relief,            MORE",
    "prevention,       relief,            MORE",
    "relief,           prevention,        LESS",
    "prevention,       no-duty,           LESS",
    "no-duty,          ineligible,        LESS", // neither gives her anything
    "end-notice,       main-duty,         MORE",
    "main-duty,        advice-short-stay, LESS",
    "advice-short-stay, end-notice,       LESS",
    "relief,           main-duty,         OTHER",
    "prevention-ended, end-notice,        OTHER",
    "prevention-ended, prevention-ended,  SAME"
  })
  void shouldTellMoreFromLess(String advised, String decided, Compared compared) {
    assertThat(Duty.compare(advised, decided)).isEqualTo(compared);
  }
}
