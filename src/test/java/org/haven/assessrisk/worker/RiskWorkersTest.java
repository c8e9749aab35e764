package org.haven.assessrisk.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.TestCasefile.ALEX;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.haven.assessrisk.RiskAnswers;
import org.haven.assessrisk.RiskAssessments;
import org.haven.assessrisk.RiskLevel;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.clocks.Clocks;
import org.haven.engine.JobContext;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.testing.TestCasefile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each job of assess-risk runs twice and has one effect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RiskWorkersTest {
  private TestCasefile haven;
  private RiskAssessments assessments;
  private CaseRef caseRef;
  private JourneyId journeyId;

  @BeforeAll
  void start() {
    haven = TestCasefile.with("org.haven.assessrisk");
    assessments = haven.get(RiskAssessments.class);
  }

  @AfterAll
  void stop() {
    haven.close();
  }

  @BeforeEach
  void aCase() {
    caseRef = haven.aCase();
    journeyId = haven.aJourney(caseRef, "assess-risk");
    haven.outbox.said.clear();
  }

  private static JobContext aJob() {
    return TestCasefile.aJob("assess-risk");
  }

  private RecordRiskLevelWorker.Out record(
      JobContext job, RiskLevel level, List<Code> grounds, @Nullable Code approval) {
    return haven
        .get(RecordRiskLevelWorker.class)
        .work(new RecordRiskLevelWorker.In(caseRef, journeyId, level, grounds, approval, job));
  }

  @Test
  void shouldKeepOneVersion_whenTheJobRunsTwice() {
    // given
    var job = aJob();
    assessments.answered(
        caseRef,
        journeyId,
        job.jobKey(),
        new RiskAnswers(true, Map.of("risk01", "yes", "risk02", "no", "risk05", "dont-know"), null),
        ALEX);
    assessments.judged(caseRef, journeyId, job.jobKey(), Known.YES, "Her eyes", ALEX);

    // when
    var first = record(job, RiskLevel.HIGH, List.of(new Code("judgement")), null);
    var second = record(job, RiskLevel.HIGH, List.of(new Code("judgement")), null);

    // then
    assertThat(second).isEqualTo(first);
    assertThat(assessments.all(caseRef)).hasSize(1);
    assertThat(assessments.latest(caseRef).orElseThrow())
        .satisfies(
            risk -> {
              assertThat(risk.yes()).isEqualTo(1);
              assertThat(risk.missing()).isEqualTo(22);
            });
    assertThat(assessments.lastAnswers(caseRef, journeyId).orElseThrow().answers())
        .containsEntry("risk05", "dont-know");
    assertThat(
            haven
                .db
                .sql("select string_agg(sealed::text, ' ') from risk_judgement")
                .query(String.class)
                .single())
        .doesNotContain("eyes");
  }

  @Test
  void shouldNeverFallSilently() {
    // given
    record(aJob(), RiskLevel.HIGH, List.of(new Code("visible")), null);

    // when nobody was asked, was asked and kept it, approved it
    var unasked = record(aJob(), RiskLevel.STANDARD, List.of(), null);
    var kept = record(aJob(), RiskLevel.INCOMPLETE, List.of(), new Code("kept"));
    var approved = record(aJob(), RiskLevel.MEDIUM, List.of(), new Code("approved"));

    // then
    assertThat(unasked.level()).isEqualTo(RiskLevel.HIGH);
    assertThat(unasked.grounds()).containsExactly(new Code("visible"));
    assertThat(kept.level()).isEqualTo(RiskLevel.HIGH);
    assertThat(approved.level()).isEqualTo(RiskLevel.MEDIUM);
    assertThat(assessments.all(caseRef))
        .extracting(risk -> risk.advised())
        .containsExactly(
            RiskLevel.MEDIUM, RiskLevel.INCOMPLETE, RiskLevel.STANDARD, RiskLevel.HIGH);
  }

  @Test
  void shouldCountTooLittleKnownAsMedium_whenLevelsAreCompared() {
    // given
    record(aJob(), RiskLevel.INCOMPLETE, List.of(), null);
    var worker = haven.get(CompareRiskLevelWorker.class);

    // then
    assertThat(worker.work(new CompareRiskLevelWorker.In(caseRef, RiskLevel.MEDIUM)))
        .isEqualTo(new CompareRiskLevelWorker.Out(false, RiskLevel.INCOMPLETE));
    assertThat(worker.work(new CompareRiskLevelWorker.In(caseRef, RiskLevel.STANDARD)))
        .isEqualTo(new CompareRiskLevelWorker.Out(true, RiskLevel.INCOMPLETE));
    assertThat(worker.work(new CompareRiskLevelWorker.In(caseRef, RiskLevel.HIGH)))
        .isEqualTo(new CompareRiskLevelWorker.Out(false, RiskLevel.INCOMPLETE));
  }

  @Test
  void shouldAskForMaracOnce_whenTheJobRunsTwice() {
    // given
    var in =
        new SendReferToMaracRequestedWorker.In(
            caseRef, RiskLevel.HIGH, List.of(new Code("visible")), new Code("new"), aJob());
    var worker = haven.get(SendReferToMaracRequestedWorker.class);

    // when
    worker.work(in);
    worker.work(in);

    // then
    assertThat(haven.said("refer-to-marac-requested"))
        .singleElement()
        .satisfies(said -> assertThat(said.told()).containsEntry("maracOutcome", new Code("new")));
    assertThat(
            haven.db.sql("select count(*) from journey_kept_request").query(Integer.class).single())
        .isZero();
  }

  @Test
  void shouldTellOtherJourneysOnce_whenTheJobRunsTwice() {
    // given: one that runs, and the one that called
    var register = haven.get(JourneyRegister.class);
    var running = register.request(caseRef, "sanctuary-scheme", Map.of(), By.of(ALEX));
    var calling = register.request(caseRef, "management-transfer", Map.of(), By.of(ALEX));
    register.started(running, "sanctuary-scheme", caseRef, 900 + aJob().jobKey());
    register.started(calling, "management-transfer", caseRef, 9000 + aJob().jobKey());
    var in =
        new SendRiskChangedWorker.In(
            caseRef, RiskLevel.HIGH, List.of(), new Code("none"), calling, aJob());
    var worker = haven.get(SendRiskChangedWorker.class);

    // when
    worker.work(in);
    worker.work(in);

    // then
    assertThat(haven.said("risk-changed"))
        .singleElement()
        .satisfies(said -> assertThat(said.key()).isEqualTo(running.value()));
    assertThat(haven.get(CaseFacts.class).of(caseRef)).containsEntry("maracOutcome", "none");
  }

  @Test
  void shouldKeepTheDateToAskAboutMarac_whenTheLevelIsKnown() {
    // given: an earlier assessment was to be asked again
    Clocks clocks = haven.get(Clocks.class);
    clocks.start(caseRef, journeyId, "riskReask", null, aJob().jobKey());

    // when this one is complete, which says so, and then sets a date for MARAC alone
    record(aJob(), RiskLevel.STANDARD, List.of(), null);
    haven.clock.move(Duration.ofDays(30));
    assertThat(clocks.scan()).isZero();
    clocks.start(caseRef, journeyId, "riskReask", null, aJob().jobKey());
    var register = haven.get(JourneyRegister.class);
    long instance = 90_000 + aJob().jobKey();
    register.started(journeyId, "assess-risk", caseRef, instance);
    register.ended(instance, "EndEvent_Standard", false);

    // then
    haven.clock.move(Duration.ofDays(30));
    assertThat(clocks.scan()).isEqualTo(1);
  }
}
