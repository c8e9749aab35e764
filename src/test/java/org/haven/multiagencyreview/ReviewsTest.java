package org.haven.multiagencyreview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.TERRY;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.UUID;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseDisposal;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.Conflicts;
import org.haven.casefile.FormRecords;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.PersonKind;
import org.haven.casefile.TimelinePages;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.platform.sealing.Sealed;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticMessageSource;

/** Requests for reviews on a real database. */
class ReviewsTest {
  private static final ActingPerson LENA =
      new ActingPerson("lena", "Lena Lead", Set.of(Role.OFFICER), Set.of(Team.SAFEGUARDING_LEAD));

  private final TestCasefile haven = TestCasefile.with("org.haven.multiagencyreview");
  private final Reviews reviews = haven.get(Reviews.class);
  private final CaseRef caseRef =
      haven
          .get(CaseFiles.class)
          .open(
              new NewCase(
                  new Code("phone"), haven.clock.instant(), "alex", Team.HOUSING_SOLUTIONS, false),
              By.of(ALEX));

  private RequestedReview aRequest(UUID token) {
    return new RequestedReview(token, caseRef, "", "A chronology of two years, please");
  }

  @Test
  void shouldStartOneReview_whenTheSamePageIsSentTwice() {
    // when
    var token = UUID.randomUUID();
    assertThat(reviews.take(aRequest(token), ALEX)).isEqualTo(caseRef);
    assertThat(reviews.take(aRequest(token), ALEX)).isEqualTo(caseRef);

    // then
    var said = haven.said("multi-agency-review-requested");
    assertThat(said).singleElement().satisfies(one -> assertThat(one.key()).startsWith("RQ-"));
    var journey = haven.get(JourneyRegister.class).of(caseRef).getFirst().journeyId();
    assertThat(haven.get(CaseMoments.class).latest(caseRef, journey, "request"))
        .hasValue(haven.clock.instant());
    assertThat(reviews.asked(ALEX, caseRef, journey).map(Sealed::clear))
        .hasValue("A chronology of two years, please");
    assertThat(reviews.asked(TERRY, caseRef, journey)).isEmpty();
    assertThat(
            haven
                .db
                .sql("select string_agg(r::text, '') from review_request r")
                .query(String.class)
                .single())
        .doesNotContain("chronology");

    // and another page is another review beside it
    reviews.take(aRequest(UUID.randomUUID()), ALEX);
    assertThat(haven.said("multi-agency-review-requested")).hasSize(2);
  }

  @Test
  void shouldOpenACase_whenWeHaveNone() {
    var opened =
        reviews.take(new RequestedReview(UUID.randomUUID(), null, "Robin Sample", "Papers"), ALEX);
    assertThat(opened).isNotEqualTo(caseRef);
    assertThat(haven.get(CaseFiles.class).find(ALEX, opened).orElseThrow().people())
        .extracting(person -> person.kind())
        .containsExactly(PersonKind.VICTIM);
  }

  @Test
  void shouldTellNothing_whenTheCaseIsNotTheirs() {
    assertThat(reviews.mayReview(ALEX, caseRef)).isTrue();
    assertThat(reviews.mayReview(LENA, caseRef)).isTrue();
    assertThat(reviews.mayReview(TERRY, caseRef)).isFalse();
    assertThat(reviews.mayReview(LENA, new CaseRef("HV-22222222"))).isFalse();
    assertThatThrownBy(() -> reviews.take(aRequest(UUID.randomUUID()), TERRY))
        .isInstanceOf(NoSuchElementException.class);
    haven.get(Conflicts.class).add(caseRef, "lena", new Code("related"), By.SYSTEM);
    assertThat(reviews.mayReview(LENA, caseRef)).isFalse();
    assertThat(haven.said("multi-agency-review-requested")).isEmpty();
  }

  @Test
  void shouldBeginNothing_whenTheRecordWasDisposedOf() {
    // given
    var review = haven.aJourney(caseRef, "case-review");
    for (var next : List.of(CaseStatus.OPEN, CaseStatus.CLOSED, CaseStatus.RETAINED)) {
      haven.get(CaseFiles.class).status(caseRef, next, By.SYSTEM);
    }
    haven.get(CaseDisposal.class).dispose(caseRef, review, "Task_ApproveDisposal", "retention-");

    // then
    assertThat(reviews.mayReview(LENA, caseRef)).isFalse();
    assertThatThrownBy(() -> reviews.take(aRequest(UUID.randomUUID()), LENA))
        .isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> haven.aJourney(caseRef, "multi-agency-review"))
        .isInstanceOf(NoSuchCaseException.class);
    assertThat(haven.said("multi-agency-review-requested")).isEmpty();
  }

  @Test
  void shouldKeepEachReviewsChronologyApart() {
    // given
    var first = new JourneyId("JO-2222222222");
    var second = new JourneyId("JO-3333333333");
    write(first, "It began in May");
    write(first, "It began in April");
    haven
        .get(AddressVault.class)
        .write(caseRef, Map.of("safeAddress", "7 Sample Mews, Maidstone, ME14 1ZZ"), By.of(ALEX));

    // then
    assertThat(reviews.chronology(ALEX, caseRef, first).map(Sealed::clear))
        .hasValue("It began in April");
    assertThat(reviews.chronology(ALEX, caseRef, second)).isEmpty();
    assertThat(reviews.namesASafeAddress(caseRef, "She went to 7 Sample Mews")).isTrue();
    assertThat(reviews.namesASafeAddress(caseRef, "She went away")).isFalse();
  }

  private void write(JourneyId journey, String chronology) {
    haven
        .get(FormRecords.class)
        .record(
            caseRef,
            journey,
            "Task_PrepareChronology",
            Reviews.CHRONOLOGY_FORM,
            Map.of("chronology", "MultiAgencyReview.chronology"),
            Map.of(),
            Map.of("chronology", chronology),
            By.of(ALEX));
  }

  @Test
  void shouldDraftFromTheRecord_theOldestFirst() {
    // given
    var words = new StaticMessageSource();
    words.addMessage("timeline.reported", Locale.UK, "A report was taken ({channel}).");
    words.addMessage("timeline.lead-assigned", Locale.UK, "The lead is with {lead}.");
    words.addMessage("timeline.journey-requested", Locale.UK, "{processId} was asked for.");
    haven.get(CaseFiles.class).assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, By.of(ALEX));
    reviews.take(aRequest(UUID.randomUUID()), ALEX);
    reviews.hold(caseRef, new JourneyId("JO-2222222222"));
    haven.get(CaseAccess.class).involve(caseRef, Team.SAFEGUARDING_LEAD, new Code("task"));
    var chronicle =
        new Chronicle(
            haven.get(TimelinePages.class), List.of(new MultiAgencyReviewJourney()), words);

    // then
    assertThat(chronicle.draft(LENA, caseRef).lines())
        .containsExactly(
            "16 November 2026, 10.00: A report was taken (phone).",
            "16 November 2026, 10.00: The lead is with Housing Solutions.",
            "16 November 2026, 10.00: Multi-agency review was asked for.");
    assertThatThrownBy(() -> chronicle.draft(TERRY, caseRef))
        .isInstanceOf(NoSuchCaseException.class);
  }
}
