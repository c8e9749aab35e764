package org.haven.multiagencyreview.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.TestCasefile.ALEX;

import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.LegalHolds;
import org.haven.casefile.NewCase;
import org.haven.multiagencyreview.Reviews;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.Test;

/** Each job of a review runs twice and has one effect. */
class ReviewWorkersTest {
  private final TestCasefile haven = TestCasefile.with("org.haven.multiagencyreview");
  private final Reviews reviews = haven.get(Reviews.class);
  private final LegalHolds holds = haven.get(LegalHolds.class);

  @Test
  void shouldHoldUntilTheLastReviewReleases() {
    // given
    var caseRef =
        haven
            .get(CaseFiles.class)
            .open(
                new NewCase(
                    new Code("phone"),
                    haven.clock.instant(),
                    "alex",
                    Team.HOUSING_SOLUTIONS,
                    false),
                By.of(ALEX));
    var first = new JourneyId("JO-2222222222");
    var second = new JourneyId("JO-3333333333");
    var place = new PlaceLegalHoldWorker(reviews);
    var release = new ReleaseLegalHoldWorker(reviews);

    // when
    place.work(new PlaceLegalHoldWorker.In(caseRef, first));
    place.work(new PlaceLegalHoldWorker.In(caseRef, first));
    place.work(new PlaceLegalHoldWorker.In(caseRef, second));
    release.work(new ReleaseLegalHoldWorker.In(caseRef, first));
    release.work(new ReleaseLegalHoldWorker.In(caseRef, first));

    // then
    assertThat(holds.standing(caseRef)).isNotEmpty();
    release.work(new ReleaseLegalHoldWorker.In(caseRef, second));
    assertThat(holds.standing(caseRef)).isEmpty();
    assertThat(count("place-legal-hold")).isEqualTo(2);
    assertThat(count("release-legal-hold")).isEqualTo(2);
  }

  private int count(String action) {
    return haven
        .db
        .sql("select count(*) from audit_entry where action = ?")
        .param(action)
        .query(Integer.class)
        .single();
  }
}
