package org.haven.endtenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.JourneyDriver.with;

import java.util.LinkedHashMap;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.JourneyRegister;
import org.haven.forms.FormProblem;
import org.haven.platform.CaseRef;
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

/** J12 on the real broker: her free choice, the right route, the last day, and who stays. */
@ProcessTest
class EndTenancyProcessTest {
  private static final String PROCESS = "end-tenancy";

  @Autowired private ApplicationContext context;
  private JourneyDriver haven;

  @BeforeAll
  void start() {
    haven = new JourneyDriver(context);
  }

  @AfterAll
  void release() {
    TestPlatform.releaseClocks();
  }

  private CaseRef aTenancy(String at, String type, String holding) {
    haven.moveTo(at);
    return haven.aCase(
        Map.of(
            "tenure",
            "council-tenant",
            "tenancyType",
            type,
            "holding",
            holding,
            "leadTeam",
            "tenancy-services"));
  }

  private CaseRef aCase(String at, String type, String holding) {
    var caseRef = aTenancy(at, type, holding);
    haven.request(caseRef, PROCESS, Map.of());
    return caseRef;
  }

  private static Map<String, Object> herChoice() {
    var answers = new LinkedHashMap<String, Object>();
    answers.put("alone", "yes");
    answers.put("pressured", "no");
    answers.put("understands", "She whispered that she knows");
    answers.put("safeHome", "yes");
    answers.put("initiator", "victim");
    answers.put("bothAgree", "unknown");
    answers.put("courtOrder", "none");
    return answers;
  }

  private static Map<String, Object> basis() {
    return Map.of(
        "councilGrants",
        "yes",
        "priorTenancy",
        "joint-this-home",
        "victimInHousehold",
        "yes",
        "connected",
        "yes",
        "basis",
        "The old agreement");
  }

  private static Map<String, Object> wishes(String wishes) {
    return Map.of(
        "victimWishes",
        wishes,
        "actionUnsafe",
        "no",
        "wishesRecorded",
        "yes",
        "view",
        "She whispered yes",
        "risks",
        "He whispered threats");
  }

  private static Map<String, Object> notice(String receivedOn) {
    return Map.of("receivedOn", receivedOn, "periodDay", "monday");
  }

  private void choose(CaseRef caseRef, Map<String, Object> choice) {
    haven.complete(caseRef, "Task_ConfirmFreeChoice", choice);
    var advice = haven.awaitTask(caseRef, "Task_OfferLegalAdvice");
    assertThat(advice.slaKey()).isEqualTo("legalAdvice");
    haven.outcome(caseRef, "Task_OfferLegalAdvice", "taken");
  }

