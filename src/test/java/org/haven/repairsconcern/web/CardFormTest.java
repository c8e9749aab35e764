package org.haven.repairsconcern.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.haven.platform.Known;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardFormTest {
  @ParameterizedTest
  @CsvSource({
    ", yes, no, A bruise, , reference=concern-card.reference.needed",
    "TEN-1, , no, A bruise, , dangerSign=concern-card.dangerSign.needed",
    "TEN-1, maybe, no, A bruise, , dangerSign=concern-card.dangerSign.needed",
    "TEN-1, yes, , A bruise, , insecure=concern-card.insecure.needed",
    "TEN-1, yes, no, , , seen=concern-card.seen.needed",
    "TEN-1, yes, no, ' ', , seen=concern-card.seen.needed",
    "TEN-1, unknown, unknown, A bruise, , ''"
  })
  void shouldSayWhatIsMissing(
      @Nullable String reference,
      @Nullable String dangerSign,
      @Nullable String insecure,
      @Nullable String seen,
      @Nullable String seenBy,
      String problem) {
    var form = new CardForm(null, reference, dangerSign, insecure, seen, seenBy);
    assertThat(form.problems()).hasToString("{" + problem + "}");
  }

  @Test
  void shouldRefuseWhatIsTooLong() {
    var form = new CardForm(null, "x".repeat(201), "no", "no", "x".repeat(10_001), "x".repeat(201));
    assertThat(form.problems())
        .containsEntry("reference", "concern-card.reference.unknown")
        .containsEntry("seen", "concern-card.seen.long")
        .containsEntry("seenBy", "concern-card.seenBy.long");
  }

  @Test
  void shouldTakeWhatWasTyped_whenItIsRight() {
    var card = new CardForm("no-uuid", " TEN-1 ", "yes", "unknown", " A bruise ", null).card();
    assertThat(card.reference()).isEqualTo("TEN-1");
    assertThat(card.dangerSign()).isEqualTo(Known.YES);
    assertThat(card.insecure()).isEqualTo(Known.UNKNOWN);
    assertThat(card.seen()).isEqualTo("A bruise");
    assertThat(card.seenBy()).isEmpty();
    assertThat(card.token()).isNotNull();
  }
}
