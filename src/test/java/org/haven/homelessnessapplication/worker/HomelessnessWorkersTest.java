package org.haven.homelessnessapplication.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.SAM;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseMoments;
import org.haven.engine.JobContext;
import org.haven.homelessnessapplication.HomelessnessApplications;
import org.haven.homelessnessapplication.HomelessnessApplications.Asked;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.testing.TestCasefile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each job of a homelessness application runs twice and has one effect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HomelessnessWorkersTest {
  private TestCasefile haven;
  private HomelessnessApplications applications;
  private CaseRef caseRef;
  private JourneyId journeyId;

  @BeforeAll
  void start() {
    haven = TestCasefile.with("org.haven.homelessnessapplication");
    applications = haven.get(HomelessnessApplications.class);
  }

  @AfterAll
  void stop() {
    haven.close();
  }

  @BeforeEach
  void aCase() {
    caseRef = haven.aCase();
    haven.get(CaseFiles.class).assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, By.of(ALEX));
    journeyId = haven.aJourney(caseRef, "homelessness-application");
    haven.outbox.said.clear();
  }

  private static JobContext aJob() {
    return TestCasefile.aJob("homelessness-application");
  }

  private void notify(JobContext job, @Nullable String letterId, String duty, String sent) {
    haven
        .get(RecordNotificationWorker.class)
        .work(
            new RecordNotificationWorker.In(
                caseRef,
                journeyId,
                letterId == null ? null : new Code(letterId),
                new Code(duty),
                applications.today(),
                new Code(sent),
                job));
  }

  private int count(String table) {
    return haven
        .db
        .sql("select count(*) from " + table + " where case_ref = ?")
        .param(caseRef.value())
        .query(Integer.class)
        .single();
  }

  @Test
  void shouldKeepOneAdvice_whenTheJobRunsTwice() {
    // given
    var in =
        new NoteAdvisedDutyWorker.In(
            caseRef, journeyId, new Code("initial"), new Code("relief"), aJob());

    // when
    haven.get(NoteAdvisedDutyWorker.class).work(in);
    haven.get(NoteAdvisedDutyWorker.class).work(in);

    // then
    assertThat(count("homelessness_advice")).isEqualTo(1);
    assertThat(applications.advised(journeyId)).contains("relief");
    assertThat(haven.get(CaseMoments.class).latest(caseRef, journeyId, "decision"))
        .contains(haven.clock.instant());
  }

  @Test
  void shouldCountTheLaterDay_whenTheLetterWentLaterThanPlanned() {
    // given
    var planned = applications.today();
    haven.clock.move(Duration.ofDays(3));
    var job = aJob();
    var in =
        new RecordNotificationWorker.In(
            caseRef,
            journeyId,
            new Code("LE-LATER"),
            new Code("relief"),
            planned,
            new Code("sent"),
            job);

    // when
    haven.get(RecordNotificationWorker.class).work(in);
    haven.get(RecordNotificationWorker.class).work(in);

    // then
    var decision = applications.decisions(ALEX, caseRef).getFirst();
    assertThat(count("homelessness_decision")).isEqualTo(1);
    assertThat(decision.notifiedOn()).isEqualTo(planned.plusDays(3));
    // the table of this test allows five working days
    assertThat(WorkingCalendar.dateOf(decision.reviewUntil())).isEqualTo(planned.plusDays(10));
  }

  @Test
  void shouldStartOneReview_whenThePageIsSentTwiceAtOnce() {
    // given
    notify(aJob(), "LE-AT-ONCE", "prevention-ended", "sent");

    // then
    assertThat(
            haven.twiceAtOnce(
                () -> applications.askForReview(ALEX, caseRef, "LE-AT-ONCE", applications.today())))
        .containsExactly(Asked.STARTED, Asked.ALREADY_ASKED);
  }

  @Test
  void shouldStartOneReviewUnderTheLetter_whenAskedTwice() {
    // given
    notify(aJob(), "LE-REVIEW", "prevention-ended", "sent");
    LocalDate today = applications.today();

    // when
    assertThat(applications.askForReview(ALEX, caseRef, "LE-REVIEW", today.plusDays(1)))
        .isEqualTo(Asked.NOT_A_POSSIBLE_DAY);
    assertThat(applications.askForReview(ALEX, caseRef, "LE-REVIEW", today.minusDays(1)))
        .isEqualTo(Asked.NOT_A_POSSIBLE_DAY);
    assertThat(applications.askForReview(ALEX, caseRef, "LE-OTHER", today))
        .isEqualTo(Asked.NO_SUCH_DECISION);
    assertThat(applications.askForReview(ALEX, caseRef, "LE-REVIEW", today))
        .isEqualTo(Asked.STARTED);
    assertThat(applications.askForReview(ALEX, caseRef, "LE-REVIEW", today))
        .isEqualTo(Asked.ALREADY_ASKED);

    // then
    assertThat(haven.outbox.said)
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.message()).isEqualTo("review-requested");
              assertThat(said.key()).isEqualTo("LE-REVIEW");
              assertThat(said.told())
                  .containsEntry("letterId", "LE-REVIEW")
                  .containsEntry("reviewLate", false)
                  .containsEntry("reviewShort", true);
            });
    var review =
        new JourneyId(
            String.valueOf(
                haven
                    .db
                    .sql("select journey_id from homelessness_review where letter_id = 'LE-REVIEW'")
                    .query(String.class)
                    .single()));
    var in =
        new RecordReviewWorker.In(
            caseRef, review, null, new Code("upheld"), applications.today(), aJob());
    haven.get(RecordReviewWorker.class).work(in);
    haven.get(RecordReviewWorker.class).work(in);
    assertThat(applications.decisions(ALEX, caseRef).getFirst().reviewOutcome())
        .isEqualTo("upheld");
    assertThat(haven.get(CaseMoments.class).latest(caseRef, review, "review-notified")).isPresent();
  }

  @Test
  void shouldKeepTheReasonAndTheEndOfReliefOnce_whenTheJobsRunTwice() {
    // given
    haven
        .get(CaseFacts.class)
        .put(caseRef, Map.of("lossReason", new Code("domestic-abuse")), By.of(ALEX));
    var reason = new RecordHclicReasonWorker.In(caseRef, journeyId, new Code("relief"));
    var end = new RecordReliefEndWorker.In(caseRef, journeyId, haven.clock.instant());

    // when
    for (int i = 0; i < 2; i++) {
      haven.get(RecordHclicReasonWorker.class).work(reason);
      haven.get(RecordReliefEndWorker.class).work(end);
    }

    // then
    assertThat(count("hclic_reason")).isEqualTo(1);
    assertThat(haven.get(CaseMoments.class).latest(caseRef, journeyId, "relief-ends"))
        .contains(haven.clock.instant());
  }

  @Test
  void shouldKnowWhoHadAPart() {
    // when
    applications.tookPart(caseRef, journeyId, 61, "agree-housing-plan", SAM);
    applications.tookPart(caseRef, journeyId, 61, "agree-housing-plan", SAM);

    // then
    assertThat(applications.hadPart(caseRef, SAM)).isTrue();
    assertThat(applications.hadPart(caseRef, ALEX)).isFalse();
  }
}
