package org.haven.homelessnessapplication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.SafeContacts;
import org.haven.forms.FormProblem;
import org.haven.homelessnessapplication.HomelessnessApplications.Asked;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.haven.tasks.SubmitResult;
import org.haven.testing.JourneyDriver;
import org.haven.testing.ProcessTest;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** J8 on the real broker: every scenario of the procedure, dates to the minute. */
@ProcessTest
class HomelessnessApplicationProcessTest {
  private static final String PROCESS = "homelessness-application";

  @Autowired private ApplicationContext context;
  private JourneyDriver haven;
  private HomelessnessApplications applications;

  @BeforeAll
  void start() {
    haven = new JourneyDriver(context);
    applications = context.getBean(HomelessnessApplications.class);
  }

  @AfterAll
  void release() {
    TestPlatform.releaseClocks();
  }

  private static Map<String, Object> application(Object... changes) {
    var answers = new HashMap<String, Object>();
    answers.put("reasonToBelieve", "yes");
    answers.put("homeless", "yes");
    answers.put("eligible", "yes");
    answers.put("children", 0);
    answers.put("pregnant", "no");
    answers.put("recourse", "yes");
    answers.put("lossReason", "domestic-abuse");
    answers.put("lastSettledHome", "A flat that he whispered was his");
    answers.put("unsafeAreas", "Anywhere near Delacroix Street");
    return with(answers, changes);
  }

  private static Map<String, Object> placement(String kind, String startOn, Object... changes) {
    var answers = new HashMap<String, Object>();
    answers.put("kind", kind);
    answers.put("areaSafe", "yes");
    answers.put("startOn", startOn);
    answers.put("safeAddress", "4 Marzipan Yard");
    return with(answers, changes);
  }

  private static Map<String, Object> plan(String homeless, String satisfiedOn, Object... changes) {
    var answers = new HashMap<String, Object>();
    answers.put("homeless", homeless);
    answers.put("eligible", "yes");
    answers.put("priorityNeed", "yes");
    answers.put("intentional", "no");
    answers.put("satisfiedOn", satisfiedOn);
    answers.put("steps", "She whispered what would help");
    return with(answers, changes);
  }

  private static Map<String, Object> decision(String duty, String notifiedOn, Object... changes) {
    var answers = new HashMap<String, Object>();
    answers.put("duty", duty);
    answers.put("notifiedOn", notifiedOn);
    answers.put("reasons", "She cannot safely go back.");
    answers.put("reviewRight", true);
    return with(answers, changes);
  }

  private static Map<String, Object> with(HashMap<String, Object> answers, Object... changes) {
    for (int i = 0; i < changes.length; i += 2) {
      answers.put(String.valueOf(changes[i]), changes[i + 1]);
    }
    return answers;
  }

  private CaseRef start(String at) {
    haven.moveTo(at);
    var caseRef = haven.aCase(Map.of());
    haven.request(caseRef, PROCESS, Map.of());
    return caseRef;
  }

  /** An application up to its first letter, of somebody who is placed in a refuge. */
  private CaseRef decided(String day, String homeless, String duty) {
    var caseRef = start(day + "T10:00");
    haven.complete(caseRef, "Task_TakeApplication", application("homeless", homeless));
    haven.complete(caseRef, "Task_PlaceSafely", placement("refuge", day));
    haven.complete(caseRef, "Task_AgreeHousingPlan", plan(homeless, day));
    haven.complete(caseRef, "Task_IssueDecisionLetter", decision(duty, day));
    haven.passLetter(caseRef);
    return caseRef;
  }

  /** The way to reach her was found safe again: it holds for 28 days. */
  private void stillSafe(CaseRef caseRef) {
    context
        .getBean(SafeContacts.class)
        .record(
            caseRef,
            true,
            Map.of("method", "phone", "detail", "01632 960555"),
            new By("maya.okafor"));
  }

  private static void assertProblem(SubmitResult result, String... fields) {
    assertThat(result)
        .isInstanceOfSatisfying(
            SubmitResult.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(FormProblem::key)
                    .containsExactlyInAnyOrder(fields));
  }

