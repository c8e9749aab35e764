package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.TestCasefile.ALEX;

import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LegalHoldsTest {
  private final TestCasefile haven = TestCasefile.fresh();
  private final LegalHolds holds = haven.get(LegalHolds.class);
  private final CaseRef caseRef =
      haven
          .get(CaseFiles.class)
          .open(
              new NewCase(
                  new Code("phone"), haven.clock.instant(), "alex", Team.HOUSING_SOLUTIONS, false),
              By.of(ALEX));

  @AfterEach
  void stop() {
    haven.close();
  }

  @Test
  void shouldHoldUntilTheLastIsReleased_whenTwoStand() {
    // given
    holds.place(caseRef, "JO-2222222222", By.SYSTEM);
    holds.place(caseRef, "JO-3333333333", By.of(ALEX));

    // when one is released
    holds.release(caseRef, "JO-2222222222", By.SYSTEM);

    // then
    assertThat(holds.standing(caseRef)).isNotEmpty();

    // when the other is
    holds.release(caseRef, "JO-3333333333", By.SYSTEM);

    // then
    assertThat(holds.standing(caseRef)).isEmpty();
  }

  @Test
  void shouldPlaceAndReleaseOnce_whenToldTwice() {
    // when
    assertThat(holds.place(caseRef, "JO-2222222222", By.SYSTEM)).isTrue();
    assertThat(holds.place(caseRef, "JO-2222222222", By.SYSTEM)).isFalse();
    assertThat(holds.release(caseRef, "JO-2222222222", By.SYSTEM)).isTrue();
    assertThat(holds.release(caseRef, "JO-2222222222", By.SYSTEM)).isFalse();

    // then
    assertThat(holds.standing(caseRef)).isEmpty();
    assertThat(
            haven
                .db
                .sql("select text_key from timeline where kind = 'hold' order by id")
                .query(String.class)
                .list())
        .containsExactly("timeline.hold-placed", "timeline.hold-released");
  }

  @Test
  void shouldNotBeHeld_whenNothingWasPlaced() {
    assertThat(holds.standing(caseRef)).isEmpty();
    assertThat(holds.release(caseRef, "JO-2222222222", By.SYSTEM)).isFalse();
  }
}
