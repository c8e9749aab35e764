package org.haven.casefile.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseRouting;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.casefile.SharingDecisions;
import org.haven.casefile.SharingLedger;
import org.haven.engine.JobContext;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each shared job runs twice and has one effect. */
class CaseWorkersTest {
  private static final AtomicLong STEPS = new AtomicLong(9000);

  private final TestCasefile haven = TestCasefile.fresh();
  private final CaseRef caseRef =
      haven
          .get(CaseFiles.class)
          .open(
              new NewCase(
                  new Code("phone"), haven.clock.instant(), "alex", Team.HOUSING_SOLUTIONS, false),
              By.of(ALEX));
  private final JourneyId journeyId =
      haven.get(JourneyRegister.class).request(caseRef, "repairs-concern", Map.of(), By.of(ALEX));

  CaseWorkersTest() {
    haven.outbox.said.clear();
  }

  @AfterEach
  void stop() {
    haven.close();
  }

  private static JobContext aJob(Map<String, String> headers) {
    long step = STEPS.incrementAndGet();
    return new JobContext(step, "repairs-concern", 1, 1, 1, "Task", step, headers);
  }

  private RequestJourneyWorker.In request(JobContext job) {
    return new RequestJourneyWorker.In(
        caseRef,
        journeyId,
        new Code("high"),
        List.of(new Code("judgement")),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Known.YES,
        Known.UNKNOWN,
        Known.UNKNOWN,
        Known.UNKNOWN,
        Known.UNKNOWN,
        null,
        Known.UNKNOWN,
        Known.NO,
        job);
  }

  private void twice(RequestJourneyWorker.In in) {
    haven.get(RequestJourneyWorker.class).work(in);
    haven.get(RequestJourneyWorker.class).work(in);
  }

