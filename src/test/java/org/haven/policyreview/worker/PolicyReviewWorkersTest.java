package org.haven.policyreview.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.JourneyStatus;
import org.haven.casefile.NewCase;
import org.haven.casefile.PolicyFile;
import org.haven.engine.JobContext;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.policyreview.PolicyVersions;
import org.haven.policyreview.Trigger;
import org.haven.tasks.NoticeKind;
import org.haven.tasks.Notices;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each job of policy-review runs twice and has one effect. */
class PolicyReviewWorkersTest {
  private static final AtomicLong STEPS = new AtomicLong(19_000);
  private static final LocalDate FROM = LocalDate.of(2027, 3, 1);

  private TestCasefile haven;
  private PolicyVersions versions;
  private CaseRef policy;
  private JourneyId journeyId;

  @BeforeEach
  void aReview() {
    haven = TestCasefile.with("org.haven.policyreview");
    haven.clock.set(Instant.parse("2026-11-16T10:00:00Z"));
    versions = haven.get(PolicyVersions.class);
    policy = haven.get(PolicyFile.class).ref();
    journeyId = versions.ask(Trigger.LAW, ALEX);
  }

  @AfterEach
  void stop() {
    haven.close();
  }

  private static JobContext aJob() {
    long step = STEPS.incrementAndGet();
    return new JobContext(step, "policy-review", 1, 1, step, "Task", step, Map.of());
  }

