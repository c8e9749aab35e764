package org.haven.perpetratorresponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.JourneyDriver.with;

import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.Wishes;
import org.haven.forms.FormProblem;
import org.haven.platform.CaseRef;
import org.haven.platform.Known;
import org.haven.platform.Team;
import org.haven.tasks.SubmitResult;
import org.haven.testing.JourneyDriver;
import org.haven.testing.JourneyDriver.Task;
import org.haven.testing.ProcessTest;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** J11 on the real broker: her wishes come first, and each action by the right agreement. */
@ProcessTest
class PerpetratorResponseProcessTest {
  private static final String PROCESS = "perpetrator-response";
  private static final Map<String, Object> TENANT =
      Map.of("tenure", "council-tenant", "leadTeam", "tenancy-services");

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

  private CaseRef aCase(String at, Map<String, Object> facts) {
    haven.moveTo(at);
    var caseRef = haven.aCase(facts);
    haven.request(caseRef, PROCESS, Map.of());
    return caseRef;
  }

  private static Map<String, Object> wishes(String wishes, String unsafe) {
    return Map.of(
        "victimWishes",
        wishes,
        "actionUnsafe",
        unsafe,
        "wishesRecorded",
        "yes",
        "view",
        "She whispered that he must not know",
        "risks",
        "He whispered threats to her sister");
  }

  private static Map<String, Object> action(String action, String signpost) {
    return Map.of(
        "action",
        action,
        "signpost",
        signpost,
        "evidenceNotHers",
        "yes",
        "reason",
        "Neighbours whispered of shouting at night");
  }

  private void assertRefused(Task task, Map<String, Object> answers, String key, String words) {
    assertThat(haven.submit(task, haven.ownerOf(task), answers))
        .isInstanceOfSatisfying(
            SubmitResult.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .filteredOn(p -> p.key().equals(key))
                    .extracting(FormProblem::message)
                    .anySatisfy(message -> assertThat(message).contains(words)));
  }

  private long letters(CaseRef caseRef) {
    return context
        .getBean(JdbcClient.class)
        .sql("select count(*) from letter where case_ref = ?")
        .param(caseRef.value())
        .query(Long.class)
        .single();
  }

