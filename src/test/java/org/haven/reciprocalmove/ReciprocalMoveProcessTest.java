package org.haven.reciprocalmove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

/** J13 on the real broker: every scenario of the procedure, dates to the minute. */
@ProcessTest
class ReciprocalMoveProcessTest {
  private static final String MOVE = "reciprocal-move";

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

  private static Map<String, Object> facts(String tenure) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("tenure", tenure);
    facts.put("unsafeAtHome", "yes");
    facts.put("homelessNow", "no");
    facts.put("consent", "given");
    return facts;
  }

  private static Map<String, Object> areas() {
    return Map.of(
        "safeAreas", "Where she whispered",
        "noGoAreas", "Beside the marzipan shop",
        "bedrooms", 2);
  }

  private static Map<String, Object> referral(List<String> schemes, String destination) {
    return Map.of(
        "scheme",
        schemes,
        "destination",
        List.of(destination),
        "consent",
        "given",
        "areas",
        "Where she whispered");
  }

  private static Map<String, Object> offer(String notNoGo, String safe) {
    return Map.of(
        "notNoGo", notNoGo, "safe", safe, "linksNearby", "None known", "herView", "She whispered");
  }

  private CaseRef requested(Map<String, Object> facts) {
    var caseRef = haven.aCase(facts);
    haven.request(caseRef, MOVE, Map.of());
    haven.complete(caseRef, "Task_AgreeAreasAndSize", areas());
    return caseRef;
  }

  private CaseRef sent(Map<String, Object> facts, List<String> schemes, String destination) {
    var caseRef = requested(facts);
    haven.complete(caseRef, "Task_SendReciprocalReferral", referral(schemes, destination));
    return caseRef;
  }

  private void refusedOn(CaseRef caseRef, Map<String, Object> answers, String message) {
    var send = haven.awaitTask(caseRef, "Task_SendReciprocalReferral");
    var result = haven.submit(send, haven.ownerOf(send), answers);
    assertThat(result).isInstanceOf(SubmitResult.Invalid.class);
    assertThat(((SubmitResult.Invalid) result).problems())
        .anySatisfy(problem -> assertThat(problem.message()).contains(message));
  }

  /** Waits until the date of the next look is this one: the clock may not move before. */
  private void awaitReview(CaseRef caseRef, String due) {
    await()
        .untilAsserted(
            () -> assertThat(haven.awaitClock(caseRef, "reciprocalReview")).isEqualTo(due));
  }

  @Test
  void shouldLookAgainAfterThreeMonths_whenASchemeHasAccepted() {
    // given
    haven.moveTo("2026-06-08T10:00");
    var caseRef = sent(facts("council-tenant"), List.of("da-reciprocal"), "medway");
    assertThat(haven.awaitClock(caseRef, "partnerReply")).isEqualTo("2026-06-15T17:15");

    // when
    haven.moveTo("2026-06-15T09:00");
    haven.answer(caseRef, "Task_AwaitResponse", "accepted", Map.of("acceptedOn", "2026-06-12"));

    // then
    assertThat(haven.awaitClock(caseRef, "reciprocalReview")).isEqualTo("2026-09-12T23:59:59");
    haven.awaitOpenTasks(caseRef);
    haven.moveTo("2026-09-12T23:59:59");
    var review = haven.awaitTask(caseRef, "Task_ReviewReciprocal");
    assertThat(review.team()).isEqualTo(Team.HOUSING_SOLUTIONS);

    // and it goes on for another three, then in other areas, then not at all
    haven.outcome(caseRef, "Task_ReviewReciprocal", "continue");
    awaitReview(caseRef, "2026-12-12T23:59:59");
    haven.moveTo("2026-12-12T23:59:59");
    haven.outcome(caseRef, "Task_ReviewReciprocal", "change-area");
    haven.complete(caseRef, "Task_CheckSafeContact", JourneyDriver.aSafeWay());
    haven.letRunOut(haven.awaitTask(caseRef, "Task_ChangeAreas"));
    haven.complete(caseRef, "Task_ChangeAreas", areas());
    haven.answer(caseRef, "Task_AwaitResponse", "accepted", Map.of("acceptedOn", "2026-12-14"));
    awaitReview(caseRef, "2027-03-14T23:59:59");
    haven.moveTo("2027-03-14T23:59:59");
    haven.outcome(caseRef, "Task_ReviewReciprocal", "end");
    assertThat(haven.awaitEnd(caseRef, MOVE)).isEqualTo("ended");
  }

  @Test
  void shouldAskKrsAlone_whenShePaysAPrivateRent() {
    // given
    haven.moveTo("2026-06-16T10:00");
    var caseRef = requested(facts("private-rented"));

    // then
    refusedOn(caseRef, referral(List.of("krs", "da-reciprocal"), "kent"), "Ask KRS alone");
    haven.complete(caseRef, "Task_SendReciprocalReferral", referral(List.of("krs"), "kent"));
    haven.answer(caseRef, "Task_AwaitResponse", "refused", Map.of());
    assertThat(haven.awaitEnd(caseRef, MOVE)).isEqualTo("refused");
  }

  @Test
  void shouldAskDaReciprocalAlone_whenASecureTenantGoesToMedway() {
    // given
    haven.moveTo("2026-06-17T10:00");
    var caseRef = requested(facts("council-tenant"));

    // then
    refusedOn(
        caseRef, referral(List.of("krs", "da-reciprocal"), "medway"), "Ask Medway through DA");
    haven.complete(
        caseRef, "Task_SendReciprocalReferral", referral(List.of("da-reciprocal"), "medway"));
    haven.answer(caseRef, "Task_AwaitResponse", "accepted", Map.of("acceptedOn", "2026-06-17"));

    // and a home in a place where she must not live is refused, another is hers
    haven.answer(caseRef, "Task_AwaitOffer", "", Map.of());
    var check = haven.awaitTask(caseRef, "Task_CheckOfferIsSafe");
    assertThat(haven.submit(check, haven.ownerOf(check), offer("no", "yes")))
        .isInstanceOf(SubmitResult.Invalid.class);
    haven.complete(caseRef, "Task_CheckOfferIsSafe", offer("no", "no"));
    haven.answer(caseRef, "Task_AwaitOffer", "", Map.of());
    haven.complete(caseRef, "Task_CheckOfferIsSafe", offer("yes", "yes"));
    haven.complete(
        caseRef,
        "Task_CheckTenancyBasis",
        Map.of(
            "councilGrants",
            "no",
            "priorTenancy",
            "other-home",
            "victimInHousehold",
            "yes",
            "connected",
            "yes",
            "basis",
            "The file of Delacroix"));
    assertThat(haven.awaitEnd(caseRef, MOVE)).isEqualTo("moved");
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  void shouldWaitForTheOther_whenOneOfTwoSchemesRefuses() {
    // given
    haven.moveTo("2026-06-18T10:00");
    var caseRef = sent(facts("council-tenant"), List.of("krs", "da-reciprocal"), "kent");
    haven.answer(caseRef, "Task_AwaitResponse", "refused", Map.of());

    // when: the other is silent
    haven.moveTo("2026-06-25T17:15");

    // then
    haven.awaitTask(caseRef, "Task_ChasePartner");
    haven.answer(caseRef, "Task_AwaitResponse", "accepted", Map.of("acceptedOn", "2026-06-25"));
    assertThat(haven.awaitClock(caseRef, "reciprocalReview")).isEqualTo("2026-09-25T23:59:59");
    haven.awaitOpenTasks(caseRef);
  }

  @Test
  void shouldAskNobody_whenSheDoesNotAgree() {
    // given
    haven.moveTo("2026-06-19T10:00");
    var known = facts("private-rented");
    known.remove("consent");
    known.remove("unsafeAtHome");
    known.remove("homelessNow");
    var caseRef = requested(known);

    // when: first what decides the scheme, then her answer
    haven.complete(
        caseRef,
        "Task_AskMovingFacts",
        Map.of(
            "tenure", "private-rented",
            "unsafeAtHome", "yes",
            "threat", "domestic-abuse",
            "homelessNow", "no"));
    haven.outcome(caseRef, "Task_AskConsent", "refused");

    // then
    assertThat(haven.awaitEnd(caseRef, MOVE)).isEqualTo("ended");
  }

  private CaseRef incoming(Scheme scheme) {
    return context
        .getBean(ReciprocalIntake.class)
        .take(
            new IncomingRequest(
                UUID.randomUUID(),
                scheme,
                new Code("medway"),
                "their-marzipan-7",
                "Marguerite Delacroix",
                "She whispered to them"),
            haven.person("maya.okafor"));
  }

  @Test
  void shouldTakeHerIn_whenAnotherAreaAsksAndWeAccept() {
    // given
    haven.moveTo("2026-06-22T10:00");

    // when
    var caseRef = incoming(Scheme.DA_RECIPROCAL);

    // then
    var assess = haven.outcome(caseRef, "Task_AssessIncoming", "accepted");
    assertThat(assess.slaKey()).isEqualTo("reciprocalReply");
    assertThat(assess.due()).isEqualTo("2026-06-29T17:15");
    assertThat(assess.team()).isEqualTo(Team.HOUSING_SOLUTIONS);
    haven.outcome(caseRef, "Task_TellReferringArea", "done");
    haven.answer(caseRef, "Task_AwaitOffer", "", Map.of());
    haven.complete(caseRef, "Task_CheckSafeContact", JourneyDriver.aSafeWay());
    haven.complete(caseRef, "Task_CheckOfferIsSafe", offer("yes", "yes"));
    haven.complete(
        caseRef,
        "Task_CheckTenancyBasis",
        Map.of(
            "councilGrants",
            "yes",
            "priorTenancy",
            "unknown",
            "victimInHousehold",
            "yes",
            "connected",
            "yes",
            "basis",
            "What Medway wrote"));
    assertThat(haven.outcome(caseRef, "Task_AdviseTenancy", "secure-lifetime").team())
        .isEqualTo(Team.LEGAL_SERVICES);
    assertThat(haven.awaitEnd(caseRef, MOVE)).isEqualTo("moved");

    // and another whom we cannot take in
    var second = incoming(Scheme.KRS);
    haven.outcome(second, "Task_AssessIncoming", "refused");
    haven.outcome(second, "Task_TellReferringArea", "done");
    assertThat(haven.awaitEnd(second, MOVE)).isEqualTo("refused");
    haven.assertNothingToldReachedTheEngine();
  }
}
