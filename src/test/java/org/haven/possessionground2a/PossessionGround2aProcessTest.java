package org.haven.possessionground2a;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.JourneyDriver.with;

import java.util.LinkedHashMap;
import java.util.Map;
import org.haven.casefile.CaseFacts;
import org.haven.forms.FormProblem;
import org.haven.platform.CaseRef;
import org.haven.platform.Team;
import org.haven.tasks.SubmitResult;
import org.haven.testing.JourneyDriver;
import org.haven.testing.JourneyDriver.Task;
import org.haven.testing.ProcessTest;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** J6 on the real broker: wishes, elements, notice and its dates, claim, order, eviction. */
@ProcessTest
class PossessionGround2aProcessTest {
  private static final String PROCESS = "possession-ground-2a";

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

  private CaseRef aCase(String at) {
    haven.moveTo(at);
    var caseRef =
        haven.aCase(
            Map.of(
                "tenure", "council-tenant",
                "tenancyType", "secure-lifetime",
                "leadTeam", "tenancy-services"));
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
        "She whispered that she wants her home back",
        "risks",
        "He whispered that he would come back");
  }

  /** All elements shown; she is no tenant, and no notice was served yet. */
  private static Map<String, Object> elements() {
    var answers = new LinkedHashMap<String, Object>();
    for (String shown :
        new String[] {
          "tenancySecure",
          "livedAsCouple",
          "onePartnerTenant",
          "partnerLeft",
          "leftBecauseOfViolence",
          "unlikelyToReturn",
          "reasonableToOrder",
          "safeRouteKnown",
          "wishesRecorded"
        }) {
      answers.put(shown, "yes");
    }
    answers.put("leaverIsTenant", "no");
    answers.put("pleadsGround2", "no");
    answers.put("noticeValidOrExcused", "unknown");
    answers.put("copyServedOrAllReasonableSteps", "unknown");
    answers.put("periodDay", "monday");
    answers.put("evidence", "Neighbours whispered of shouting");
    answers.put("proportionality", "He whispered of another flat");
    answers.put("equality", "Weighed");
    return answers;
  }

  private static Map<String, Object> service(String on, String copy) {
    return Map.of(
        "noticeServed",
        "served",
        "servedOn",
        on,
        "copyServedOrAllReasonableSteps",
        copy,
        "recipients",
        "Edmund Thistlewood",
        "proof",
        "A certificate");
  }

  private static Map<String, Object> because(String outcome) {
    return Map.of("outcome", outcome, "reason", "She whispered why");
  }

  /** As far as a notice that two people have checked. */
  private CaseRef withNotice(String at, Map<String, Object> elements) {
    var caseRef = aCase(at);
    haven.complete(caseRef, "Task_RecordVictimsWishes", wishes("supports", "no"));
    haven.complete(caseRef, "Task_RecordLegalElements", elements);
    haven.outcome(caseRef, "Task_ReviewLegalCase", "issue");
    haven.outcome(caseRef, "Task_ApproveProceedings", "approved");
    haven.passLetter(caseRef);
    haven.awaitTask(caseRef, "Task_ServeNotice");
    return caseRef;
  }

  private CaseRef withClaim(String at) {
    var caseRef = withNotice(at, with(elements(), "pleadsGround2", "yes"));
    haven.complete(caseRef, "Task_ServeNotice", service(at.substring(0, 10), "yes"));
    haven.outcome(caseRef, "Task_IssueClaim", "issued");
    return caseRef;
  }

  private void hearing(CaseRef caseRef, String on, Map<String, Object> outcome) {
    haven.answer(caseRef, "Event_HearingListed", "", Map.of("hearingOn", on));
    haven.outcome(caseRef, "Task_PrepareCourtBundle", "done");
    haven.passLetter(caseRef);
    haven.complete(caseRef, "Task_RecordCourtOutcome", outcome);
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

  @Test
  void shouldRegainTheHome_whenAllElementsAreShown() {
    // given: a weekly tenancy from Monday
    var caseRef = aCase("2026-02-03T10:00");
    haven.complete(caseRef, "Task_RecordVictimsWishes", wishes("supports", "no"));
    assertThat(haven.awaitTask(caseRef, "Task_RecordLegalElements").team())
        .isEqualTo(Team.TENANCY_SERVICES);
    haven.complete(caseRef, "Task_RecordLegalElements", elements());
    var review = haven.awaitTask(caseRef, "Task_ReviewLegalCase");
    assertThat(review.team()).isEqualTo(Team.LEGAL_SERVICES);
    assertThat(review.due()).isEqualTo("2026-02-10T17:15");
    haven.outcome(caseRef, "Task_ReviewLegalCase", "issue");
    assertThat(haven.awaitTask(caseRef, "Task_ApproveProceedings").team())
        .isEqualTo(Team.SERVICE_MANAGER);
    haven.outcome(caseRef, "Task_ApproveProceedings", "approved");
    haven.passLetter(caseRef);

    // when: served on Wednesday 4 February
    haven.awaitTask(caseRef, "Task_ServeNotice");
    haven.moveTo("2026-02-04T11:00");
    haven.complete(caseRef, "Task_ServeNotice", service("2026-02-04", "yes"));

    // then: the claim from Sunday 8 March 2026, until 8 March 2027
    assertThat(haven.awaitClock(caseRef, "noticeLapse")).isEqualTo("2027-03-08T23:59:59");
    assertThat(haven.awaitClock(caseRef, "noticeEarliest")).isEqualTo("2026-03-08T23:59:59");
    haven.moveTo("2026-03-07T23:59");
    haven.awaitOpenTasks(caseRef);
    haven.moveTo("2026-03-08T00:00");
    haven.outcome(caseRef, "Task_IssueClaim", "issued");

    // and: adjourned once, ordered outright, evicted at the second try
    hearing(caseRef, "2026-04-01", Map.of("outcome", "adjourned", "orderOn", "2026-04-01"));
    hearing(
        caseRef,
        "2026-04-15",
        Map.of("outcome", "outright", "orderOn", "2026-04-15", "leaveOn", "2026-04-29"));
    haven.awaitOpenTasks(caseRef);
    haven.moveTo("2026-04-30T00:00");
    haven.outcome(caseRef, "Task_ApplyForEviction", "done");
    haven.answer(caseRef, "Event_EvictionSet", "", Map.of("evictionOn", "2026-05-20"));
    haven.outcome(caseRef, "Task_CarryOutEviction", "postponed");
    haven.answer(caseRef, "Event_EvictionSet", "", Map.of("evictionOn", "2026-05-27"));
    haven.outcome(caseRef, "Task_CarryOutEviction", "done");
    haven.awaitRequested(caseRef, "sanctuary-scheme");
    haven.complete(caseRef, "Task_CheckSafeContact", JourneyDriver.aSafeWay());
    haven.outcome(caseRef, "Task_AskIfSheReturns", "returns");
    haven.complete(
        caseRef,
        "Task_CheckTenancyBasis",
        Map.of(
            "councilGrants",
            "yes",
            "priorTenancy",
            "joint-this-home",
            "victimInHousehold",
            "yes",
            "connected",
            "yes",
            "basis",
            "The old agreement"));
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("possessed");
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  void shouldMakeNoClaim_whenTheLeaverGotNoCopy() {
    // given: all met, but she is no tenant and got no copy
    var caseRef = withNotice("2026-02-04T10:00", elements());
    haven.complete(caseRef, "Task_ServeNotice", service("2026-02-04", "no"));
    haven.awaitClock(caseRef, "noticeLapse");

    // when
    haven.moveTo("2026-03-08T00:00");

    // then: no claim, until every reasonable step was taken
    assertThat(haven.awaitTask(caseRef, "Task_CloseGaps").team()).isEqualTo(Team.LEGAL_SERVICES);
    haven.awaitOpenTasks(caseRef, "Task_CloseGaps");
    haven.outcome(caseRef, "Task_CloseGaps", "look-again");
    haven.complete(
        caseRef,
        "Task_RecordElementsForClaim",
        with(
            with(elements(), "noticeValidOrExcused", "yes"),
            "copyServedOrAllReasonableSteps",
            "yes"));
    haven.awaitTask(caseRef, "Task_IssueClaim");

    // and the notice lapses: a new one is made
    haven.moveTo("2027-03-09T00:00");
    haven.complete(caseRef, "Task_CheckSafeContact", JourneyDriver.aSafeWay());
    haven.passLetter(caseRef);
    haven.awaitOpenTasks(caseRef, "Task_ServeNotice");
    assertThat(context.getBean(CaseFacts.class).of(caseRef))
        .containsEntry("noticeStatesOn", "2027-04-11");
  }

  @Test
  void shouldRefuseTheDay_whenItIsNotLawfulForTheNotice() {
    // given: made on 3 February, it states 8 March
    var caseRef = withNotice("2026-02-03T10:00", elements());
    haven.moveTo("2026-02-10T10:00");
    var task = haven.awaitTask(caseRef, "Task_ServeNotice");

    // then
    assertRefused(task, service("2026-02-10", "yes"), "servedOn", "Housing Act 1985 section 83");
    assertRefused(task, service("2026-02-11", "yes"), "servedOn", "a day that has come");
    assertRefused(task, service("2026-02-02", "yes"), "servedOn", "not before it was made");
    haven.complete(caseRef, "Task_ServeNotice", Map.of("noticeServed", "new-notice"));
    haven.passLetter(caseRef);
    haven.complete(caseRef, "Task_ServeNotice", service("2026-02-10", "yes"));
    assertThat(haven.awaitClock(caseRef, "noticeLapse")).isEqualTo("2027-03-15T23:59:59");
  }

  @Test
  void shouldWeighOtherGrounds_whenAnAdultChildAbusesAParent() {
    // given
    var caseRef = aCase("2026-02-05T10:00");
    haven.complete(caseRef, "Task_RecordVictimsWishes", wishes("supports", "no"));

    // when: no couple lived there
    haven.complete(caseRef, "Task_RecordLegalElements", with(elements(), "livedAsCouple", "no"));
    haven.outcome(caseRef, "Task_GatherEvidence", "cannot");

    // then: legal services weigh Grounds 1 and 2
    assertThat(haven.awaitTask(caseRef, "Task_ConsiderOtherGrounds").team())
        .isEqualTo(Team.LEGAL_SERVICES);
    haven.outcome(caseRef, "Task_ConsiderOtherGrounds", "ground-1");
    haven.outcome(caseRef, "Task_ReviewLegalCase", "other-ground");
    haven.outcome(caseRef, "Task_ConsiderOtherGrounds", "none");
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("not-pursued");
  }

  @Test
  void shouldLookAgain_whenEvidenceWasGathered() {
    // given
    var caseRef = aCase("2026-02-05T11:00");
    haven.complete(caseRef, "Task_RecordVictimsWishes", wishes("supports", "no"));
    haven.complete(
        caseRef, "Task_RecordLegalElements", with(elements(), "unlikelyToReturn", "unknown"));

    // when
    haven.outcome(caseRef, "Task_GatherEvidence", "gathered");
    haven.complete(caseRef, "Task_RecordLegalElements", elements());
    haven.outcome(caseRef, "Task_ReviewLegalCase", "issue");
    haven.outcome(caseRef, "Task_ApproveProceedings", "refused");

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("not-pursued");
  }

  @Test
  void shouldNeedSupervisorAndSafeguarding_whenSheObjects() {
    // given
    var caseRef = aCase("2026-02-06T10:00");

    // when
    haven.complete(caseRef, "Task_RecordVictimsWishes", wishes("objects", "no"));

    // then: no notice without reasons of both
    var supervisor = haven.awaitTask(caseRef, "Task_DecideDespiteWishes");
    assertThat(supervisor.team()).isEqualTo(Team.TENANCY_SERVICES);
    assertThat(supervisor.forSupervisor()).isTrue();
    assertRefused(supervisor, Map.of("outcome", "continue"), "reason", "policy 7.5.1");
    haven.complete(caseRef, "Task_DecideDespiteWishes", because("continue"));
    var safeguarding = haven.awaitTask(caseRef, "Task_DecideDespiteWishesSafeguarding");
    assertThat(safeguarding.team()).isEqualTo(Team.SAFEGUARDING_LEAD);
    assertRefused(safeguarding, Map.of("outcome", "continue"), "reason", "policy 7.5.1");
    haven.complete(caseRef, "Task_DecideDespiteWishesSafeguarding", because("continue"));
    haven.awaitOpenTasks(caseRef, "Task_RecordLegalElements");
  }

  @ParameterizedTest
  @CsvSource({
    "not-known, no, stop, continue",
    "supports, unknown, continue, stop",
    "not-object, yes, continue, stop"
  })
  void shouldNotBePursued_whenEitherStops(
      String wishes, String unsafe, String supervisor, String safeguarding) {
    // given
    var caseRef = aCase("2026-02-06T12:00");
    haven.complete(caseRef, "Task_RecordVictimsWishes", wishes(wishes, unsafe));

    // when
    haven.complete(caseRef, "Task_DecideDespiteWishes", because(supervisor));
    if (supervisor.equals("continue")) {
      haven.complete(caseRef, "Task_DecideDespiteWishesSafeguarding", because(safeguarding));
    }

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("not-pursued");
  }

  @ParameterizedTest
  @CsvSource({"suspended", "dismissed"})
  void shouldEndWithTheCourt_whenNoPossessionIsOrdered(String outcome) {
    // given: with Ground 2 pleaded the claim is made at once
    var caseRef = withClaim("2026-02-09T10:00");

    // when
    hearing(caseRef, "2026-03-02", Map.of("outcome", outcome, "orderOn", "2026-03-02"));

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo(outcome);
  }

  @Test
  void shouldLookAtTheElementsAnew_whenSheGoesHome_andEnd_whenTheTenantGivesNotice() {
    // given
    var caseRef = withNotice("2026-02-11T10:00", elements());

    // when
    haven.answer(caseRef, "Event_Overtaken", "she-went-home", Map.of());

    // then
    haven.awaitOpenTasks(caseRef, "Task_RecordLegalElements");
    haven.answer(caseRef, "Event_Overtaken", "tenant-gave-notice", Map.of());
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("ended-otherwise");
    haven.awaitRequested(caseRef, "end-tenancy");
  }
}
