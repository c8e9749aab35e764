package org.haven.casereview.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.haven.testing.TestCasefile.ALEX;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.ClosureBars;
import org.haven.casefile.ClosureBars.Kind;
import org.haven.casefile.JourneyNotes;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.LegalHolds;
import org.haven.casefile.Meetings;
import org.haven.casefile.NewCase;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.Timeline;
import org.haven.casefile.clocks.DateScan;
import org.haven.casefile.register.TenancyFlags;
import org.haven.casereview.CaseReviews;
import org.haven.engine.BpmnError;
import org.haven.engine.JobContext;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.Team;
import org.haven.platform.sealing.KeyDestroyedException;
import org.haven.platform.sealing.Sealing;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Each job of case-review runs twice and has one effect; what bars closure; what a scan asks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaseReviewWorkersTest {
  private static final AtomicLong STEPS = new AtomicLong(17_000);

  private TestCasefile haven;
  private CaseFiles cases;
  private JourneyRegister journeys;
  private CaseRef caseRef;
  private JourneyId journeyId;

  @BeforeAll
  void start() {
    haven = TestCasefile.with("org.haven.casereview");
    cases = haven.get(CaseFiles.class);
    journeys = haven.get(JourneyRegister.class);
  }

  @AfterAll
  void stop() {
    haven.close();
  }

  @BeforeEach
  void aCase() {
    haven.clock.set(Instant.parse("2026-11-16T10:00:00Z"));
    caseRef =
        cases.open(
            new NewCase(
                new Code("phone"), haven.clock.instant(), "alex", Team.HOUSING_SOLUTIONS, false),
            By.of(ALEX));
    cases.status(caseRef, CaseStatus.OPEN, By.of(ALEX));
    cases.assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, By.of(ALEX));
    haven
        .get(People.class)
        .add(caseRef, PersonKind.VICTIM, Map.of("name", "Ada Fictional"), By.of(ALEX));
    journeyId = journeys.request(caseRef, "case-review", Map.of(), By.of(ALEX));
    journeys.started(journeyId, "case-review", caseRef, STEPS.incrementAndGet());
    haven.outbox.said.clear();
  }

  private static JobContext aJob() {
    long step = STEPS.incrementAndGet();
    return new JobContext(step, "case-review", 1, 1, 1, "Task", step, Map.of());
  }

  private JourneyId another(String process) {
    var id = journeys.request(caseRef, process, Map.of(), By.of(ALEX));
    journeys.started(id, process, caseRef, STEPS.incrementAndGet());
    return id;
  }

  /** Other tests of this class have cases of their own. */
  private List<TestCasefile.Said> said(String message) {
    return haven.said(message).stream().filter(s -> s.caseRef().equals(caseRef)).toList();
  }

  private long count(String table) {
    return haven
        .db
        .sql("select count(*) from " + table + " where case_ref = ?")
        .param(caseRef.value())
        .query(Long.class)
        .single();
  }

  private CaseStatus status() {
    return cases.head(caseRef).status();
  }

  @Test
  void shouldCountReviewsWithoutContactInARow_whenEachJobRunsTwice() {
    var worker = haven.get(RecordCaseReviewWorker.class);
    var met =
        List.of(Known.NO, Known.YES, Known.UNKNOWN, Known.NO, Known.NO).stream()
            .map(
                contact -> {
                  var in =
                      new RecordCaseReviewWorker.In(
                          caseRef, journeyId, contact, new Code("keep-open"), aJob());
                  worker.work(in);
                  return worker.work(in).missedReviews();
                })
            .toList();

    assertThat(met).containsExactly(1, 0, 1, 2, 3);
    assertThat(count("case_review")).isEqualTo(5);
  }

  @Test
  void shouldWatchTheCase_whenNothingElseRuns() {
    var worker = haven.get(KeepCaseOpenWorker.class);
    worker.work(new KeepCaseOpenWorker.In(caseRef));
    worker.work(new KeepCaseOpenWorker.In(caseRef));
    assertThat(status()).isEqualTo(CaseStatus.MONITORING);

    // and open it again when something does
    another("support-plan");
    worker.work(new KeepCaseOpenWorker.In(caseRef));
    assertThat(status()).isEqualTo(CaseStatus.OPEN);
  }

  @Test
  void shouldTellEachOtherJourneyOnce_whenTheCaseCloses() {
    // given
    var other = another("support-plan");
    haven.outbox.said.clear();
    var in = new SendCaseClosedWorker.In(caseRef, journeyId, aJob());

    // when
    haven.get(SendCaseClosedWorker.class).work(in);
    haven.get(SendCaseClosedWorker.class).work(in);

    // then
    assertThat(status()).isEqualTo(CaseStatus.CLOSED);
    assertThat(haven.said("case-closed"))
        .singleElement()
        .satisfies(said -> assertThat(said.key()).isEqualTo(other.value()));
  }

  private void closed() {
    haven
        .get(SendCaseClosedWorker.class)
        .work(new SendCaseClosedWorker.In(caseRef, journeyId, aJob()));
    var in = new StartRetentionWorker.In(caseRef, journeyId, aJob());
    haven.get(StartRetentionWorker.class).work(in);
    haven.get(StartRetentionWorker.class).work(in);
  }

  @Test
  void shouldStartOneRetentionAndAskForDisposalOnce_whenItIsOver() {
    // given
    closed();
    assertThat(status()).isEqualTo(CaseStatus.RETAINED);
    assertThat(count("clock")).isEqualTo(1);
    scan();
    assertThat(said("retention-due")).isEmpty();

    // when
    haven.clock.move(Duration.ofDays(60));
    scan();
    scan();

    // then
    assertThat(said("retention-due"))
        .singleElement()
        .satisfies(said -> assertThat(said.key()).startsWith("CL-"));

    // and again only after the day to which it was extended
    var extend = new ExtendRetentionWorker.In(caseRef, journeyId, LocalDate.of(2027, 2, 1), aJob());
    haven.get(ExtendRetentionWorker.class).work(extend);
    haven.get(ExtendRetentionWorker.class).work(extend);
    assertThat(count("clock")).isEqualTo(2);
    scan();
    assertThat(said("retention-due")).hasSize(1);
    haven.clock.set(Instant.parse("2027-02-02T02:00:00Z"));
    scan();
    assertThat(said("retention-due")).hasSize(2);
  }

  private void scan() {
    haven.all(DateScan.class).forEach(DateScan::scan);
  }

  /** Every table that the database has, but those that stay, is empty of the case afterwards. */
  @Test
  void shouldLeaveNothingButTheTrail_whenTheRecordIsDisposedOfTwice() {
    // given
    closed();
    haven
        .get(Timeline.class)
        .add(caseRef, journeyId, "note", "timeline.reported", Map.of(), "Typed", By.of(ALEX));
    haven
        .get(JourneyNotes.class)
        .record(
            caseRef,
            journeyId,
            "Task_ApproveDisposal",
            new Code("dispose"),
            "Its time is over",
            null,
            By.of(ALEX));
    haven
        .get(Meetings.class)
        .record(
            caseRef,
            journeyId,
            STEPS.incrementAndGet(),
            "record-meeting",
            LocalDate.of(2026, 11, 16),
            "Minutes",
            List.of(
                new Meetings.NewAction("Ring", Team.HOUSING_SOLUTIONS, LocalDate.of(2026, 11, 20))),
            By.of(ALEX));
    var other = aPath(another("support-plan"));
    journeys.ended(other, "EndEvent_Done", false);
    long own = aPath(journeyId);
    haven
        .db
        .sql(
            """
            insert into outbox (case_ref, kind, name, facts, created_at, next_attempt_at, dead_at)
            values (:case, 'MESSAGE', 'risk-changed', '{}', now(), now(), null),
              (:case, 'MESSAGE', 'risk-changed', '{}', now(), now(), now())
            """)
        .param("case", caseRef.value())
        .update();
    var hold = new HoldRecordWorker.In(caseRef, journeyId);
    haven.get(HoldRecordWorker.class).work(hold);
    haven.get(HoldRecordWorker.class).work(hold);
    assertThat(haven.get(LegalHolds.class).standing(caseRef)).hasSize(1);

    // when
    var in = new DisposeRecordWorker.In(caseRef, journeyId, aJob());
    haven.get(DisposeRecordWorker.class).work(in);
    haven.get(DisposeRecordWorker.class).work(in);

    // then
    assertThat(status()).isEqualTo(CaseStatus.DISPOSED);
    var tables =
        haven
            .db
            .sql(
                """
                select (c.table_schema || '.' || c.table_name)::regclass::text
                from information_schema.columns c
                join information_schema.tables t using (table_schema, table_name)
                where c.column_name = 'case_ref' and t.table_type = 'BASE TABLE'
                """)
            .query(String.class)
            .list();
    assertThat(tables).hasSizeGreaterThan(40).contains("person", "record_export");
    assertThat(tables.stream().filter(table -> count(table) > 0))
        .containsExactlyInAnyOrder(
            "case_file", "journey", "clock", "legal_hold", "audit_entry", "timeline");
    assertThat(
            haven
                .db
                .sql("select text_key from timeline where case_ref = ?")
                .param(caseRef.value())
                .query(String.class)
                .list())
        .containsExactly("timeline.status");
    for (String way : List.of("journey_step", "journey_incident")) {
      assertThat(
              haven
                  .db
                  .sql(
                      "select process_instance_key from "
                          + way
                          + " where process_instance_key in (?, ?)")
                  .params(own, other)
                  .query(Long.class)
                  .list())
          .as(way)
          .containsExactly(own);
    }
    assertThat(
            haven
                .db
                .sql(
                    "select details ->> 'approvedBy' from audit_entry"
                        + " where case_ref = ? and action = 'dispose-record'")
                .param(caseRef.value())
                .query(String.class)
                .list())
        .containsExactly("alex");
    assertThatThrownBy(
            () ->
                haven
                    .get(Sealing.class)
                    .sealAll(caseRef, "person", "PE-2222222222", Map.of("name", "Nobody")))
        .isInstanceOf(KeyDestroyedException.class);
    assertThat(cases.find(ALEX, caseRef)).isEmpty();
  }

  /** A step and an incident of a journey, as the projector keeps them. */
  private long aPath(JourneyId journey) {
    long instance =
        Objects.requireNonNull(
            journeys.of(caseRef).stream()
                .filter(j -> j.journeyId().equals(journey))
                .findFirst()
                .orElseThrow()
                .processInstanceKey());
    haven
        .db
        .sql(
            """
            insert into journey_step (element_instance_key, process_instance_key,
              process_definition_key, process_id, process_version, scope_key, element_id,
              element_type, entered_at, position)
            values (?, ?, 1, 'a', 1, 1, 'Task_Any', 'USER_TASK', now(), 1)
            """)
        .params(STEPS.incrementAndGet(), instance)
        .update();
    haven
        .db
        .sql(
            """
            insert into journey_incident (incident_key, process_instance_key, process_id,
              element_id, error_type, raised_at, resolved_at)
            values (?, ?, 'a', 'Task_Any', 'JOB_NO_RETRIES', now(), now())
            """)
        .params(STEPS.incrementAndGet(), instance)
        .update();
    return instance;
  }

  private void disposalIsPutOff(String because) {
    var in = new DisposeRecordWorker.In(caseRef, journeyId, aJob());
    for (int run = 0; run < 2; run++) {
      assertThatThrownBy(() -> haven.get(DisposeRecordWorker.class).work(in))
          .isInstanceOfSatisfying(
              BpmnError.class, e -> assertThat(e.code()).isEqualTo("RECORD_NEEDED"));
    }
    assertThat(status()).isEqualTo(CaseStatus.RETAINED);
    assertThat(count("person")).isEqualTo(1);
    assertThat(
            haven
                .db
                .sql("select text_key from timeline where case_ref = ? and kind = 'retention'")
                .param(caseRef.value())
                .query(String.class)
                .list())
        .containsExactly(because);
  }

  @Test
  void shouldDisposeOfNothing_whenAnotherHoldStands() {
    // given
    closed();
    var holds = haven.get(LegalHolds.class);
    haven.get(HoldRecordWorker.class).work(new HoldRecordWorker.In(caseRef, journeyId));
    holds.place(caseRef, "RQ-2222222222", By.SYSTEM);

    // then
    disposalIsPutOff("timeline.not-disposed-held");
    assertThat(holds.standing(caseRef)).hasSize(2);
  }

  /** The job may come hours after the approval, if the engine was away. */
  @Test
  void shouldDisposeOfNothing_whenAnotherJourneyWasAskedForMeanwhile() {
    closed();
    journeys.request(caseRef, "complaint", Map.of(), By.of(ALEX));
    disposalIsPutOff("timeline.not-disposed-journey");
  }

  @Test
  void shouldDisposeOfNothing_whenAnotherReviewOfTheCaseRuns() {
    closed();
    journeys.requestKeyed(
        caseRef,
        "case-review",
        "flag-ending",
        "FL-" + STEPS.incrementAndGet(),
        Map.of(),
        By.SYSTEM);
    disposalIsPutOff("timeline.not-disposed-journey");
  }

  private enum Meanwhile {
    A_HOLD,
    A_JOURNEY
  }

  /** What is asked for while a case is disposed of finds nothing to begin with. */
  @ParameterizedTest
  @EnumSource
  void shouldWaitForTheDisposal_whenSomebodyAsksForTheRecordMeanwhile(Meanwhile asked) {
    // given
    closed();
    var transaction = new TransactionTemplate(haven.get(PlatformTransactionManager.class));
    var other = new AtomicReference<CompletableFuture<Void>>();

    // when
    transaction.executeWithoutResult(
        _ -> {
          haven
              .get(DisposeRecordWorker.class)
              .work(new DisposeRecordWorker.In(caseRef, journeyId, aJob()));
          other.set(CompletableFuture.runAsync(() -> ask(asked)));
          await()
              .until(
                  () -> Objects.requireNonNull(other.get()).isDone() || haven.isWaitingForALock());
        });

    // then
    assertThat(other.get())
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(NoSuchCaseException.class);
    assertThat(status()).isEqualTo(CaseStatus.DISPOSED);
    assertThat(haven.get(LegalHolds.class).standing(caseRef)).isEmpty();
    assertThat(journeys.of(caseRef)).hasSize(1);
  }

  private void ask(Meanwhile asked) {
    switch (asked) {
      case A_HOLD -> haven.get(LegalHolds.class).place(caseRef, "RQ-2222222222", By.SYSTEM);
      case A_JOURNEY -> journeys.request(caseRef, "complaint", Map.of(), By.of(ALEX));
    }
  }

  /** What somebody asked for before, and has not committed yet, counts. */
  @Test
  void shouldWaitAndDisposeOfNothing_whenAHoldIsBeingPlaced() {
    // given
    closed();
    var transaction = new TransactionTemplate(haven.get(PlatformTransactionManager.class));
    var disposal = new AtomicReference<CompletableFuture<Void>>();

    // when
    transaction.executeWithoutResult(
        _ -> {
          haven.get(LegalHolds.class).place(caseRef, "RQ-2222222222", By.SYSTEM);
          disposal.set(
              CompletableFuture.runAsync(() -> disposalIsPutOff("timeline.not-disposed-held")));
          await()
              .until(
                  () ->
                      Objects.requireNonNull(disposal.get()).isDone() || haven.isWaitingForALock());
        });

    // then
    assertThat(disposal.get()).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void shouldDisposeOfNothing_whenTheCaseIsOpen() {
    assertThatThrownBy(
            () ->
                haven
                    .get(DisposeRecordWorker.class)
                    .work(new DisposeRecordWorker.In(caseRef, journeyId, aJob())))
        .isInstanceOf(IllegalStateException.class);
    assertThat(count("person")).isEqualTo(1);
  }

  /** A flag that ends on 20 November 2026, and the journey that asks about it. */
  private JourneyId askedOfAFlag() {
    haven
        .get(TenancyFlags.class)
        .set(
            caseRef,
            journeyId,
            LocalDate.of(2025, 11, 20),
            LocalDate.of(2026, 11, 20),
            STEPS.incrementAndGet());
    scan();
    scan();
    assertThat(said("flag-ending")).hasSize(1);
    return (JourneyId)
        Objects.requireNonNull(said("flag-ending").getFirst().facts().get("journeyId"));
  }

  private void renew(JourneyId asked) {
    var in = new RenewFlagWorker.In(caseRef, asked, aJob());
    haven.get(RenewFlagWorker.class).work(in);
    haven.get(RenewFlagWorker.class).work(in);
  }

  private void expire(JourneyId asked) {
    var in = new ExpireFlagWorker.In(caseRef, asked, aJob());
    haven.get(ExpireFlagWorker.class).work(in);
    haven.get(ExpireFlagWorker.class).work(in);
  }

  private LocalDate flagEndsOn() {
    return haven.get(TenancyFlags.class).of(caseRef).orElseThrow().endsOn();
  }

  private long timesSetMeanwhile() {
    return haven.get(Timeline.class).of(ALEX, caseRef).stream()
        .filter(entry -> entry.textKey().equals("timeline.tenancy-flag-set-meanwhile"))
        .count();
  }

  @Test
  void shouldRenewTheFlagOnce_whenTheJobRunsTwice() {
    renew(askedOfAFlag());
    assertThat(count("tenancy_flag")).isEqualTo(2);
    assertThat(flagEndsOn()).isAfter(LocalDate.of(2026, 11, 20));
    assertThat(timesSetMeanwhile()).isZero();
  }

  @Test
  void shouldEndTheFlagOnce_whenTheJobRunsTwice() {
    expire(askedOfAFlag());

    // then: today is its last day, and nobody is asked about it
    assertThat(count("tenancy_flag")).isEqualTo(2);
    assertThat(flagEndsOn()).isEqualTo(LocalDate.of(2026, 11, 16));
    assertThat(timesSetMeanwhile()).isZero();
    scan();
    assertThat(said("flag-ending")).hasSize(1);
  }

  @Test
  void shouldLeaveTheFlagOfAnotherMarac_whenTheAnswerIsAboutTheOneBefore() {
    // given: while somebody is asked, her case goes to the MARAC again
    var asked = askedOfAFlag();
    haven
        .get(TenancyFlags.class)
        .set(
            caseRef,
            journeyId,
            LocalDate.of(2026, 11, 14),
            LocalDate.of(2027, 11, 14),
            STEPS.incrementAndGet());

    // when
    expire(asked);

    // then: it protects her for its year, and the timeline says so once
    assertThat(flagEndsOn()).isEqualTo(LocalDate.of(2027, 11, 14));
    assertThat(timesSetMeanwhile()).isEqualTo(1);

    // nor does that answer renew it
    renew(asked);
    assertThat(count("tenancy_flag")).isEqualTo(2);
  }

  @Test
  void shouldSayWhatKeepsACaseOpen() {
    var bars = haven.get(ClosureBars.class);
    assertThat(bars.of(caseRef)).isEmpty();

    // a duty
    var duty = another("homelessness-application");
    assertThat(kinds(bars)).containsExactly(Kind.DUTY);

    // a clock, while the journey that started it runs
    var clocks = haven.get(org.haven.casefile.clocks.Clocks.class);
    clocks.start(caseRef, duty, "reliefDuty", null, STEPS.incrementAndGet());
    assertThat(kinds(bars)).containsExactlyInAnyOrder(Kind.DUTY, Kind.CLOCK);
    journeys.ended(
        Objects.requireNonNull(
            journeys.of(caseRef).stream()
                .filter(j -> j.journeyId().equals(duty))
                .findFirst()
                .orElseThrow()
                .processInstanceKey()),
        "EndEvent_Done",
        false);
    assertThat(kinds(bars)).isEmpty();

    // a watch, whatever became of the journey
    clocks.start(caseRef, duty, "maracWatch", null, STEPS.incrementAndGet());
    assertThat(kinds(bars)).containsExactly(Kind.WATCH);
    haven.clock.move(Duration.ofDays(20));
    assertThat(kinds(bars)).isEmpty();

    // an action of a meeting
    var recorded =
        haven
            .get(Meetings.class)
            .record(
                caseRef,
                journeyId,
                STEPS.incrementAndGet(),
                "record-meeting",
                LocalDate.of(2026, 11, 16),
                null,
                List.of(
                    new Meetings.NewAction(
                        "Ring", Team.HOUSING_SOLUTIONS, LocalDate.of(2026, 11, 20))),
                By.of(ALEX));
    assertThat(bars.of(caseRef))
        .containsExactly(new ClosureBars.Bar(Kind.ACTION, LocalDate.of(2026, 11, 20)));
    haven.get(Meetings.class).close(recorded.actionIds().getFirst().value(), true);
    assertThat(kinds(bars)).isEmpty();
  }

  private Set<Kind> kinds(ClosureBars bars) {
    return bars.of(caseRef).stream()
        .map(ClosureBars.Bar::kind)
        .collect(java.util.stream.Collectors.toSet());
  }

  @Test
  void shouldSayNothingRuns_whenOnlyReviewsDo() {
    assertThat(haven.get(CaseReviews.class).anotherRuns(caseRef)).isFalse();
    another("support-plan");
    assertThat(haven.get(CaseReviews.class).anotherRuns(caseRef)).isTrue();
  }
}
