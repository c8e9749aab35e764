package org.haven.reportdomesticabuse.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.TestCasefile.ALEX;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.haven.engine.JobContext;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.reportdomesticabuse.FirstConversations;
import org.haven.reportdomesticabuse.FirstConversations.Told;
import org.haven.reportdomesticabuse.IntakeReport.IntakeIncident;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each job of report-domestic-abuse runs twice and has one effect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportWorkersTest {
  private static final AtomicLong STEPS = new AtomicLong(5000);

  private TestCasefile haven;
  private CaseRef caseRef;
  private JourneyId journeyId;

  @BeforeAll
  void start() {
    haven = TestCasefile.with("org.haven.reportdomesticabuse");
  }

  @AfterAll
  void stop() {
    haven.close();
  }

  @BeforeEach
  void aCase() {
    haven.clock.set(Instant.parse("2026-06-01T09:00:00Z"));
    caseRef = haven.aCase();
    journeyId = haven.aJourney(caseRef, "report-domestic-abuse");
    haven.outbox.said.clear();
  }

  private static JobContext aJob() {
    return TestCasefile.aJob("report-domestic-abuse");
  }

  private RecordContactTryWorker.Out tryOn(String at) {
    haven.clock.set(Instant.parse(at));
    haven
        .get(FirstConversations.class)
        .tried(
            caseRef,
            journeyId,
            STEPS.incrementAndGet(),
            new Told(false, Map.of("reached", false), Map.of(), IntakeIncident.unknown(), null),
            ALEX);
    var in = new RecordContactTryWorker.In(caseRef, journeyId, aJob());
    var worker = haven.get(RecordContactTryWorker.class);
    var first = worker.work(in);
    assertThat(worker.work(in)).isEqualTo(first);
    return first;
  }

  @Test
  void shouldCallForAWelfareStep_afterThreeTriesInFiveWorkingDays() {
    assertThat(tryOn("2026-06-01T09:00:00Z").welfareDue()).isFalse();
    assertThat(tryOn("2026-06-03T09:00:00Z").welfareDue()).isFalse();
    assertThat(tryOn("2026-06-05T09:00:00Z")).isEqualTo(new RecordContactTryWorker.Out(true, 3));
    // and the count begins anew
    assertThat(tryOn("2026-06-08T09:00:00Z")).isEqualTo(new RecordContactTryWorker.Out(false, 1));
  }

  @Test
  void shouldNotCountATryThatIsTooLongAgo() {
    tryOn("2026-06-01T09:00:00Z");
    tryOn("2026-06-05T09:00:00Z");
    assertThat(tryOn("2026-06-08T09:00:00Z")).isEqualTo(new RecordContactTryWorker.Out(false, 2));
  }

  @Test
  void shouldStartWhatSheChoseOnce_andSupportAlways() {
    // given
    var in =
        new RequestChosenJourneysWorker.In(
            caseRef, List.of(new Code("sanctuary-scheme"), new Code("support-plan")), aJob());
    var none = new RequestChosenJourneysWorker.In(caseRef, List.of(), aJob());
    var worker = haven.get(RequestChosenJourneysWorker.class);

    // when
    worker.work(in);
    worker.work(in);

    // then
    assertThat(haven.outbox.said)
        .extracting("message")
        .containsExactlyInAnyOrder("sanctuary-scheme-requested", "support-plan-requested");
    haven.outbox.said.clear();
    worker.work(none);
    assertThat(haven.outbox.said).isEmpty(); // support runs already: the request is kept on it
  }

  @Test
  void shouldPassAConcernOnOnce_andAgainWhenMoreIsKnown() {
    // given
    var worker = haven.get(SendSafeguardingReferralRequestedWorker.class);
    var child =
        new SendSafeguardingReferralRequestedWorker.In(
            caseRef,
            journeyId,
            Known.YES,
            Known.NO,
            Known.UNKNOWN,
            Known.UNKNOWN,
            Known.UNKNOWN,
            new Code("none"),
            Known.NO,
            Known.NO);
    var childAndAdult =
        new SendSafeguardingReferralRequestedWorker.In(
            caseRef,
            journeyId,
            Known.YES,
            Known.NO,
            Known.YES,
            Known.YES,
            Known.YES,
            new Code("none"),
            Known.NO,
            Known.NO);

    // when
    worker.work(child);
    worker.work(child);
    worker.work(childAndAdult);

    // then
    assertThat(haven.said("safeguarding-referral-requested"))
        .hasSize(2)
        .allSatisfy(
            said -> {
              assertThat(said.key()).startsWith("SC-");
              assertThat(said.told()).containsEntry("childAffected", true);
            });
  }

  @Test
  void shouldAskForTheReviewOnce() {
    // given
    var review =
        new SendCaseReviewRequestedWorker.In(
            caseRef, new Code("high"), LocalDate.of(2026, 6, 29), aJob());

    // when
    haven.get(SendCaseReviewRequestedWorker.class).work(review);
    haven.get(SendCaseReviewRequestedWorker.class).work(review);

    // then
    assertThat(haven.outbox.said).extracting("message").containsExactly("case-review-requested");
  }
}
