package org.haven.managementtransfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.haven.casefile.AddressVault;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.register.ImportProgress;
import org.haven.casefile.register.TenancyRegister;
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

/** J5 on the real broker: every scenario of the procedure, dates to the minute. */
@ProcessTest
class ManagementTransferProcessTest {
  private static final String TRANSFER = "management-transfer";

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

  // what a case knows and what staff answer

  private static Map<String, Object> facts(String tenure) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("leadTeam", "tenancy-services");
    facts.put("tenure", tenure);
    facts.put("unsafeAtHome", "yes");
    facts.put("threat", "domestic-abuse");
    facts.put("homelessNow", "no");
    return facts;
  }

  private static Map<String, Object> areas() {
    return Map.of(
        "safeAreas", "Where she whispered",
        "noGoAreas", "Beside the marzipan shop",
        "bedrooms", 2);
  }

  private static Map<String, Object> arrears() {
    return Map.of(
        "amount", 2400,
        "economicAbuse", "yes",
        "option", "pause",
        "decision", "Thistlewood ran the debt up");
  }

  private static Map<String, Object> offer(String notNoGo, String safe) {
    return Map.of(
        "notNoGo", notNoGo, "safe", safe, "linksNearby", "None known", "herView", "She whispered");
  }

  private static Map<String, Object> basis(String grants, String prior) {
    return Map.of(
        "councilGrants",
        grants,
        "priorTenancy",
        prior,
        "victimInHousehold",
        "yes",
        "connected",
        "yes",
        "basis",
        "The file of Delacroix");
  }

  private static Map<String, Object> grant(String granted, String tenancyRef) {
    var answers = new LinkedHashMap<String, Object>();
    answers.put("granted", granted);
    answers.put("tenancyRef", tenancyRef);
    answers.put("holding", "sole-victim");
    answers.put("startOn", "2026-05-04");
    answers.put("safeAddress", "12 Marzipan Mews, Sampleton");
    return answers;
  }

  private static Map<String, Object> because(String outcome) {
    return Map.of("outcome", outcome, "reason", "As she whispered");
  }

  private CaseRef requested(Map<String, Object> facts) {
    var caseRef = haven.aCase(facts);
    haven.request(caseRef, TRANSFER, Map.of());
    return caseRef;
  }

  /** As far as the decision. */
  private CaseRef agreed(Map<String, Object> facts) {
    var caseRef = requested(facts);
    haven.complete(caseRef, "Task_AgreeAreasAndSize", areas());
    haven.complete(caseRef, "Task_ReviewArrearsFairly", arrears());
    return caseRef;
  }

  private CaseRef approved(Map<String, Object> facts) {
    var caseRef = agreed(facts);
    haven.outcome(caseRef, "Task_ApproveTransfer", "approved");
    return caseRef;
  }

  private List<String> bands(CaseRef caseRef) {
    return context
        .getBean(JdbcClient.class)
        .sql(
            "select band || ' ' || bedrooms || ' ' || awarded_on from band_award where case_ref ="
                + " ?")
        .param(caseRef.value())
        .query(String.class)
        .list();
  }

  @Test
  void shouldStartBandAAndSearchTogether_whenASecureTenantWithArrearsIsUnsafe() {
    // given: £2,400 are owed
    haven.moveTo("2026-04-13T10:00");
    var caseRef = requested(facts("council-tenant"));
    var agree = haven.complete(caseRef, "Task_AgreeAreasAndSize", areas());
    assertThat(agree.team()).isEqualTo(Team.TENANCY_SERVICES);
    haven.complete(caseRef, "Task_ReviewArrearsFairly", arrears());

    // when
    var approve = haven.awaitTask(caseRef, "Task_ApproveTransfer");
    assertThat(approve.team()).isEqualTo(Team.SERVICE_MANAGER);
    assertThat(approve.slaKey()).isEqualTo("transferDecision");
    assertThat(approve.due()).isEqualTo("2026-04-15T17:15");
    haven.outcome(caseRef, "Task_ApproveTransfer", "approved");

    // then: both at once
    var search = haven.awaitTask(caseRef, "Task_SearchOtherHomes");
    assertThat(search.team()).isEqualTo(Team.HOUSING_SOLUTIONS);
    assertThat(search.slaKey()).isEqualTo("activeSearch");
    assertThat(search.due()).isEqualTo("2026-04-20T23:59:59");
    haven.awaitOpenTasks(caseRef, "Task_SearchOtherHomes");
    assertThat(bands(caseRef)).containsExactly("A 2 2026-04-13");
    assertThat(haven.journeys(caseRef, "homelessness-application")).isEmpty();

    // and the search goes on each week
    haven.moveTo("2026-04-17T10:00");
    haven.outcome(caseRef, "Task_SearchOtherHomes", "none-yet");
    var again = haven.awaitTask(caseRef, "Task_SearchOtherHomes");
    assertThat(again.due()).isEqualTo("2026-04-24T23:59:59");

    // and it is widened when four weeks have passed without a home
    assertThat(haven.awaitClock(caseRef, "transferReview")).isEqualTo("2026-05-11T23:59:59");
    haven.moveTo("2026-05-11T23:59:59");
    haven.outcome(caseRef, "Task_WidenSearch", "done");
    haven.awaitRequested(caseRef, "reciprocal-move");

    // and a home on her bid ends the search; how to reach her safely is asked again after 28 days,
    // by the move between areas as well
    haven.complete(caseRef, "Task_CheckSafeContact", JourneyDriver.aSafeWay());
    haven.answer(caseRef, "Task_AwaitOffer", "", Map.of());
    haven.awaitTask(caseRef, "Task_CheckOfferIsSafe");
    await()
        .untilAsserted(
            () -> assertThat(haven.openTasks(caseRef)).doesNotContain("Task_SearchOtherHomes"));
  }

  @Test
  void shouldMoveHerUnseen_whenTheHomeIsSafe() {
    // given: a tenant who has nowhere safe tonight, and a register that knows her new home
    haven.moveTo("2026-04-14T10:00");
    var officer = haven.person("helen.marsh");
    importHome(officer, "1");
    var known = facts("council-tenant");
    known.put("homelessNow", "yes");
    var caseRef = approved(known);
    haven.awaitRequested(caseRef, "homelessness-application");
    haven.outcome(caseRef, "Task_SearchOtherHomes", "found");

    // when: the home is in a place where she must not live
    var check = haven.awaitTask(caseRef, "Task_CheckOfferIsSafe");
    var refused = haven.submit(check, haven.ownerOf(check), offer("no", "yes"));

    // then: it cannot be offered, and the clause says why
    assertThat(refused).isInstanceOf(SubmitResult.Invalid.class);
    assertThat(((SubmitResult.Invalid) refused).problems())
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.message()).contains("cannot be offered", "strategy"));
    haven.complete(caseRef, "Task_CheckOfferIsSafe", offer("no", "no"));
    haven.outcome(caseRef, "Task_SearchOtherHomes", "found");

    // and one that she refuses is not held against her
    haven.complete(caseRef, "Task_CheckOfferIsSafe", offer("yes", "yes"));
    haven.outcome(caseRef, "Task_MakeOffer", "refused");
    haven.answer(caseRef, "Task_AwaitOffer", "", Map.of());
    haven.complete(caseRef, "Task_CheckOfferIsSafe", offer("yes", "yes"));
    haven.outcome(caseRef, "Task_MakeOffer", "accepted");
    assertThat(bands(caseRef)).containsExactly("A 2 2026-04-14");

    // and the law's tenancy is granted, no other
    haven.complete(caseRef, "Task_CheckTenancyBasis", basis("yes", "other-home"));
    haven.complete(caseRef, "Task_GrantTenancy", grant("other", "T-700001"));
    haven.complete(caseRef, "Task_GrantTenancy", grant("secure-lifetime", "T-700001"));
    haven.outcome(caseRef, "Task_PlanSafeMove", "done");
    assertThat(haven.awaitEnd(caseRef, TRANSFER)).isEqualTo("moved");
    haven.awaitRequested(caseRef, "perpetrator-response");
    haven.awaitRequested(caseRef, "end-tenancy");

    // and her new home is in the vault alone, after the next import too
    var register = context.getBean(TenancyRegister.class);
    assertThat(register.find(officer, "T-700001")).isEmpty();
    importHome(officer, "2");
    assertThat(register.find(officer, "T-700001")).isEmpty();
    assertThat(register.atProperty(officer, "70000001")).isEmpty();
    assertThat(
            context
                .getBean(AddressVault.class)
                .reveal(haven.person("david.achebe"), caseRef, "to plan her move")
                .values())
        .containsEntry("safeAddress", "12 Marzipan Mews, Sampleton")
        .containsEntry("noGoAreas", "Beside the marzipan shop")
        .containsEntry("registerAddress1", "2 Sample Mews");
    haven.assertNothingToldReachedTheEngine();
  }

  private void importHome(org.haven.platform.ActingPerson who, String house) {
    String file =
        String.join(",", TenancyRegister.columns())
            + "\r\nT-700001,70000001,"
            + house
            + " Sample Mews,,Sampleton,ZZ1 1AA,council-tenant,secure-lifetime,sole-victim,"
            + "2026-05-04,monday,,Sample Tenant\r\n";
    context
        .getBean(TenancyRegister.class)
        .importCsv(
            new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)),
            who,
            ImportProgress.NONE);
  }

  @Test
  void shouldAskTheLandlord_whenAHousingAssociationHasNotAsked() {
    // given
    haven.moveTo("2026-04-15T10:00");
    var known = facts("housing-association");
    known.put("consent", "given");

    // when
    var caseRef = requested(known);

    // then: homelessness help is offered meanwhile
    haven.awaitTask(caseRef, "Task_AskHousingAssociation");
    haven.outcome(caseRef, "Task_OfferHomelessnessHelp", "wanted");
    haven.awaitRequested(caseRef, "homelessness-application");
    var ask = haven.outcome(caseRef, "Task_AskHousingAssociation", "done");
    assertThat(ask.team()).isEqualTo(Team.TENANCY_SERVICES);

    // and the decision runs from the landlord's request
    haven.moveTo("2026-04-20T09:00");
    haven.answer(caseRef, "Task_AwaitLandlordRequest", "requested", Map.of());
    haven.complete(caseRef, "Task_AgreeAreasAndSize", areas());
    haven.complete(caseRef, "Task_ReviewArrearsFairly", arrears());
    assertThat(haven.awaitTask(caseRef, "Task_ApproveTransfer").due())
        .isEqualTo("2026-04-22T17:15");
  }

  @Test
  void shouldGoAnotherWay_whenTheLandlordRefusesOrMayNotBeAsked() {
    // given: the landlord is silent, is chased, and then refuses
    haven.moveTo("2026-04-16T10:00");
    var known = facts("housing-association");
    known.put("consent", "given");
    var silent = requested(known);
    haven.outcome(silent, "Task_OfferHomelessnessHelp", "not-wanted");
    haven.outcome(silent, "Task_AskHousingAssociation", "done");
    haven.awaitClock(silent, "partnerReply");
    haven.moveTo("2026-04-23T17:15");
    haven.awaitTask(silent, "Task_ChasePartner");
    haven.answer(silent, "Task_AwaitLandlordRequest", "refused", Map.of());

    // and she does not agree to asking another
    var closed = facts("housing-association");
    closed.put("consent", "refused");
    var notAsked = requested(closed);
    haven.outcome(notAsked, "Task_OfferHomelessnessHelp", "not-wanted");

    // then
    for (var caseRef : List.of(silent, notAsked)) {
      haven.awaitRequested(caseRef, "homelessness-application");
      haven.awaitRequested(caseRef, "reciprocal-move");
      assertThat(haven.awaitEnd(caseRef, TRANSFER)).isEqualTo("redirected");
    }
  }

  @Test
  void shouldRedirect_whenItIsNoTransferForNow() {
    // given
    haven.moveTo("2026-04-17T10:00");
    var safe = facts("council-tenant");
    safe.put("unsafeAtHome", "no");

    // when
    var canStay = requested(safe);
    var privateTenant = requested(facts("private-rented"));

    // then
    haven.awaitRequested(canStay, "sanctuary-scheme");
    haven.awaitRequested(canStay, "support-plan");
    assertThat(haven.awaitEnd(canStay, TRANSFER)).isEqualTo("redirected");
    haven.awaitRequested(privateTenant, "homelessness-application");
    haven.awaitRequested(privateTenant, "reciprocal-move");
    assertThat(haven.awaitEnd(privateTenant, TRANSFER)).isEqualTo("redirected");
  }

  @Test
  void shouldAskAgain_whenSomethingIsNotKnown() {
    // given
    haven.moveTo("2026-04-20T10:00");
    var known = facts("council-tenant");
    known.remove("threat");
    var caseRef = requested(known);

    // when
    haven.complete(
        caseRef,
        "Task_AskMovingFacts",
        Map.of(
            "tenure", "council-tenant",
            "unsafeAtHome", "yes",
            "threat", "hate-crime",
            "homelessNow", "no"));

    // then
    haven.complete(caseRef, "Task_AgreeAreasAndSize", areas());
    haven.complete(caseRef, "Task_ReviewArrearsFairly", arrears());

    // and more information leads back to her
    haven.outcome(caseRef, "Task_ApproveTransfer", "more-information");
    haven.awaitOpenTasks(caseRef, "Task_AgreeAreasAndSize");

    // and she may change her mind
    var journey = haven.journeys(caseRef, TRANSFER).getFirst();
    context
        .getBean(JourneyRegister.class)
        .stop(
            caseRef,
            journey.journeyId(),
            new Code("withdrawn"),
            org.haven.casefile.By.of(haven.person("grace.lindley")));
    assertThat(haven.awaitEnd(caseRef, TRANSFER)).isEqualTo("withdrawn");
    assertThat(haven.openTasks(caseRef)).isEmpty();
  }

  @Test
  void shouldHaveAnotherManagerLookAgain_whenATransferIsRefused() {
    // given
    haven.moveTo("2026-04-21T10:00");
    var caseRef = agreed(facts("council-tenant"));
    var approve = haven.awaitTask(caseRef, "Task_ApproveTransfer");
    var clare = haven.person("clare.hodge");
    assertThat(haven.submit(approve, clare, Map.of("outcome", "refused")))
        .isInstanceOf(SubmitResult.Invalid.class);
    assertThat(haven.submit(approve, clare, because("refused")))
        .isInstanceOf(SubmitResult.Saved.class);

    // when: the reasons go out in writing
    haven.passLetter(caseRef);
    var review = haven.awaitTask(caseRef, "Task_ReviewRefusal");

    // then: who refused cannot review it
    var own = haven.submit(review, clare, because("upheld"));
    assertThat(own).isInstanceOf(SubmitResult.Invalid.class);
    assertThat(((SubmitResult.Invalid) own).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("Another service manager"));
    assertThat(haven.submit(review, haven.person("ivan.stroud"), because("upheld")))
        .isInstanceOf(SubmitResult.Saved.class);

    // and what else she can have is offered
    haven.complete(
        caseRef,
        "Task_OfferOtherRoutes",
        Map.of(
            "offered",
            List.of("sanctuary-scheme", "support-plan", "reciprocal-move"),
            "chosen",
            List.of("support-plan")));
    haven.awaitRequested(caseRef, "support-plan");
    assertThat(haven.awaitEnd(caseRef, TRANSFER)).isEqualTo("refused");
    assertThat(haven.journeys(caseRef, "sanctuary-scheme")).isEmpty();
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  void shouldKeepSearching_whenAnOfferCannotReachHer() {
    // given: there is no safe way to reach her, and the supervisor lets the journey go on
    haven.moveTo("2026-04-22T10:00");
    var caseRef = haven.aCase(facts("council-tenant"));
    haven.contactBecomesUnsafe(caseRef);
    haven.request(caseRef, TRANSFER, Map.of());
    haven.complete(caseRef, "Task_CheckSafeContact", JourneyDriver.noSafeWay());
    haven.outcome(caseRef, "Task_AgreeApproach", "go-on-without");
    haven.complete(caseRef, "Task_AgreeAreasThroughAgency", areas());
    haven.complete(caseRef, "Task_ReviewArrearsFairly", arrears());
    var approve = haven.awaitTask(caseRef, "Task_ApproveTransfer");

    // when
    haven.submit(approve, haven.person("clare.hodge"), Map.of("outcome", "approved"));

    // then: an offer that cannot reach her is not made
    haven.outcome(caseRef, "Task_SearchOtherHomes", "found");
    haven.complete(caseRef, "Task_CheckSafeContact", JourneyDriver.noSafeWay());
    haven.outcome(caseRef, "Task_AgreeApproach", "go-on-without");
    haven.awaitOpenTasks(caseRef, "Task_SearchOtherHomes");
  }

  @Test
  void shouldAskLegalServices_whenNobodyKnowsWhatSheHad() {
    // given
    haven.moveTo("2026-04-23T10:00");
    var caseRef = agreed(facts("council-tenant"));
    var approve = haven.awaitTask(caseRef, "Task_ApproveTransfer");
    haven.submit(approve, haven.person("clare.hodge"), because("refused"));
    haven.passLetter(caseRef);
    haven.submit(
        haven.awaitTask(caseRef, "Task_ReviewRefusal"),
        haven.person("ivan.stroud"),
        because("changed"));
    haven.outcome(caseRef, "Task_SearchOtherHomes", "found");
    haven.complete(caseRef, "Task_CheckOfferIsSafe", offer("yes", "yes"));
    haven.outcome(caseRef, "Task_MakeOffer", "accepted");

    // when
    haven.complete(caseRef, "Task_CheckTenancyBasis", basis("yes", "unknown"));

    // then
    var advise = haven.outcome(caseRef, "Task_AdviseTenancy", "secure-lifetime");
    assertThat(advise.team()).isEqualTo(Team.LEGAL_SERVICES);
    haven.complete(caseRef, "Task_GrantTenancy", grant("secure-lifetime", ""));
    haven.awaitTask(caseRef, "Task_PlanSafeMove");
  }
}
