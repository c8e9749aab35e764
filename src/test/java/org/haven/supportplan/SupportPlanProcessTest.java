package org.haven.supportplan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.haven.testing.JourneyDriver.aSafeWay;
import static org.haven.testing.JourneyDriver.london;
import static org.haven.testing.JourneyDriver.noSafeWay;
import static org.haven.testing.JourneyDriver.with;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.JourneyRegister;
import org.haven.platform.CaseRef;
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

/** J10, with support-offer, on the real broker, in order of date. */
@ProcessTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SupportPlanProcessTest {
  @Autowired private ApplicationContext context;
  private JourneyDriver haven;
  private OneStopShopVisits visits;
  private JdbcClient db;

  @BeforeAll
  void start() {
    haven = new JourneyDriver(context);
    visits = context.getBean(OneStopShopVisits.class);
    db = context.getBean(JdbcClient.class);
  }

  @AfterAll
  void release() {
    TestPlatform.releaseClocks();
  }

  private static Map<String, Object> needs(String consent, String... needs) {
    var answers = new LinkedHashMap<String, Object>();
    answers.put("needs", List.of(needs));
    answers.put("consent", consent);
    answers.put("safeToKeepPapers", "Nothing on paper, she whispered");
    answers.put("recourse", "yes");
    return answers;
  }

  private List<String> referrals(CaseRef caseRef) {
    return db.sql("select agency || ' ' || status from referral where case_ref = ?")
        .param(caseRef.value())
        .query(String.class)
        .list();
  }

  private List<String> ledger(CaseRef caseRef) {
    return db.sql(
            "select purpose || ' ' || consent || ' ' || basis from sharing_ledger"
                + " where case_ref = ?")
        .param(caseRef.value())
        .query(String.class)
        .list();
  }

  private void tell(CaseRef caseRef, String message) {
    context.getBean(JourneyRegister.class).broadcast(caseRef, message, Map.of(), Set.of());
  }

  @Test
  @Order(1)
  void shouldBookTuesdayMorning_whenPlannedOnMonday() {
    // given: Easter Monday
    haven.moveTo("2026-04-06T10:00");
    var caseRef = haven.aCase(Map.of("riskLevel", "high"));

    // when
    haven.request(caseRef, "support-plan", Map.of());
    var assessment =
        haven.complete(caseRef, "Task_AssessSupportNeeds", needs("given", "legal", "income"));

    // then
    assertThat(assessment.due()).isEqualTo("2026-04-08T17:15");
    haven.outcome(caseRef, "Task_TellDropInTime", "told");
    assertThat(london(visits.of(caseRef).getFirst())).isEqualTo("2026-04-07T09:30");

    // and each offer is made: income, an adviser at high risk, and always how to come back
    haven.outcome(caseRef, "Task_MakeSupportReferral", "sent");
    haven.outcome(caseRef, "Task_MakeSupportReferral", "contacts-given");
    haven.outcome(caseRef, "Task_GiveContacts", "contacts-given");
    haven.awaitOpenTasks(caseRef);
    haven.answer(caseRef, "Task_AwaitSupportOutcome", "waiting", Map.of());
    assertThat(referrals(caseRef)).hasSize(1);
    assertThat(ledger(caseRef)).containsExactly("support given consent", "support given consent");

    // and the plan is looked at again 28 days later, once there is a safe way again
    assertThat(haven.awaitClock(caseRef, "supportReview")).isEqualTo("2026-05-04T23:59:59");
    haven.moveTo("2026-05-05T10:00");
    haven.complete(caseRef, "Task_CheckSafeContact", aSafeWay());
    haven.outcome(caseRef, "Task_ReviewSupportPlan", "finish");
    assertThat(haven.awaitEnd(caseRef, "support-plan")).isEqualTo("complete");
    haven.awaitOpenTasks(caseRef);
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  @Order(2)
  void shouldBookTheFollowingTuesdayAndSendNothing_whenTheMorningIsOverAndSheDoesNotAgree() {
    // given
    haven.moveTo("2026-05-12T12:30");
    var caseRef = haven.aCase(Map.of("riskLevel", "medium"));
    haven.request(caseRef, "support-plan", Map.of());

    // when
    haven.complete(caseRef, "Task_AssessSupportNeeds", needs("refused", "drop-in", "health"));

    // then: she gets the contacts, nothing is sent
    haven.outcome(caseRef, "Task_TellDropInTime", "not-wanted");
    assertThat(london(visits.of(caseRef).getFirst())).isEqualTo("2026-05-19T09:30");
    haven.outcome(caseRef, "Task_GiveContacts", "not-wanted");
    haven.outcome(caseRef, "Task_GiveContacts", "not-wanted");
    haven.awaitOpenTasks(caseRef);
    assertThat(referrals(caseRef)).isEmpty();
    assertThat(ledger(caseRef)).containsExactly("support refused none");

    // and looked at twice, she still wants none of it
    haven.moveTo("2026-06-10T10:00");
    haven.complete(caseRef, "Task_CheckSafeContact", aSafeWay());
    haven.outcome(caseRef, "Task_ReviewSupportPlan", "continue");
    haven.awaitOpenTasks(caseRef);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> haven.awaitClock(caseRef, "supportReview").equals("2026-07-08T23:59:59"));
    haven.moveTo("2026-07-09T10:00");
    haven.complete(caseRef, "Task_CheckSafeContact", aSafeWay());
    haven.outcome(caseRef, "Task_ReviewSupportPlan", "finish");
    assertThat(haven.awaitEnd(caseRef, "support-plan")).isEqualTo("declined");
  }

  @Test
  @Order(3)
  void shouldAskTheCounty_whenSheHasNoRecourseToPublicFunds() {
    // given: no safe way at first, and the supervisor does not want to wait
    haven.moveTo("2026-09-07T10:00");
    var caseRef = haven.aCase(Map.of("riskLevel", "medium", "children", 2));
    haven.contactBecomesUnsafe(caseRef);
    haven.request(caseRef, "support-plan", Map.of());
    haven.complete(caseRef, "Task_CheckSafeContact", noSafeWay());
    haven.outcome(caseRef, "Task_AgreeApproach", "go-on-without");
    assertThat(haven.awaitClock(caseRef, "standard")).isEqualTo("2026-09-09T17:15");
    haven.awaitOpenTasks(caseRef);
    haven.moveTo("2026-09-09T17:15:01");
    haven.complete(caseRef, "Task_CheckSafeContact", aSafeWay());

    // when
    haven.complete(
        caseRef,
        "Task_AssessSupportNeeds",
        with(
            with(needs("given", "refuge", "security"), "recourse", "no"),
            "visaRoute",
            "settlement-partner"));

    // then: the journeys start, and the county's children's services are asked
    haven.awaitRequested(caseRef, "homelessness-application");
    haven.awaitRequested(caseRef, "sanctuary-scheme");
    haven.outcome(caseRef, "Task_MakeSupportReferral", "sent");
    haven.outcome(caseRef, "Task_GiveContacts", "contacts-given");
    assertThat(haven.awaitClock(caseRef, "partnerReply")).isEqualTo("2026-09-16T17:15");
    await()
        .untilAsserted(() -> assertThat(referrals(caseRef)).containsExactly("kcc-children sent"));

    // and chased, then answered
    haven.moveTo("2026-09-16T17:15:01");
    haven.awaitTask(caseRef, "Task_ChasePartner");
    haven.answer(caseRef, "Task_AwaitSupportOutcome", "accepted", Map.of());

    // and the plan ends with the case
    tell(caseRef, "case-closed");
    assertThat(haven.awaitEnd(caseRef, "support-plan")).isEqualTo("stopped");
  }
}