  @Test
  void shouldRunOnThePolicysFile_whenTheFirstStepRunsTwice() {
    var in = new OpenPolicyReviewWorker.In(policy, journeyId, null, aJob());
    for (int i = 0; i < 2; i++) {
      assertThat(haven.get(OpenPolicyReviewWorker.class).work(in))
          .isEqualTo(new OpenPolicyReviewWorker.Out(Team.POLICY_OWNER, Trigger.LEARNING));
    }
    assertThat(haven.get(JourneyRegister.class).of(policy))
        .singleElement()
        .satisfies(j -> assertThat(j.status()).isEqualTo(JourneyStatus.RUNNING));
    assertThat(haven.get(PolicyFile.class).ref()).isEqualTo(policy);
    assertThat(haven.get(PolicyFile.class).is(policy)).isTrue();
    assertThat(haven.get(CaseFiles.class).head(policy).status()).isEqualTo(CaseStatus.OPEN);
    assertThat(haven.said("policy-change-found"))
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.key()).isEqualTo(policy.value());
              assertThat(said.facts()).containsEntry("trigger", Trigger.LAW);
            });
  }

  @Test
  void shouldPublishOneVersion_whenTheJobRunsTwice() {
    // given
    var in = new PublishRulesWorker.In(policy, journeyId, Trigger.LAW, FROM, aJob());

    // when
    haven.get(PublishRulesWorker.class).work(in);
    haven.get(PublishRulesWorker.class).work(in);

    // then
    assertThat(versions.all())
        .singleElement()
        .satisfies(
            version -> {
              assertThat(version.version()).isEqualTo(1);
              assertThat(version.effectiveFrom()).isEqualTo(FROM);
              assertThat(version.adoptedOn()).isEqualTo(LocalDate.of(2026, 11, 16));
              assertThat(version.changed()).isEmpty();
              assertThat(version.tables().keySet()).contains("riskLevel", "taskSla");
            });
    assertThat(versions.inForce(FROM.minusDays(1))).isEmpty();
    assertThat(versions.inForce(FROM)).isPresent();
  }

  @Test
  void shouldConfirmOnceAfterThreeYearsAndNotOtherwise() {
    versions.adoptedBefore(LocalDate.of(2024, 1, 1), ALEX);
    var worker = haven.get(ConfirmPolicyWorker.class);
    worker.work(new ConfirmPolicyWorker.In(policy, journeyId, Trigger.LAW, aJob()));
    assertThat(versions.all()).hasSize(1);

    var in = new ConfirmPolicyWorker.In(policy, journeyId, Trigger.THREE_YEARS, aJob());
    worker.work(in);
    worker.work(in);
    assertThat(versions.all()).hasSize(2);
    assertThat(versions.all().getFirst().confirmed()).isTrue();
    assertThat(versions.all().getFirst().version()).isEqualTo(1);
  }

  @Test
  void shouldTellStaffOnce_whenTheJobRunsTwice() {
    var in = new NotifyStaffWorker.In(FROM, aJob());
    haven.get(NotifyStaffWorker.class).work(in);
    assertThat(toldOfRules()).isEqualTo(1);
    haven.db.sql("update notice set read_at = at").update();
    haven.get(NotifyStaffWorker.class).work(in);
    assertThat(toldOfRules()).isZero();
  }

  private long toldOfRules() {
    return haven.get(Notices.class).unread(ALEX).stream()
        .filter(notice -> notice.kind() == NoticeKind.RULES_CHANGED)
        .count();
  }

  @Test
  void shouldTakeTheFirstAdoptionOnce_andNoneThatIsToCome() {
    assertThatThrownBy(() -> versions.adoptedBefore(LocalDate.of(2026, 11, 17), ALEX))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(versions.adoptedBefore(LocalDate.of(2026, 11, 16), ALEX)).isTrue();
    assertThat(versions.adoptedBefore(LocalDate.of(2026, 11, 2), ALEX)).isFalse();
    assertThat(versions.all()).hasSize(1);
  }

  @Test
  void shouldAskForTheReviewOnce_whenItIsTime() {
    end(begin(journeyId), "EndEvent_NoChange");
    assertThat(versions.scan()).isZero();
    versions.adoptedBefore(LocalDate.of(2026, 11, 16), ALEX);
    haven.clock.move(Duration.ofDays(30));
    assertThat(versions.scan()).isEqualTo(1);
    assertThat(versions.scan()).isZero();
    begin(newest());
    assertThat(versions.scan()).isZero();
    assertThat(haven.said("policy-review-requested"))
        .singleElement()
        .satisfies(said -> assertThat(said.facts()).containsEntry("trigger", Trigger.THREE_YEARS));
  }

  @Test
  void shouldAskForTheReviewAgain_whenItWasStopped() {
    // given
    end(begin(journeyId), "EndEvent_NoChange");
    versions.adoptedBefore(LocalDate.of(2026, 11, 16), ALEX);
    assertThat(versions.scan()).isEqualTo(1);

    // when
    end(begin(newest()), "EndEvent_JourneyStopped");

    // then
    assertThat(versions.scan()).isEqualTo(1);
    assertThat(versions.scan()).isZero();
    assertThat(haven.said("policy-review-requested")).hasSize(2);
  }

  @Test
  void shouldAskForTheReviewAgain_whenItWasKeptWithALawThatChangedNothing() {
    // given: both are asked for while a review runs, and become one
    long running = begin(journeyId);
    versions.adoptedBefore(LocalDate.of(2026, 11, 16), ALEX);
    versions.ask(Trigger.THREE_YEARS, ALEX);
    versions.ask(Trigger.LAW, ALEX);
    end(running, "EndEvent_NoChange");
    var merged = newest();
    assertThat(merged).isNotEqualTo(journeyId);
    assertThat(versions.scan()).isZero();

    // when the law asks for no change: the three years are over still
    haven
        .get(ConfirmPolicyWorker.class)
        .work(new ConfirmPolicyWorker.In(policy, merged, Trigger.LAW, aJob()));
    end(begin(merged), "EndEvent_NoChange");

    // then
    assertThat(versions.scan()).isEqualTo(1);
    assertThat(haven.said("policy-review-requested"))
        .singleElement()
        .satisfies(said -> assertThat(said.facts()).containsEntry("trigger", Trigger.THREE_YEARS));
  }

  private JourneyId newest() {
    return haven.get(JourneyRegister.class).of(policy).getFirst().journeyId();
  }

  /** The instance that runs it now. */
  private long begin(JourneyId review) {
    long instance = STEPS.incrementAndGet();
    haven.get(JourneyRegister.class).started(review, "policy-review", policy, instance);
    return instance;
  }

  private void end(long instance, String endEvent) {
    haven.get(JourneyRegister.class).ended(instance, endEvent, false);
  }

  @Test
  void shouldLeaveTheCaseAsItIs_whenAReviewOfItFoundAChange() {
    // given
    var cases = haven.get(CaseFiles.class);
    CaseRef caseRef =
        cases.open(
            new NewCase(
                new Code("phone"), haven.clock.instant(), "alex", Team.HOUSING_SOLUTIONS, false),
            By.of(ALEX));

    // when
    haven
        .get(JourneyRegister.class)
        .requestKeyed(
            caseRef,
            "policy-review",
            "policy-change-found",
            caseRef.value(),
            Map.of("level", new Code("high"), "askedBy", new Code("multi-agency-review")),
            By.SYSTEM);

    // then
    assertThat(haven.get(JourneyRegister.class).of(caseRef)).isEmpty();
    assertThat(haven.get(JourneyRegister.class).of(policy))
        .singleElement()
        .satisfies(j -> assertThat(j.kept()).hasSize(1));
    assertThat(
            haven
                .db
                .sql("select facts::text from journey_kept_request")
                .query(String.class)
                .single())
        .doesNotContain("high")
        .contains("multi-agency-review");
  }
}