  @Test
  void shouldAskForAJourneyOnceAndTellItWhatIsKnown() {
    twice(request(aJob(Map.of("process", "support-plan"))));
    assertThat(haven.said("support-plan-requested"))
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.key()).isEqualTo(caseRef.value());
              assertThat(said.told())
                  .containsEntry("level", new Code("high"))
                  .containsEntry("childAffected", Known.YES)
                  .containsEntry("staffImplicated", Known.NO)
                  .containsEntry("askedBy", new Code("repairs-concern"))
                  .doesNotContainKey("childHarmNow");
            });
  }

  @Test
  void shouldGiveItAReferenceOfItsOwn_whenItRunsBesideOthers() {
    twice(request(aJob(Map.of("process", "safeguarding-referral", "key", "new"))));
    twice(request(aJob(Map.of("process", "safeguarding-referral"))));
    assertThat(haven.said("safeguarding-referral-requested"))
        .hasSize(2)
        .allSatisfy(
            said -> {
              assertThat(said.key()).startsWith("RQ-");
              assertThat(said.told())
                  .containsEntry("requestId", said.key())
                  .containsEntry("concernId", said.key());
            })
        .extracting("key")
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldUseAnotherStartMessage_whenTheModelSaysSo() {
    twice(
        request(aJob(Map.of("process", "homelessness-application", "start", "review-requested"))));
    assertThat(haven.said("review-requested")).hasSize(1);
    var job = aJob(Map.of());
    assertThatThrownBy(() -> haven.get(RequestJourneyWorker.class).work(request(job)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldStopTheJourneyOnce() {
    var stop = new SendJourneyStoppedWorker.In(caseRef, journeyId, aJob(Map.of()));
    haven.get(SendJourneyStoppedWorker.class).work(stop);
    haven.get(SendJourneyStoppedWorker.class).work(stop);
    assertThat(haven.said("journey-stopped"))
        .singleElement()
        .extracting("key")
        .isEqualTo(journeyId.value());
  }

  private RecordSharingBasisWorker.Out settle(
      String decision, String basis, String approver, @Nullable String decided) {
    var in =
        new RecordSharingBasisWorker.In(
            caseRef,
            new Code("landlord"),
            new Code("refused"),
            new Code(decision),
            new Code(basis),
            new Code(approver),
            decided == null ? null : new Code(decided),
            aJob(Map.of()));
    var first = haven.get(RecordSharingBasisWorker.class).work(in);
    assertThat(haven.get(RecordSharingBasisWorker.class).work(in)).isEqualTo(first);
    return first;
  }

  private static RecordSharingBasisWorker.Out out(boolean allowed, String basis) {
    return new RecordSharingBasisWorker.Out(allowed, new Code(basis));
  }

  @Test
  void shouldShareOnlyWhatTheTableOrTheOneWhoWasAskedAllows() {
    assertThat(settle("share", "public-task", "nobody", null)).isEqualTo(out(true, "public-task"));
    assertThat(settle("share-now", "public-task", "supervisor-after", null))
        .isEqualTo(out(true, "public-task"));
    assertThat(settle("do-not-share", "none", "nobody", null)).isEqualTo(out(false, "none"));
    assertThat(settle("never", "none", "nobody", "share")).isEqualTo(out(false, "none"));
    assertThat(settle("approve", "legal-duty", "legal-or-safeguarding", null))
        .isEqualTo(out(false, "none"));
    assertThat(settle("approve", "legal-duty", "legal-or-safeguarding", "share"))
        .isEqualTo(out(true, "legal-duty"));
    assertThat(settle("share", "public-task", "safeguarding-lead-if-refused", "do-not-share"))
        .isEqualTo(out(false, "none"));
    assertThat(settle("ask", "none", "data-protection", "share"))
        .isEqualTo(out(true, "as-decided"));
    assertThat(haven.db.sql("select count(*) from sharing_ledger").query(Integer.class).single())
        .isEqualTo(8);
    assertThat(haven.get(SharingDecisions.class).lastAnswer(caseRef, new Code("landlord")))
        .contains(new Code("refused"));
  }

  @Test
  void shouldNotTakeAgreementForOneAgencyAsAgreementForAnother() {
    SharingDecisions sharing = haven.get(SharingDecisions.class);
    JourneyId journeyId = new JourneyId("JO-2222222222");
    haven
        .get(SharingLedger.class)
        .record(caseRef, new Code("safer"), new Code("given"), null, Map.of(), By.SYSTEM);
    assertThat(sharing.consent(caseRef, journeyId, new Code("safer"), null))
        .isEqualTo(new Code("given"));
    assertThat(sharing.consent(caseRef, journeyId, new Code("landlord"), null)).isNull();
    assertThat(sharing.consent(caseRef, journeyId, new Code("landlord"), new Code("given")))
        .isEqualTo(new Code("given"));
  }

  @Test
  void shouldTakeDangerForDangerNowForADayOnly() {
    LoadConsentWorker worker = haven.get(LoadConsentWorker.class);
    var in =
        new LoadConsentWorker.In(
            caseRef, new JourneyId("JO-2222222222"), new Code("landlord"), null, Known.YES);
    haven.get(CaseFacts.class).put(caseRef, Map.of("immediateDanger", Known.YES), By.SYSTEM);
    assertThat(worker.work(in).dangerNow()).isEqualTo(Known.YES);
    assertThat(haven.get(CaseRouting.class).load(caseRef).immediateDanger()).isEqualTo(Known.YES);
    haven.clock.move(Duration.ofHours(25));
    assertThat(worker.work(in).dangerNow()).isEqualTo(Known.NO);
    assertThat(haven.get(CaseRouting.class).load(caseRef).immediateDanger()).isNull();
    // said again, it is danger now again
    haven.get(CaseFacts.class).put(caseRef, Map.of("immediateDanger", Known.YES), By.SYSTEM);
    assertThat(worker.work(in).dangerNow()).isEqualTo(Known.YES);
  }

  @Test
  void shouldKnowWhenAMaracIsDueAndWhoIsACouncilTenant() {
    CaseRouting routing = haven.get(CaseRouting.class);
    CaseFacts facts = haven.get(CaseFacts.class);
    assertThat(routing.load(caseRef).maracDue()).isNull();
    assertThat(routing.load(caseRef).councilTenant()).isNull();
    facts.put(caseRef, Map.of("riskLevel", "medium", "tenure", "private-rented"), By.of(ALEX));
    assertThat(routing.load(caseRef).maracDue()).isEqualTo(Known.NO);
    assertThat(routing.load(caseRef).councilTenant()).isEqualTo(Known.NO);
    facts.put(
        caseRef,
        Map.of(
            "maracOutcome",
            "repeat",
            "tenure",
            "council-tenant",
            "riskGrounds",
            List.of("judgement"),
            "children",
            2,
            "recourse",
            false),
        By.of(ALEX));
    var known = routing.load(caseRef);
    assertThat(known.maracDue()).isEqualTo(Known.YES);
    assertThat(known.councilTenant()).isEqualTo(Known.YES);
    assertThat(known.grounds()).containsExactly(new Code("judgement"));
    assertThat(known.children()).isEqualTo(2);
    assertThat(known.recourse()).isEqualTo(Known.NO);
  }
}
