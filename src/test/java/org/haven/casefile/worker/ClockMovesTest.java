package org.haven.casefile.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.haven.testing.TestCasefile.ALEX;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.casefile.clocks.ClockMoves;
import org.haven.casefile.clocks.Clocks;
import org.haven.engine.JobContext;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A clock that stands still, runs on, or is given more time; each job twice has one effect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClockMovesTest {
  private static final AtomicLong STEPS = new AtomicLong(7000);

  private TestCasefile haven;
  private CaseRef caseRef;
  private JourneyId journeyId;
  private Code clockId;

  @BeforeAll
  void start() {
    haven = TestCasefile.with("org.haven.casefile.worker");
  }

  @AfterAll
  void stop() {
    haven.close();
  }

  /** Five working days from Monday 16 November 2026. */
  @BeforeEach
  void aClock() {
    haven.clock.set(Instant.parse("2026-11-16T10:00:00Z"));
    caseRef =
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
    journeyId =
        haven.get(JourneyRegister.class).request(caseRef, "record-request", Map.of(), By.of(ALEX));
    clockId =
        haven
            .get(Clocks.class)
            .start(caseRef, journeyId, "sar", null, STEPS.incrementAndGet())
            .clockId();
    haven.outbox.said.clear();
  }

  private static JobContext aJob() {
    long step = STEPS.incrementAndGet();
    return new JobContext(step, "record-request", 1, 1, 1, "Task", step, Map.of("clock", "sar"));
  }

  private LocalDate due() {
    return WorkingCalendar.dateOf(read().clockDueAt());
  }

  private ReadClockWorker.Out read() {
    return haven.get(ReadClockWorker.class).work(new ReadClockWorker.In(clockId));
  }

  private void pause(JobContext job) {
    haven.get(PauseClockWorker.class).work(new PauseClockWorker.In(caseRef, journeyId, job));
  }

  private void resume(JobContext job) {
    haven.get(ResumeClockWorker.class).work(new ResumeClockWorker.In(caseRef, journeyId, job));
  }

  /** What letters of a journey say. */
  private Optional<LocalDate> replyBy(JourneyId journey) {
    return haven
        .get(CaseMoments.class)
        .latest(caseRef, journey, ClockMoves.REPLY_BY)
        .map(WorkingCalendar::dateOf);
  }

  private int changes() {
    return haven
        .db
        .sql("select count(*) from clock_change where case_ref = ?")
        .param(caseRef.value())
        .query(Integer.class)
        .single();
  }

  @Test
  void shouldMoveByEachPausedDay_whenTheClockStoodStill() {
    // given
    assertThat(due()).isEqualTo(LocalDate.parse("2026-11-23"));
    var first = aJob();

    // when: paused twice by the same step, for two days
    pause(first);
    pause(first);
    assertThat(read().clockRuns()).isFalse();
    haven.clock.move(Duration.ofDays(2));
    var second = aJob();
    resume(second);
    resume(second);

    // then
    assertThat(read().clockRuns()).isTrue();
    assertThat(due()).isEqualTo(LocalDate.parse("2026-11-25"));
    assertThat(changes()).isEqualTo(2);
    assertThat(haven.said("clock-changed"))
        .hasSize(2)
        .allSatisfy(said -> assertThat(said.key()).isEqualTo(clockId.value()));

    // when: again, for a day; from a Thursday two days earlier it never comes to a weekend
    pause(aJob());
    haven.clock.move(Duration.ofDays(3));
    resume(aJob());

    // then: 23 November and five days is a Saturday, so the Monday after it
    assertThat(due()).isEqualTo(LocalDate.parse("2026-11-30"));
  }

  @Test
  void shouldChangeNothing_whenItRunsOrStandsAlready() {
    // when
    resume(aJob());
    pause(aJob());
    pause(aJob());

    // then
    assertThat(changes()).isEqualTo(1);
  }

  @Test
  void shouldGiveMoreTimeOnce_whenAskedTwice() {
    // given
    var in = new ExtendClockWorker.In(caseRef, journeyId, new Code("sar"), aJob());

    // when
    haven.get(ExtendClockWorker.class).work(in);
    haven.get(ExtendClockWorker.class).work(in);

    // then
    assertThat(due()).isEqualTo(LocalDate.parse("2026-11-30"));
    assertThat(changes()).isEqualTo(1);
    assertThat(haven.get(ClockMoves.class).extended(journeyId, "sar")).isTrue();
    assertThat(replyBy(journeyId)).contains(LocalDate.parse("2026-11-30"));
    assertThat(replyBy(new JourneyId("JO-ANOTHER"))).isEmpty();
    assertThat(
            haven.get(ClockMoves.class).extend(caseRef, journeyId, "sar", "Once more", By.of(ALEX)))
        .isFalse();
  }

  @Test
  void shouldHaveTheLongerLimit_whenMoreTimeIsGivenWhileItRunsOn() throws Exception {
    // given: it stood still for two days
    pause(aJob());
    haven.clock.move(Duration.ofDays(2));

    // when: as it is to run on, somebody else has given more time and is about to commit
    try (var beside = Executors.newSingleThreadExecutor()) {
      Future<?> resumed =
          new TransactionTemplate(haven.get(PlatformTransactionManager.class))
              .execute(
                  _ -> {
                    haven
                        .get(ClockMoves.class)
                        .extend(caseRef, journeyId, "sar", "Many papers", By.of(ALEX));
                    var resumes = beside.submit(() -> resume(aJob()));
                    await().until(this::somebodyWaits);
                    return resumes;
                  });
      Objects.requireNonNull(resumed).get();
    }

    // then: ten working days and two more
    assertThat(due()).isEqualTo(LocalDate.parse("2026-12-02"));
  }

  private boolean somebodyWaits() {
    return haven
        .db
        .sql("select exists (select 1 from pg_locks where not granted)")
        .query(Boolean.class)
        .single();
  }

  @Test
  void shouldKeepTheTimeThatWasGiven_whenTheClockIsStartedAnew() {
    // given
    haven.get(ClockMoves.class).extend(caseRef, journeyId, "sar", "Many papers", By.of(ALEX));

    // when
    clockId =
        haven
            .get(Clocks.class)
            .start(caseRef, journeyId, "sar", null, STEPS.incrementAndGet())
            .clockId();

    // then
    assertThat(due()).isEqualTo(LocalDate.parse("2026-11-30"));
  }

  @Test
  void shouldSayWhatIsMissing_whenTheModelNamesNoClock() {
    var job = new JobContext(1, "x", 1, 1, 1, "Task", 1, Map.of());
    assertThatThrownBy(() -> pause(job)).hasMessageContaining("header clock");
    assertThatThrownBy(() -> resume(job)).hasMessageContaining("header clock");
  }
}