  @Test
  void shouldEndOnASunday_andRegainTheHome_whenTheOtherPersonStays() {
    // given: Monday weekly tenancy, hers and his
    var caseRef = aCase("2026-02-04T10:00", "secure-lifetime", "joint");
    choose(caseRef, herChoice());

    // when: notice received on Wednesday 4 February 2026
    var task = haven.awaitTask(caseRef, "Task_TakeTerminationNotice");
    assertThat(haven.submit(task, haven.ownerOf(task), notice("2026-02-05")))
        .isInstanceOfSatisfying(
            SubmitResult.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(FormProblem::key)
                    .containsExactly("receivedOn"));
    haven.complete(caseRef, "Task_TakeTerminationNotice", notice("2026-02-04"));

    // then: it ends on Sunday 8 March 2026
    assertThat(haven.awaitClock(caseRef, "noticeToQuit")).isEqualTo("2026-03-08T23:59:59");
    assertThat(context.getBean(CaseFacts.class).of(caseRef)).containsEntry("endsOn", "2026-03-08");
    haven.moveTo("2026-03-08T23:59");
    haven.awaitOpenTasks(caseRef);

    // and he is there on 9 March: a possession task for legal services, after her wishes
    haven.moveTo("2026-03-09T00:00");
    haven.outcome(caseRef, "Task_CheckWhoIsThere", "still-there");
    haven.complete(caseRef, "Task_CheckSafeContact", JourneyDriver.aSafeWay());
    haven.complete(caseRef, "Task_RecordVictimsWishes", wishes("objects"));
    assertThat(haven.awaitTask(caseRef, "Task_DecideDespiteWishes").forSupervisor()).isTrue();
    haven.complete(
        caseRef,
        "Task_DecideDespiteWishes",
        Map.of("outcome", "continue", "reason", "The home is needed, she whispered"));
    assertThat(haven.awaitTask(caseRef, "Task_StartPossession").team())
        .isEqualTo(Team.LEGAL_SERVICES);
    haven.outcome(caseRef, "Task_StartPossession", "done");
    haven.answer(caseRef, "Event_PossessionOutcome", "possessed", Map.of());
    haven.awaitRequested(caseRef, "sanctuary-scheme");
    haven.complete(caseRef, "Task_CheckTenancyBasis", basis());
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("possessed");
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  void shouldShowOtherRoutes_whenOnlySheWantsOutOfAJointFixedTerm() {
    // given
    var caseRef = aCase("2026-02-05T10:00", "flexible", "joint");

    // when
    choose(caseRef, with(herChoice(), "bothAgree", "no"));

    // then: it cannot be ended by her alone
    haven.outcome(caseRef, "Task_ShowOtherRoutes", "done");
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("not-ended");
  }

  @Test
  void shouldEndBySurrender_whenBothAgree() {
    // given
    var caseRef = aCase("2026-02-05T11:00", "flexible", "joint");

    // when
    choose(caseRef, with(herChoice(), "bothAgree", "yes"));
    haven.outcome(caseRef, "Task_TakeJointSurrender", "done");
    haven.outcome(caseRef, "Task_CheckWhoIsThere", "nobody");
    haven.complete(caseRef, "Task_CheckTenancyBasis", basis());

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("ended");
  }

  @Test
  void shouldPassItOn_whenACourtOrderedIt() {
    // given
    var caseRef = aCase("2026-02-06T10:00", "secure-lifetime", "joint");

    // when
    choose(caseRef, with(herChoice(), "courtOrder", "property-transfer"));
    var task = haven.awaitTask(caseRef, "Task_RecordCourtOrder");
    assertThat(task.team()).isEqualTo(Team.LEGAL_SERVICES);
    assertThat(
            haven.submit(
                task,
                haven.ownerOf(task),
                Map.of("courtOrder", "none", "orderOn", "2026-02-02", "proceedings", "marriage")))
        .isInstanceOf(SubmitResult.Invalid.class);
    haven.complete(
        caseRef,
        "Task_RecordCourtOrder",
        Map.of(
            "courtOrder", "property-transfer",
            "orderOn", "2026-02-02",
            "proceedings", "marriage",
            "holding", "sole-victim"));
    haven.outcome(caseRef, "Task_CheckWhoIsThere", "she-is");
    haven.complete(caseRef, "Task_CheckTenancyBasis", basis());

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("transferred");
    assertThat(context.getBean(CaseFacts.class).of(caseRef))
        .containsEntry("holding", "sole-victim");
  }

  @Test
  void shouldAskAgainOrStop_whenSomebodyMayBePushingHer() {
    // given
    var caseRef = aCase("2026-02-09T10:00", "secure-lifetime", "sole-victim");

    // when: not certain, asked again, still not
    haven.complete(caseRef, "Task_ConfirmFreeChoice", with(herChoice(), "pressured", "unsure"));
    assertThat(haven.awaitTask(caseRef, "Task_WeighPressure").forSupervisor()).isTrue();
    haven.outcome(caseRef, "Task_WeighPressure", "ask-again");
    haven.complete(caseRef, "Task_ConfirmFreeChoice", with(herChoice(), "pressured", "yes"));
    haven.outcome(caseRef, "Task_WeighPressure", "stop");

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("not-ended");
  }

  @Test
  void shouldAcceptIt_whenASupervisorIsSureOfHerWill() {
    // given
    var caseRef = aCase("2026-02-09T11:00", "secure-lifetime", "sole-victim");

    // when
    haven.complete(caseRef, "Task_ConfirmFreeChoice", with(herChoice(), "pressured", "unsure"));
    haven.outcome(caseRef, "Task_WeighPressure", "accept");
    haven.outcome(caseRef, "Task_OfferLegalAdvice", "declined");

    // then
    haven.awaitTask(caseRef, "Task_TakeTerminationNotice");
  }

  @Test
  void shouldStartHelpWithAnotherHome_whenSheHasNone() {
    // given
    var caseRef = aCase("2026-02-09T12:00", "secure-lifetime", "sole-victim");

    // when
    choose(caseRef, with(herChoice(), "safeHome", "no"));
    haven.outcome(caseRef, "Task_WarnBeforeEnding", "go-on");

    // then: both journeys start, and a valid notice is still accepted
    haven.awaitRequested(caseRef, "management-transfer");
    haven.awaitRequested(caseRef, "homelessness-application");
    haven.awaitTask(caseRef, "Task_TakeTerminationNotice");
  }

  @Test
  void shouldTurnToThePerson_whenTheTenancyIsTheirsAlone() {
    // given
    var caseRef = aCase("2026-02-10T10:00", "secure-lifetime", "sole-perpetrator");

    // when
    choose(caseRef, herChoice());

    // then
    haven.awaitRequested(caseRef, "perpetrator-response");
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("not-ended");
  }

  @Test
  void shouldWarnHerFirst_whenTheOtherPersonGivesNotice() {
    // given
    var caseRef = aTenancy("2026-02-11T10:00", "secure-lifetime", "joint");

    // when
    context
        .getBean(JourneyRegister.class)
        .requestNew(caseRef, PROCESS, "perpetrator-notice-received", Map.of(), By.SYSTEM);

    // then: she is warned within four hours, and legal services look at the route
    var warning = haven.awaitTask(caseRef, "Task_WarnVictimSafely");
    assertThat(warning.slaKey()).isEqualTo("firstContactUrgent");
    haven.outcome(caseRef, "Task_WarnVictimSafely", "done");
    assertThat(haven.awaitTask(caseRef, "Task_AdviseRoute").team()).isEqualTo(Team.LEGAL_SERVICES);
    haven.outcome(caseRef, "Task_AdviseRoute", "none");
    haven.outcome(caseRef, "Task_ShowOtherRoutes", "done");
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("not-ended");
  }
}