  @Test
  void shouldWarnAndReview_whenATenantsEvidenceStandsWithoutHer() {
    // given
    var caseRef = aCase("2026-03-02T10:00", TENANT);
    assertThat(haven.awaitTask(caseRef, "Task_RecordVictimsWishes").team())
        .isEqualTo(Team.TENANCY_SERVICES);

    // when: her wishes, a decision in five working days of them, a warning that two people checked
    haven.complete(caseRef, "Task_RecordVictimsWishes", wishes("supports", "no"));
    var decision = haven.awaitTask(caseRef, "Task_DecidePerpetratorAction");
    assertThat(decision.due()).isEqualTo("2026-03-09T17:15");
    assertThat(decision.forSupervisor()).isFalse();
    assertRefused(
        decision,
        with(action("tenancy-action", "yes"), "evidenceNotHers", "no"),
        "evidenceNotHers",
        "does not point to her");
    haven.complete(caseRef, "Task_DecidePerpetratorAction", action("tenancy-action", "yes"));
    haven.passLetter(caseRef);
    haven.outcome(caseRef, "Task_SendWarning", "done");
    haven.outcome(caseRef, "Task_SignpostToChange", "given");

    // then: looked at again after 28 days, gone on with once, then finished
    assertThat(haven.awaitClock(caseRef, "perpReview")).isEqualTo("2026-03-30T23:59:59");
    haven.awaitOpenTasks(caseRef);
    haven.moveTo("2026-03-31T00:00");
    haven.outcome(caseRef, "Task_ReviewPerpetratorAction", "continue");
    haven.awaitWaitingAt(caseRef, "Event_ReviewDue", 2);
    haven.moveTo("2026-04-29T00:00");
    haven.outcome(caseRef, "Task_ReviewPerpetratorAction", "finish");
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("acted");
    assertThat(letters(caseRef)).isEqualTo(1);
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  void shouldMakeNoLetter_whenWishesAreNotRecorded() {
    // given
    var caseRef = aCase("2026-03-03T10:00", TENANT);

    // when: the officer could not finish
    haven.complete(
        caseRef,
        "Task_RecordVictimsWishes",
        with(wishes("not-known", "unknown"), "wishesRecorded", "no"));

    // then: asked again, and no decision, no letter meanwhile
    var again = haven.awaitTask(caseRef, "Task_RecordVictimsWishes");
    haven.awaitOpenTasks(caseRef, "Task_RecordVictimsWishes");
    assertThat(context.getBean(Wishes.class).onRecord(caseRef, again.journeyId())).isFalse();
    assertThat(letters(caseRef)).isZero();
  }

  @Test
  void shouldRefuseThePerpetratorStep_whenTheRecordLosesHerWishes() {
    // given: the decision is open, but the record says that her wishes are to be asked anew
    var caseRef = aCase("2026-03-03T11:00", TENANT);
    haven.complete(caseRef, "Task_RecordVictimsWishes", wishes("supports", "no"));
    var decision = haven.awaitTask(caseRef, "Task_DecidePerpetratorAction");
    context.getBean(CaseFacts.class).put(caseRef, Map.of("wishesRecorded", Known.NO), By.SYSTEM);

    // then
    assertRefused(decision, action("tenancy-action", "no"), "", "policy 7.5.1");
  }

  @Test
  void shouldRefuse_whenOnlySignpostIsTicked() {
    // given
    var caseRef = aCase("2026-03-04T10:00", TENANT);
    haven.complete(caseRef, "Task_RecordVictimsWishes", wishes("not-object", "no"));
    var decision = haven.awaitTask(caseRef, "Task_DecidePerpetratorAction");

    // when
    var onlySignpost = Map.<String, Object>of("signpost", "yes", "evidenceNotHers", "yes");

    // then: an action or a reasoned "nothing for now" is needed
    assertThat(haven.submit(decision, haven.ownerOf(decision), onlySignpost))
        .isInstanceOfSatisfying(
            SubmitResult.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(FormProblem::key)
                    .contains("action", "reason"));
    haven.complete(caseRef, "Task_DecidePerpetratorAction", action("none-now", "yes"));
    haven.outcome(caseRef, "Task_SignpostToChange", "declined");
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("none-now");
  }

  @Test
  void shouldUseTheLease_whenThePersonIsALeaseholder() {
    // given
    var caseRef =
        aCase(
            "2026-03-05T10:00",
            Map.of("tenure", "council-leaseholder", "leadTeam", "tenancy-services"));
    haven.complete(caseRef, "Task_RecordVictimsWishes", wishes("supports", "no"));
    var decision = haven.awaitTask(caseRef, "Task_DecidePerpetratorAction");

    // then: clause 13, never Ground 2A
    assertRefused(decision, action("possession", "no"), "action", "clause 13");
    assertRefused(decision, action("tenancy-action", "no"), "action", "clause 13");
    haven.complete(caseRef, "Task_DecidePerpetratorAction", action("lease-action", "no"));
    haven.passLetter(caseRef);
    haven.outcome(caseRef, "Task_SendWarning", "done");
    haven.awaitClock(caseRef, "perpReview");
    haven.moveTo("2026-04-03T00:00");
    haven.outcome(caseRef, "Task_ReviewPerpetratorAction", "change");

    // and a change asks her again first
    haven.complete(caseRef, "Task_CheckSafeContact", JourneyDriver.aSafeWay());
    haven.complete(caseRef, "Task_RecordVictimsWishes", wishes("supports", "no"));
    haven.complete(caseRef, "Task_DecidePerpetratorAction", action("orders-advice", "no"));
    haven.outcome(caseRef, "Task_AdviseOnOrders", "advised");
    haven.awaitWaitingAt(caseRef, "Event_ReviewDue", 2);
    haven.moveTo("2026-05-02T00:00");
    haven.outcome(caseRef, "Task_ReviewPerpetratorAction", "finish");
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("acted");
  }

  @Test
  void shouldBeDecidedByASupervisor_whenSheObjects() {
    // given
    var caseRef = aCase("2026-03-06T10:00", TENANT);

    // when
    haven.complete(caseRef, "Task_RecordVictimsWishes", wishes("objects", "no"));

    // then
    var decision = haven.awaitTask(caseRef, "Task_DecidePerpetratorAction");
    assertThat(decision.team()).isEqualTo(Team.TENANCY_SERVICES);
    assertThat(decision.forSupervisor()).isTrue();
    haven.complete(caseRef, "Task_DecidePerpetratorAction", action("possession", "no"));
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("handed-to-possession");
    haven.awaitRequested(caseRef, "possession-ground-2a");
  }

  @Test
  void shouldBeDecidedByASupervisor_whenItIsNotCertainThatSheStaysSafe() {
    // given
    var caseRef = aCase("2026-03-06T11:00", TENANT);

    // when
    haven.complete(caseRef, "Task_RecordVictimsWishes", wishes("supports", "unknown"));

    // then
    assertThat(haven.awaitTask(caseRef, "Task_DecidePerpetratorAction").forSupervisor()).isTrue();
  }

  @Test
  void shouldWriteDownWhatIsKnown_whenThereIsNoSafeWayToAskHer() {
    // given
    haven.moveTo("2026-03-07T10:00");
    var caseRef = haven.aCase(TENANT);
    haven.contactBecomesUnsafe(caseRef);
    haven.request(caseRef, PROCESS, Map.of());
    haven.complete(caseRef, "Task_CheckSafeContact", JourneyDriver.noSafeWay());
    haven.outcome(caseRef, "Task_AgreeApproach", "go-on-without");

    // when
    haven.complete(caseRef, "Task_RecordWishesFromRecords", wishes("not-known", "unknown"));

    // then
    assertThat(haven.awaitTask(caseRef, "Task_DecidePerpetratorAction").forSupervisor()).isTrue();
    haven.complete(caseRef, "Task_DecidePerpetratorAction", action("none-now", "no"));
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("none-now");
  }
}