  @Test
  void shouldGiveAHomeTheSameDay_whenAbuseIsLikelyAndThereIsNoPoliceReport() {
    // given
    var caseRef = start("2026-09-14T15:00");

    // when
    var task = haven.awaitTask(caseRef, "Task_TakeApplication");
    assertThat(task.team()).isEqualTo(Team.HOUSING_SOLUTIONS);
    assertThat(task.due()).isEqualTo("2026-09-14T16:00");
    assertProblem(
        haven.submit(task, haven.ownerOf(task), application("reasonToBelieve", "no")),
        "reasonToBelieve");
    haven.complete(caseRef, "Task_TakeApplication", application());

    // then
    var place = haven.awaitTask(caseRef, "Task_PlaceSafely");
    assertThat(place.slaKey()).isEqualTo("interimHome");
    assertThat(place.due()).isEqualTo("2026-09-14T16:00");
    assertProblem(
        haven.submit(
            place, haven.ownerOf(place), placement("refuge", "2026-09-14", "areaSafe", "unknown")),
        "areaSafe");
    haven.complete(caseRef, "Task_PlaceSafely", placement("refuge", "2026-09-14"));
    assertThat(context.getBean(AddressVault.class).holds(caseRef)).isTrue();
    var plan = haven.awaitTask(caseRef, "Task_AgreeHousingPlan");
    assertThat(plan.due()).isEqualTo("2026-09-21T17:15");
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  void shouldEndReliefOnSunday5AprilAndOweTheLetterOnMonday27_whenAcceptedOn9February() {
    // given
    var caseRef = start("2026-02-09T10:00");
    haven.complete(caseRef, "Task_TakeApplication", application("eligible", "unknown"));
    haven.complete(caseRef, "Task_PlaceSafely", placement("refuge", "2026-02-09"));

    // when: what is not known is found out, and the law settles the rest
    haven.complete(
        caseRef, "Task_AgreeHousingPlan", plan("yes", "2026-02-09", "eligible", "unknown"));
    var plan = haven.awaitTask(caseRef, "Task_AgreeHousingPlan");
    assertProblem(
        haven.submit(
            plan,
            haven.ownerOf(plan),
            plan("yes", "2026-02-10", "priorityNeed", "no", "intentional", "yes")),
        "priorityNeed",
        "intentional",
        "satisfiedOn");
    haven.complete(
        caseRef, "Task_AgreeHousingPlan", plan("yes", "2026-02-09", "intentional", "unknown"));
    var letter = haven.awaitTask(caseRef, "Task_IssueDecisionLetter");
    assertThat(letter.due()).isEqualTo("2026-02-11T17:15");
    assertProblem(
        haven.submit(letter, haven.person("maya.okafor"), decision("prevention", "2026-02-09")),
        "duty");
    haven.complete(caseRef, "Task_IssueDecisionLetter", decision("relief", "2026-02-09"));
    haven.passLetter(caseRef);

    // then
    assertThat(haven.awaitClock(caseRef, "reliefDuty")).isEqualTo("2026-04-05T23:59:59");
    haven.moveTo("2026-04-05T23:59");
    assertThat(haven.openTasks(caseRef)).isEmpty();
    haven.moveTo("2026-04-06T00:00");
    var end = haven.awaitTask(caseRef, "Task_IssueDecisionLetterEnding");
    assertThat(end.slaKey()).isEqualTo("mainDutyDecision");
    assertThat(end.due()).isEqualTo("2026-04-27T17:15");
    haven.moveTo("2026-04-20T10:00");
    stillSafe(caseRef);
    haven.complete(caseRef, "Task_IssueDecisionLetterEnding", decision("main-duty", "2026-04-20"));
    haven.passLetter(caseRef);
    haven.outcome(caseRef, "Task_MakeFinalOffer", "accepted");
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("housed");
    assertThat(applications.decisions(haven.person("maya.okafor"), caseRef))
        .extracting(DecisionView::duty)
        .containsExactly("main-duty", "relief");
    assertThat(lossReason(caseRef)).isEqualTo("domestic-abuse");
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  void shouldEndByNotice_whenTheFinalOfferIsRefused() {
    // given: priority need is not known when relief ends
    var caseRef = start("2026-02-09T10:00");
    haven.complete(
        caseRef,
        "Task_TakeApplication",
        application("reasonToBelieve", "no", "lossReason", "other"));
    haven.complete(
        caseRef,
        "Task_AgreeHousingPlan",
        plan("yes", "2026-02-09", "priorityNeed", "unknown", "intentional", "unknown"));
    haven.complete(caseRef, "Task_IssueDecisionLetter", decision("relief", "2026-02-09"));
    haven.passLetter(caseRef);
    haven.awaitClock(caseRef, "reliefDuty");
    haven.moveTo("2026-04-06T00:00");

    // when
    var enquiries = haven.awaitTask(caseRef, "Task_CompleteEnquiries");
    assertThat(enquiries.due()).isEqualTo("2026-04-27T17:15");
    haven.moveTo("2026-04-07T10:00");
    stillSafe(caseRef);
    haven.complete(caseRef, "Task_CompleteEnquiries", plan("yes", "2026-02-09"));
    haven.complete(caseRef, "Task_IssueDecisionLetterEnding", decision("main-duty", "2026-04-07"));
    haven.passLetter(caseRef);
    haven.outcome(caseRef, "Task_MakeFinalOffer", "refused");
    var letter = haven.awaitTask(caseRef, "Task_IssueDecisionLetterEnding");
    assertThat(letter.slaKey()).isEqualTo("decisionLetter");
    haven.complete(
        caseRef, "Task_IssueDecisionLetterEnding", decision("main-duty-ended", "2026-04-07"));
    haven.passLetter(caseRef);

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("duty-ended");
  }

  @Test
  void shouldHaveItsOwn56Days_whenSheMustFleeWhilePreventionRuns() {
    // given
    var caseRef = decided("2026-05-11", "threatened", "prevention");
    assertThat(haven.awaitClock(caseRef, "preventionDuty")).isEqualTo("2026-07-05T23:59:59");

    // when
    haven.moveTo("2026-06-01T10:00");
    stillSafe(caseRef);
    haven.answer(caseRef, "Task_AwaitHomeInPrevention", "must-leave", Map.of());
    haven.complete(caseRef, "Task_PlaceSafely", placement("refuge", "2026-06-01"));
    haven.complete(caseRef, "Task_AgreeHousingPlan", plan("yes", "2026-06-01"));
    haven.complete(caseRef, "Task_IssueDecisionLetter", decision("relief", "2026-06-01"));
    haven.passLetter(caseRef);

    // then
    assertThat(haven.awaitClock(caseRef, "reliefDuty")).isEqualTo("2026-07-26T23:59:59");
    haven.answer(caseRef, "Task_AwaitHomeInRelief", "secured", Map.of());
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("housed");
  }

  @Test
  void shouldEndPreventionByNoticeWithAShortReview_whenItsDaysAreOver() {
    // given
    var caseRef = decided("2026-05-11", "threatened", "prevention");
    haven.awaitClock(caseRef, "preventionDuty");

    // when
    haven.moveTo("2026-07-06T10:00");
    stillSafe(caseRef);
    haven.outcome(caseRef, "Task_ReviewPrevention", "end");
    haven.complete(
        caseRef, "Task_IssueDecisionLetterEnding", decision("prevention-ended", "2026-07-06"));
    haven.passLetter(caseRef);
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("duty-ended");

    // then: three weeks, the day of asking counts
    var officer = haven.person("maya.okafor");
    var ended = applications.decisions(officer, caseRef).getFirst();
    assertThat(
            applications.askForReview(
                officer, caseRef, ended.letterId(), LocalDate.parse("2026-07-06")))
        .isEqualTo(Asked.STARTED);
    var review = haven.awaitTask(caseRef, "Task_DecideReview");
    assertThat(review.slaKey()).isEqualTo("reviewShort");
    assertThat(review.due()).isEqualTo("2026-07-26T23:59:59");
  }

  @Test
  void shouldDecideBy24JuneByAnUninvolvedManager_whenNotifiedOn10AprilAndAskedOn30() {
    // given: a manager who had a part in the application
    var caseRef = start("2026-04-10T10:00");
    haven.complete(caseRef, "Task_TakeApplication", application("lossReason", "other"));
    haven.complete(caseRef, "Task_PlaceSafely", placement("self-contained", "2026-04-10"));
    haven.complete(caseRef, "Task_AgreeHousingPlan", plan("no", "2026-04-10"));
    haven.complete(caseRef, "Task_IssueDecisionLetter", decision("no-duty", "2026-04-10"));
    haven.passLetter(caseRef);
    assertThat(haven.awaitClock(caseRef, "reviewRequest")).isEqualTo("2026-04-30T23:59:59");
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("not-owed");
    var involved = haven.person("ivan.stroud");
    var journey = haven.journeys(caseRef, PROCESS).getFirst().journeyId();
    applications.tookPart(caseRef, journey, 7_000_001, "agree-housing-plan", involved);

    // when: she asks on the last day, long after the journey has ended
    haven.moveTo("2026-04-30T23:00");
    var officer = haven.person("maya.okafor");
    var letterId = applications.decisions(officer, caseRef).getFirst().letterId();
    assertThat(applications.askForReview(officer, caseRef, letterId, LocalDate.parse("2026-04-30")))
        .isEqualTo(Asked.STARTED);
    assertThat(applications.askForReview(officer, caseRef, letterId, LocalDate.parse("2026-04-30")))
        .isEqualTo(Asked.ALREADY_ASKED);

    // then
    var review = haven.awaitTask(caseRef, "Task_DecideReview");
    assertThat(review.team()).isEqualTo(Team.SERVICE_MANAGER);
    assertThat(review.slaKey()).isEqualTo("reviewDecision");
    assertThat(review.due()).isEqualTo("2026-06-24T23:59:59");
    haven.moveTo("2026-06-01T10:00");
    stillSafe(caseRef);
    var decision =
        new HashMap<String, Object>(
            Map.of(
                "uninvolved", "yes",
                "outcome", "changed",
                "reasons", "She was not safe there.",
                "notifiedOn", "2026-06-01",
                "appealRight", true));
    assertProblem(haven.submit(review, involved, decision), "uninvolved");
    decision.put("uninvolved", "no");
    assertProblem(haven.submit(review, haven.person("clare.hodge"), decision), "uninvolved");
    decision.put("uninvolved", "yes");
    decision.remove("appealRight");
    assertProblem(haven.submit(review, haven.person("clare.hodge"), decision), "appealRight");
    decision.put("appealRight", true);
    assertThat(haven.submit(review, haven.person("clare.hodge"), decision))
        .isInstanceOf(SubmitResult.Saved.class);
    haven.passLetter(caseRef);
    assertThat(haven.awaitClock(caseRef, "appeal")).isEqualTo("2026-06-22T23:59:59");
    haven.awaitEnded(caseRef, PROCESS, 2);
    haven.awaitTask(caseRef, "Task_TakeApplication");
    assertThat(applications.decisions(officer, caseRef).getFirst().reviewOutcome())
        .isEqualTo("changed");
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  void shouldAskASupervisor_whenTheReviewIsAskedForTooLate() {
    // given
    var caseRef = start("2026-04-10T10:00");
    haven.complete(
        caseRef, "Task_TakeApplication", application("lossReason", "other", "eligible", "no"));
    haven.complete(caseRef, "Task_PlaceSafely", placement("self-contained", "2026-04-10"));
    haven.complete(caseRef, "Task_AgreeHousingPlan", plan("yes", "2026-04-10", "eligible", "no"));
    haven.complete(caseRef, "Task_IssueDecisionLetter", decision("ineligible", "2026-04-10"));
    haven.passLetter(caseRef);
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("ineligible");

    // when
    haven.moveTo("2026-05-01T10:00");
    var officer = haven.person("maya.okafor");
    var letterId = applications.decisions(officer, caseRef).getFirst().letterId();
    applications.askForReview(officer, caseRef, letterId, LocalDate.parse("2026-05-01"));

    // then
    assertThat(haven.awaitTask(caseRef, "Task_AcceptLateReview").forSupervisor()).isTrue();
    haven.outcome(caseRef, "Task_AcceptLateReview", "refused");
    haven.awaitEnded(caseRef, PROCESS, 2);
  }

  @Test
  void shouldMoveAFamilyOutBy11August_whenInSharedRoomsFrom1July() {
    // given
    var caseRef = start("2026-07-01T10:00");

    // when
    haven.complete(caseRef, "Task_TakeApplication", application("children", 2));
    haven.complete(caseRef, "Task_PlaceSafely", placement("shared-bnb", "2026-07-01"));

    // then
    var move = haven.awaitTask(caseRef, "Task_MoveFamilyOn");
    assertThat(move.due()).isEqualTo("2026-08-11T23:59:59");
    assertThat(haven.awaitClock(caseRef, "bnbLimit")).isEqualTo("2026-08-11T23:59:59");
    haven.awaitOpenTasks(caseRef, "Task_AgreeHousingPlan", "Task_MoveFamilyOn");
    assertProblem(
        haven.submit(move, haven.ownerOf(move), placement("shared-bnb", "2026-07-01")), "kind");
    haven.complete(caseRef, "Task_MoveFamilyOn", placement("self-contained", "2026-07-02"));
    haven.awaitOpenTasks(caseRef, "Task_AgreeHousingPlan");
  }

  @Test
  void shouldNeverUseSharedRooms_whenSomebodyIsUnder18() {
    // given
    haven.moveTo("2026-07-01T10:00");
    var caseRef = haven.aCase(Map.of("youngParty", "16-17"));
    haven.request(caseRef, PROCESS, Map.of());
    haven.complete(caseRef, "Task_TakeApplication", application());

    // then
    var place = haven.awaitTask(caseRef, "Task_PlaceSafely");
    assertProblem(
        haven.submit(place, haven.ownerOf(place), placement("shared-bnb", "2026-07-01")), "kind");
  }

  @Test
  void shouldReferToTheCounty_whenShehasNoRecourse() {
    // given
    haven.moveTo("2026-10-05T10:00");
    var caseRef = haven.aCase(Map.of("consent", "given"));
    haven.request(caseRef, PROCESS, Map.of());

    // when
    haven.complete(
        caseRef,
        "Task_TakeApplication",
        application("recourse", "no", "visaRoute", "settlement-partner", "eligible", "unknown"));
    haven.complete(caseRef, "Task_PlaceSafely", placement("refuge", "2026-10-05"));
    haven.outcome(caseRef, "Task_ReferToKcc", "referred");

    // then: chased when silent, while the plan goes on
    assertThat(haven.awaitClock(caseRef, "partnerReply")).isEqualTo("2026-10-12T17:15");
    haven.moveTo("2026-10-12T17:15");
    haven.awaitTask(caseRef, "Task_ChasePartner");
    haven.awaitTask(caseRef, "Task_AgreeHousingPlan");
    haven.answer(caseRef, "Task_AwaitKcc", "accepted", Map.of());
    haven.awaitOpenTasks(caseRef, "Task_AgreeHousingPlan");
  }

  @Test
  void shouldEndWithdrawn_whenSheWithdraws() {
    // given
    var caseRef = start("2026-10-19T10:00");
    haven.complete(caseRef, "Task_TakeApplication", application());
    haven.awaitTask(caseRef, "Task_PlaceSafely");
    var journey = haven.journeys(caseRef, PROCESS).getFirst().journeyId();

    // when
    context
        .getBean(JourneyRegister.class)
        .stop(caseRef, journey, new Code("withdrawn"), new By("maya.okafor"));

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("withdrawn");
    haven.awaitOpenTasks(caseRef);
  }

  @Test
  void shouldKeepWhyTheHomeWasLost_whenSheIsHousedAnotherWay() {
    // given
    var caseRef = start("2026-10-20T10:00");
    haven.complete(caseRef, "Task_TakeApplication", application());
    haven.awaitTask(caseRef, "Task_PlaceSafely");
    var journey = haven.journeys(caseRef, PROCESS).getFirst().journeyId();

    // when
    context
        .getBean(JourneyRegister.class)
        .stop(caseRef, journey, new Code("housed-otherwise"), new By("maya.okafor"));

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("housed");
    assertThat(lossReason(caseRef)).isEqualTo("domestic-abuse");
    haven.awaitOpenTasks(caseRef);
  }

  private String lossReason(CaseRef caseRef) {
    return context
        .getBean(JdbcClient.class)
        .sql("select loss_reason from hclic_reason where case_ref = ?")
        .param(caseRef.value())
        .query(String.class)
        .single();
  }

  @Test
  void shouldWriteThePlanFromRecordsAndKeepTheLetter_whenThereIsNoSafeWay() {
    // given
    var caseRef = start("2026-11-02T10:00");
    haven.complete(caseRef, "Task_TakeApplication", application());
    haven.awaitTask(caseRef, "Task_PlaceSafely");
    haven.contactBecomesUnsafe(caseRef);
    haven.complete(caseRef, "Task_PlaceSafely", placement("refuge", "2026-11-02"));

    // when: no safe way is found, and the supervisor does not wait for one
    haven.complete(caseRef, "Task_CheckSafeContact", JourneyDriver.noSafeWay());
    haven.outcome(caseRef, "Task_AgreeApproach", "go-on-without");
    haven.complete(caseRef, "Task_WritePlanFromRecords", plan("yes", "2026-11-02"));
    haven.complete(caseRef, "Task_IssueDecisionLetter", decision("relief", "2026-11-02"));

    // then: a safe way is looked for once more before the letter is kept for her
    haven.complete(caseRef, "Task_CheckSafeContact", JourneyDriver.noSafeWay());
    haven.outcome(caseRef, "Task_AgreeApproach", "go-on-without");
    haven.outcome(caseRef, "Task_KeepLetterForHer", "kept");
    assertThat(haven.awaitClock(caseRef, "reviewRequest")).isEqualTo("2026-11-22T23:59:59");
    assertThat(haven.awaitClock(caseRef, "reliefDuty")).isEqualTo("2026-12-27T23:59:59");
  }
}
