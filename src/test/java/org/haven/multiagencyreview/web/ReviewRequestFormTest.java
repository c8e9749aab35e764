package org.haven.multiagencyreview.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewRequestFormTest {
  @ParameterizedTest
  @CsvSource({
    ", , Papers please, name=review-request.name.needed",
    "not ours, , Papers please, reference=review-request.reference.unknown",
    ", Robin Sample, , words=review-request.words.needed",
    ", Robin Sample, ' ', words=review-request.words.needed",
    "hv-2222 2222, , Papers please, ''",
    ", Robin Sample, Papers please, ''"
  })
  void shouldSayWhatIsMissing(
      @Nullable String reference, @Nullable String name, @Nullable String words, String problem) {
    assertThat(new ReviewRequestForm(null, reference, name, words).problems())
        .hasToString("{" + problem + "}");
  }

  @Test
  void shouldRefuseWhatIsTooLong() {
    assertThat(new ReviewRequestForm(null, null, "x".repeat(201), "x".repeat(10_001)).problems())
        .containsEntry("name", "review-request.name.long")
        .containsEntry("words", "review-request.words.long");
  }

  @Test
  void shouldTakeWhatWasTyped_whenItIsRight() {
    var request = new ReviewRequestForm("no-uuid", "hv-2222 2222", null, " Papers ").request();
    assertThat(request.caseRef()).hasToString("HV-22222222");
    assertThat(request.words()).isEqualTo("Papers");
    assertThat(request.token()).isNotNull();
    assertThat(request).hasToString("RequestedReview[***]");
  }
}
