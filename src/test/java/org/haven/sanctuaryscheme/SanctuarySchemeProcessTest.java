package org.haven.sanctuaryscheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.haven.testing.JourneyDriver.aSafeWay;
import static org.haven.testing.JourneyDriver.noSafeWay;
import static org.haven.testing.JourneyDriver.with;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.By;
import org.haven.casefile.DecisionLog;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.works.ContractorJobs;
import org.haven.casefile.works.WorksFiles;
import org.haven.casefile.works.WorksOrderView;
import org.haven.casefile.works.WorksOrders;
import org.haven.forms.FormProblem;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Known;
import org.haven.platform.Team;
import org.haven.tasks.SubmitResult;
import org.haven.testing.JourneyDriver;
import org.haven.testing.ProcessTest;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** J7 on the real broker: locks, and security at her home, in order of date. */
@ProcessTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SanctuarySchemeProcessTest {
  private static final String HOME = "3 Thistlewood Yard";

  @Autowired private ApplicationContext context;
  private JourneyDriver haven;
  private JdbcClient db;

  @BeforeAll
  void start() {
    haven = new JourneyDriver(context);
    db = context.getBean(JdbcClient.class);
  }

  @AfterAll
  void release() {
    TestPlatform.releaseClocks();
  }

  private void request(CaseRef caseRef, Known locksNow) {
    haven.request(
        caseRef,
        "sanctuary-scheme",
        locksNow == Known.UNKNOWN ? Map.of() : Map.of("locksNow", locksNow));
  }

  private static Map<String, Object> locks(String outcome, String perpetratorLivesThere) {
    var answers = new LinkedHashMap<String, Object>();
    answers.put("requesterChecked", "yes");
    answers.put("howChecked", "She whispered the code word");
    answers.put("requesterMayOccupy", "yes");
    answers.put("perpetratorLivesThere", perpetratorLivesThere);
    answers.put("outcome", outcome);
    return answers;
  }

  /** She lives here, without him, feels safe and chooses to stay; nobody else is to know. */
  private static Map<String, Object> aChoice(String tenure) {
    var answers = new LinkedHashMap<String, Object>();
    answers.put("perpetratorLivesThere", "no");
    answers.put("safeToRemain", "yes");
    answers.put("victimChoosesToStay", "yes");
    answers.put("livesInBorough", "yes");
    answers.put("tenure", tenure);
    if (!tenure.equals("council-tenant")) {
      answers.put("ownerMayBeAsked", "no");
    }
    answers.put("saferWanted", "no");
    answers.put("consent", "given");
    return answers;
  }

  private static Map<String, Object> anInspection(String... measures) {
    return Map.of("measures", List.of(measures), "fireEscape", "By the back door, she whispered");
  }

  private List<WorksOrderView> orders(CaseRef caseRef) {
    return context.getBean(WorksOrders.class).of(haven.person("maya.okafor"), caseRef);
  }

  /** The file for the contractor, once the case has so many orders. */
  private String file(CaseRef caseRef, int orders) {
    await().atMost(Duration.ofSeconds(60)).until(() -> orders(caseRef).size() == orders);
    var out = new ByteArrayOutputStream();
    context.getBean(WorksFiles.class).export(haven.person("jo.tanner"), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** What the contractor's file says of the open order of this job. */
  private void reported(CaseRef caseRef, String job, String outcome) {
    var order =
        orders(caseRef).stream()
            .filter(one -> one.isOpen() && one.jobs().contains(new Code(job)))
            .findFirst()
            .orElseThrow();
    context
        .getBean(WorksOrders.class)
        .complete(order.worksOrderId(), new Code(outcome), null, By.SYSTEM);
  }

  /** Somebody of the contractor says it on the page of jobs, twice. */
  private void doneOnThePage(CaseRef caseRef) {
    haven.awaitWaitingAt(caseRef, "Task_AwaitLocks");
    var jobs = context.getBean(ContractorJobs.class);
    var lee = haven.person("lee.mortimer");
    var job =
        jobs.list(lee).stream().filter(one -> HOME.equals(one.address())).findFirst().orElseThrow();
    var now = context.getBean(Clock.class).instant();
    for (int i = 0; i < 2; i++) {
      assertThat(jobs.done(lee, job.id(), now)).contains(ContractorJobs.Told.TAKEN);
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(
                        db.sql(
                                """
                                select exists (select 1 from journey_step s
                                  join journey j using (process_instance_key)
                                  where j.case_ref = ? and s.element_id = 'Task_AwaitLocks'
                                    and s.left_at is not null and not s.terminated)
                                """)
                            .param(caseRef.value())
                            .query(Boolean.class)
                            .single())
                    .isTrue());
  }

  private List<String> referrals(CaseRef caseRef) {
    return db.sql("select agency || ' ' || status from referral where case_ref = ?")
        .param(caseRef.value())
        .query(String.class)
        .list();
  }

  private void tell(CaseRef caseRef, String message) {
    context.getBean(JourneyRegister.class).broadcast(caseRef, message, Map.of(), Set.of());
  }

  @Test
  @Order(1)
  void shouldOnlyAskSafer_whenSheLivesElsewhereAndIsInDanger() {
    // given
    haven.moveTo("2026-05-12T10:00");
    var caseRef = haven.aCase(Map.of());
    request(caseRef, Known.YES);

    // when: somebody is in danger now
    var booking = haven.complete(caseRef, "Task_BookLockChange", locks("999-and-home", "unknown"));
    assertThat(booking.team()).isEqualTo(Team.HOUSING_MAINTENANCE);

    // then: 999 and a safe place instead of locks
    var call = haven.outcome(caseRef, "Task_Call999", "called");
    assertThat(call.due()).isEqualTo("2026-05-12T11:00");
    haven.awaitRequested(caseRef, "homelessness-application");
    assertThat(orders(caseRef)).isEmpty();

    // and her home is in another council's area; she does not want it shared
    haven.complete(
        caseRef,
        "Task_ConfirmSanctuaryChoice",
        with(
            with(with(aChoice("private-rented"), "livesInBorough", "no"), "saferWanted", "yes"),
            "consent",
            "refused"));
    assertThat(haven.awaitEnd(caseRef, "sanctuary-scheme")).isEqualTo("safer-only");
    assertThat(referrals(caseRef)).isEmpty();
  }

  @Test
  @Order(2)
  void shouldNotBeEligible_whenThePerpetratorLivesThere() {
    // given
    haven.moveTo("2026-05-18T09:00");
    var caseRef = haven.aCase(Map.of("tenure", "council-tenant"));
    request(caseRef, Known.UNKNOWN);
    assertThat(haven.outcome(caseRef, "Task_AskAboutLocks", "now").due())
        .isEqualTo("2026-05-19T09:00");

    // when: locks cannot be booked past legal services
    var booking = haven.awaitTask(caseRef, "Task_BookLockChange");
    assertThat(haven.submit(booking, haven.ownerOf(booking), locks("booked", "yes")))
        .isInstanceOfSatisfying(
            SubmitResult.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(FormProblem::key)
                    .containsExactly("perpetratorLivesThere"));
    haven.complete(caseRef, "Task_BookLockChange", locks("legal-check", "yes"));
    var check = haven.outcome(caseRef, "Task_CheckRightToChangeLocks", "may-not");
    assertThat(check.team()).isEqualTo(Team.LEGAL_SERVICES);

    // and the choice is confirmed
    haven.complete(
        caseRef,
        "Task_ConfirmSanctuaryChoice",
        with(aChoice("council-tenant"), "perpetratorLivesThere", "yes"));

    // then
    haven.outcome(caseRef, "Task_OfferOtherWays", "both");
    assertThat(haven.awaitEnd(caseRef, "sanctuary-scheme")).isEqualTo("not-eligible");
    haven.awaitRequested(caseRef, "management-transfer");
    haven.awaitRequested(caseRef, "homelessness-application");
    assertThat(orders(caseRef)).isEmpty();
    assertThat(
            context
                .getBean(DecisionLog.class)
                .of(haven.person("maya.okafor"), caseRef)
                .getFirst()
                .advice())
        .containsEntry("scheme", "not-eligible")
        .containsEntry("lockChange", "legal-check");
  }

  @Test
  @Order(3)
  void shouldAskAgain_whenItIsNotKnownWhetherSheFeelsSafe() {
    // given
    haven.moveTo("2026-06-01T10:00");
    var caseRef = haven.aCase(Map.of("tenure", "council-tenant"));
    request(caseRef, Known.NO);
    var first =
        haven.complete(
            caseRef,
            "Task_ConfirmSanctuaryChoice",
            with(aChoice("council-tenant"), "safeToRemain", "unknown"));

    // then: asked again, not refused
    var second = haven.awaitTask(caseRef, "Task_ConfirmSanctuaryChoice");
    assertThat(second.id()).isNotEqualTo(first.id());
    haven.complete(caseRef, "Task_ConfirmSanctuaryChoice", aChoice("council-tenant"));

    // and a council home needs nobody's agreement
    var inspection = haven.complete(caseRef, "Task_InspectProperty", anInspection("door"));
    assertThat(inspection.team()).isEqualTo(Team.HOUSING_MAINTENANCE);
    assertThat(inspection.due()).isEqualTo("2026-06-03T17:15");
    haven.outcome(caseRef, "Task_AgreeMeasures", "declined");
    assertThat(haven.awaitEnd(caseRef, "sanctuary-scheme")).isEqualTo("declined");
    assertThat(orders(caseRef)).isEmpty();
  }

  @Test
  @Order(4)
  void shouldOnlyChangeLocks_whenTheWorksDoNotComeAbout() {
    // given: legal services allow the locks
    haven.moveTo("2026-06-08T10:00");
    var caseRef = haven.aCase(Map.of("tenure", "council-tenant", "tenancyRef", "TEN-7101"));
    request(caseRef, Known.YES);
    haven.complete(caseRef, "Task_ConfirmSanctuaryChoice", aChoice("council-tenant"));
    haven.complete(caseRef, "Task_InspectProperty", anInspection("door", "smoke"));
    haven.outcome(caseRef, "Task_AgreeMeasures", "accepted");
    assertThat(haven.awaitClock(caseRef, "sanctuaryWorks")).isEqualTo("2026-06-15T17:15");
    haven.complete(caseRef, "Task_BookLockChange", locks("legal-check", "unknown"));
    haven.outcome(caseRef, "Task_CheckRightToChangeLocks", "may-change");

    // when: nobody comes within the day
    haven.awaitOpenTasks(caseRef);
    haven.awaitWaitingAt(caseRef, "Task_AwaitLocks");
    haven.moveTo("2026-06-09T10:00:01");
    haven.outcome(caseRef, "Task_ChaseLocks", "done");
    reported(caseRef, "change-locks", "no-access");
    haven.complete(caseRef, "Task_BookLockChange", locks("booked", "no"));

    // and the other works are late too, while their chase is under way
    haven.moveTo("2026-06-15T17:15:01");
    haven.awaitTask(caseRef, "Task_ChaseWorks");
    reported(caseRef, "door", "cancelled");
    haven.outcome(caseRef, "Task_CheckMeasures", "more-needed");
    haven.complete(caseRef, "Task_InspectProperty", anInspection("alarm"));
    haven.outcome(caseRef, "Task_AgreeMeasures", "declined");
    haven.answer(caseRef, "Task_AwaitLocks", "completed", Map.of("completedOn", "2026-06-15"));

    // then
    assertThat(haven.awaitEnd(caseRef, "sanctuary-scheme")).isEqualTo("locks-only");
    haven.awaitOpenTasks(caseRef);
    assertThat(orders(caseRef))
        .extracting(
            order -> order.jobs().stream().map(Code::value).toList() + " " + order.tenancyRef())
        .containsExactlyInAnyOrder(
            "[change-locks] TEN-7101", "[change-locks] TEN-7101", "[door, smoke] TEN-7101");
  }

  @Test
  @Order(5)
  void shouldStop_whenTheCaseIsClosed() {
    // given: no safe way, and the supervisor does not want to wait
    haven.moveTo("2026-07-06T10:00");
    var caseRef = haven.aCase(Map.of("tenure", "council-tenant"));
    haven.contactBecomesUnsafe(caseRef);
    request(caseRef, Known.UNKNOWN);
    haven.outcome(caseRef, "Task_AskAboutLocks", "not-now");
    haven.complete(caseRef, "Task_CheckSafeContact", noSafeWay());
    haven.outcome(caseRef, "Task_AgreeApproach", "go-on-without");

    // when: in two working days it is looked at again
    assertThat(haven.awaitClock(caseRef, "standard")).isEqualTo("2026-07-08T17:15");
    haven.awaitOpenTasks(caseRef);
    haven.moveTo("2026-07-08T17:15:01");
    haven.complete(caseRef, "Task_CheckSafeContact", aSafeWay());
    haven.awaitTask(caseRef, "Task_ConfirmSanctuaryChoice");

    // and what happens to the case is looked at
    tell(caseRef, "risk-changed");
    haven.outcome(caseRef, "Task_CheckPlanStillSafe", "continue");
    tell(caseRef, "victim-moved");
    haven.outcome(caseRef, "Task_CheckPlanStillSafe", "change");
    tell(caseRef, "consent-withdrawn");
    haven.outcome(caseRef, "Task_ReviewLawfulSteps", "go-on-by-duty");
    tell(caseRef, "case-closed");

    // then
    assertThat(haven.awaitEnd(caseRef, "sanctuary-scheme")).isEqualTo("stopped");
    haven.awaitOpenTasks(caseRef);
  }

  @Test
  @Order(6)
  void shouldBookLocksAtNightAndFitMeasures_whenAPrivateRenterAsksAtChristmas() {
    // given
    haven.moveTo("2026-12-25T22:00");
    var caseRef = haven.aCase(Map.of("tenure", "private-rented"));

    // when
    request(caseRef, Known.YES);

    // then: the out-of-hours team books them, within 24 hours, and the rest does not wait
    var booking = haven.awaitTask(caseRef, "Task_BookLockChange");
    assertThat(booking.team()).isEqualTo(Team.OUT_OF_HOURS);
    assertThat(booking.due()).isEqualTo("2026-12-26T22:00");
    haven.awaitTask(caseRef, "Task_ConfirmSanctuaryChoice");
    var unsure =
        with(
            with(locks("booked", "unknown"), "requesterChecked", "no"), "requesterMayOccupy", "no");
    assertThat(haven.submit(booking, haven.ownerOf(booking), unsure))
        .isInstanceOfSatisfying(
            SubmitResult.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(FormProblem::key)
                    .containsExactlyInAnyOrder(
                        "requesterChecked", "requesterMayOccupy", "perpetratorLivesThere"));
    haven.complete(
        caseRef, "Task_BookLockChange", with(locks("booked", "no"), "workAddress", HOME));

    // and the contractor learns the place and the job, never who or why
    assertThat(file(caseRef, 1))
        .contains(HOME, "change-locks")
        .doesNotContain("Marguerite", "Delacroix", caseRef.value(), "abuse");
    doneOnThePage(caseRef);

    // and on the next working day she chooses to stay; the owner is asked, and never why
    haven.moveTo("2026-12-29T10:00");
    haven.complete(
        caseRef,
        "Task_ConfirmSanctuaryChoice",
        with(
            with(
                with(aChoice("private-rented"), "ownerMayBeAsked", "yes"),
                "ownerMayKnow",
                "That there are works, she whispered"),
            "saferWanted",
            "yes"));
    haven.outcome(caseRef, "Task_SeekOwnerAgreement", "agreed");
    var inspection =
        haven.complete(
            caseRef,
            "Task_InspectProperty",
            with(anInspection("door", "light"), "workAddress", HOME));
    assertThat(inspection.due()).isEqualTo("2026-12-31T17:15");
    haven.outcome(caseRef, "Task_AgreeMeasures", "accepted");
    assertThat(haven.awaitClock(caseRef, "sanctuaryWorks")).isEqualTo("2027-01-06T17:15");
    assertThat(file(caseRef, 2)).contains(HOME, "door light").doesNotContain("change-locks");
    haven.answer(caseRef, "Task_AwaitWorks", "completed", Map.of("completedOn", "2026-12-29"));
    assertThat(haven.outcome(caseRef, "Task_CheckMeasures", "fitted").due())
        .isEqualTo("2026-12-31T17:15");

    // and SAFER is chased when it is silent
    haven.outcome(caseRef, "Task_ReferToSafer", "referred");
    assertThat(haven.awaitClock(caseRef, "partnerReply")).isEqualTo("2027-01-06T17:15");
    haven.moveTo("2027-01-06T17:15:01");
    haven.awaitTask(caseRef, "Task_ChasePartner");
    haven.answer(caseRef, "Task_AwaitSaferOutcome", "accepted", Map.of());
    assertThat(haven.awaitEnd(caseRef, "sanctuary-scheme")).isEqualTo("fitted");
    haven.awaitOpenTasks(caseRef);
    assertThat(referrals(caseRef)).containsExactly("safer accepted");
    assertThat(
            db.sql("select purpose || ' ' || basis from sharing_ledger where case_ref = ?")
                .param(caseRef.value())
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder("landlord consent", "safer consent");

    haven.assertNothingToldReachedTheEngine();
  }
}
