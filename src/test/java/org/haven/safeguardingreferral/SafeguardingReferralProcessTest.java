package org.haven.safeguardingreferral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.forms.FormProblem;
import org.haven.platform.CaseRef;
import org.haven.platform.Known;
import org.haven.platform.Team;
import org.haven.tasks.OpenResult;
import org.haven.tasks.SubmitResult;
import org.haven.tasks.TaskActions;
import org.haven.testing.JourneyDriver;
import org.haven.testing.ProcessTest;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** J9 on the real broker: every scenario of the procedure, dates to the minute. */
@ProcessTest
class SafeguardingReferralProcessTest {
  private static final String PROCESS = "safeguarding-referral";

  @Autowired private ApplicationContext context;
  private JourneyDriver haven;
  private SafeguardingLog log;

  @BeforeAll
  void start() {
    haven = new JourneyDriver(context);
    log = context.getBean(SafeguardingLog.class);
  }

  @AfterAll
  void release() {
    TestPlatform.releaseClocks();
  }

  private void child(CaseRef caseRef, String name) {
    context
        .getBean(People.class)
        .add(caseRef, PersonKind.CHILD, Map.of("name", name), new By("maya.okafor"));
  }

  private List<String> kinds(CaseRef caseRef) {
    return log.of(haven.person("fiona.glass"), caseRef).stream()
        .map(SafeguardingEntry::kind)
        .toList()
        .reversed();
  }

  private static Map<String, Object> referral(String person, String route, String sentOn) {
    return Map.of(
        "person", person,
        "route", route,
        "threshold", "She whispered what she had heard through the wall",
        "consent", "not-asked",
        "sentOn", sentOn);
  }

  private static Map<String, Object> outcome(String outcome, String closedOn, String agree) {
    var answers = new HashMap<String, Object>();
    answers.put("person", "Isabel Thistlewood");
    answers.put("outcome", outcome);
    answers.put("closedOn", closedOn);
    answers.put("agree", agree);
    if (agree.equals("no")) {
      answers.put("disagreement", "She is not safe with that");
    }
    return answers;
  }

  private static Map<String, Object> concern(String... yes) {
    var answers = new HashMap<String, Object>();
    for (var name :
        List.of(
            "childAffected", "childHarmNow", "adultCareNeeds", "otherAbuse", "staffImplicated")) {
      answers.put(name, List.of(yes).contains(name) ? "yes" : "unknown");
    }
    answers.put("youngParty", "unknown");
    answers.put("harm", "He whispered that he would come back");
    return answers;
  }

  @Test
  void shouldReferTheChildAndChaseOnMonday_whenAChildHeardTheAbuseOnFriday() {
    // given
    haven.moveTo("2026-06-05T15:00");
    var caseRef = haven.aCase(Map.of());
    child(caseRef, "Isabel Thistlewood");

    // when
    haven.request(caseRef, PROCESS, Map.of("childAffected", Known.YES));

    // then: the lead is told within a day, the referral is made within a working day
    var told = haven.awaitTask(caseRef, "Task_ReadConcern");
    assertThat(told.team()).isEqualTo(Team.SAFEGUARDING_LEAD);
    assertThat(told.slaKey()).isEqualTo("tellLead");
    assertThat(told.due()).isEqualTo("2026-06-06T15:00");
    var make = haven.awaitTask(caseRef, "Task_MakeSafeguardingReferral");
    assertThat(make.slaKey()).isEqualTo("safeguardingReferral");
    assertThat(make.due()).isEqualTo("2026-06-08T17:15");
    var page =
        (OpenResult.TaskPage)
            context.getBean(TaskActions.class).open(haven.ownerOf(make), make.id());
    assertThat(page.prefill()).containsEntry("person", "Isabel Thistlewood");
    assertThat(
            haven.submit(
                make,
                haven.ownerOf(make),
                referral("Isabel Thistlewood", "adult-referral", "2026-06-06")))
        .isInstanceOfSatisfying(
            SubmitResult.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(FormProblem::key)
                    .containsExactlyInAnyOrder("route", "sentOn"));
    haven.complete(
        caseRef,
        "Task_MakeSafeguardingReferral",
        referral("Isabel Thistlewood", "child-referral", "2026-06-05"));
    haven.outcome(caseRef, "Task_ReadConcern", "read");

    // and who stays silent is chased on Monday at close
    haven.awaitClock(caseRef, "childDecision");
    assertThat(haven.awaitClock(caseRef, "childDecision")).isEqualTo("2026-06-08T17:15");
    haven.moveTo("2026-06-08T17:14");
    assertThat(haven.openTasks(caseRef)).isEmpty();
    haven.moveTo("2026-06-08T17:15");
    haven.awaitTask(caseRef, "Task_ChasePartner");
    haven.answer(caseRef, "Task_AwaitSafeguardingOutcome", "child-in-need", Map.of());
    var record = haven.awaitTask(caseRef, "Task_RecordSafeguardingOutcome");
    assertThat(record.team()).isEqualTo(Team.SAFEGUARDING_LEAD);
    haven.letRunOut(record);
    haven.complete(
        caseRef, "Task_RecordSafeguardingOutcome", outcome("child-in-need", "2026-06-08", "yes"));
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("child-in-need");
    haven.awaitOpenTasks(caseRef);

    // and the log is the safeguarding lead's alone
    assertThat(kinds(caseRef)).containsExactly("opened", "person", "referral", "sent", "outcome");
    assertThatThrownBy(() -> log.of(haven.person("maya.okafor"), caseRef))
        .isInstanceOf(NoSuchCaseException.class);
    assertThatThrownBy(() -> log.of(haven.person("helen.marsh"), caseRef))
        .isInstanceOf(NoSuchCaseException.class);
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  void shouldRecordHerWish_whenAnAdultWithCapacityRefusesAndNobodyElseIsAtRisk() {
    // given
    haven.moveTo("2026-06-15T10:00");
    var caseRef =
        haven.aCase(
            Map.of(
                "adultCareNeeds", "yes",
                "harmSuspected", "yes",
                "cannotProtectSelf", "yes",
                "consent", "refused"));

    // when
    haven.request(caseRef, PROCESS, Map.of("adultCareNeeds", Known.YES));
    var wish = haven.awaitTask(caseRef, "Task_GoAgainstHerWish");

    // then
    assertThat(wish.team()).isEqualTo(Team.SAFEGUARDING_LEAD);
    assertThat(wish.due()).isEqualTo("2026-06-16T17:15");
    haven.awaitOpenTasks(caseRef, "Task_GoAgainstHerWish", "Task_ReadConcern");
    haven.letRunOut(wish);
    haven.outcome(caseRef, "Task_GoAgainstHerWish", "record-only");
    haven.outcome(caseRef, "Task_ReadConcern", "read");
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("advice");
    assertThat(kinds(caseRef)).containsExactly("opened", "person", "not-sent");
  }

  @Test
  void shouldReferEachPersonOnTheirOwn_whenSeveralAreAtRisk() {
    // given: two children, and an adult who refuses but is referred all the same
    haven.moveTo("2026-06-22T10:00");
    var caseRef =
        haven.aCase(
            Map.of("harmSuspected", "yes", "cannotProtectSelf", "yes", "consent", "refused"));
    child(caseRef, "Isabel Thistlewood");
    child(caseRef, "Jonah Thistlewood");

    // when
    haven.request(
        caseRef,
        PROCESS,
        Map.of("childAffected", Known.YES, "adultCareNeeds", Known.YES, "otherAbuse", "unknown"));
    haven.outcome(caseRef, "Task_GoAgainstHerWish", "send");
    haven.complete(
        caseRef,
        "Task_MakeSafeguardingReferral",
        referral("Isabel Thistlewood", "child-referral", "2026-06-22"));
    haven.complete(
        caseRef,
        "Task_MakeSafeguardingReferral",
        referral("Jonah Thistlewood", "child-referral", "2026-06-22"));
    var adult = haven.awaitTask(caseRef, "Task_MakeSafeguardingReferral");
    var answers =
        new HashMap<String, Object>(
            referral("Marguerite Delacroix", "adult-referral", "2026-06-22"));
    answers.put("consent", "refused");
    assertThat(haven.submit(adult, haven.ownerOf(adult), answers))
        .isInstanceOfSatisfying(
            SubmitResult.Invalid.class,
            invalid ->
                assertThat(invalid.problems()).extracting(FormProblem::key).contains("override"));
    answers.put("override", "Somebody else is at risk");
    haven.complete(caseRef, "Task_MakeSafeguardingReferral", answers);
    haven.outcome(caseRef, "Task_ReadConcern", "read");

    // then: each is answered on its own, and the strongest answer counts
    for (var answer : List.of("no-action", "child-protection", "adult-enquiry")) {
      haven.answer(caseRef, "Task_AwaitSafeguardingOutcome", answer, Map.of());
    }
    haven.complete(
        caseRef, "Task_RecordSafeguardingOutcome", outcome("no-action", "2026-06-22", "no"));
    haven.letRunOut(haven.awaitTask(caseRef, "Task_EscalateConcern"));
    haven.outcome(caseRef, "Task_EscalateConcern", "escalated");
    haven.complete(
        caseRef,
        "Task_RecordSafeguardingOutcome",
        outcome("child-protection", "2026-06-22", "yes"));
    haven.complete(
        caseRef, "Task_RecordSafeguardingOutcome", outcome("adult-enquiry", "2026-06-22", "yes"));
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("child-protection");
    assertThat(kinds(caseRef)).filteredOn("sent"::equals).hasSize(3);
    assertThat(kinds(caseRef)).filteredOn("outcome"::equals).hasSize(3);
  }

  @Test
  void shouldCall999AndReferAtOnce_whenAChildIsHarmedNow() {
    // given
    haven.moveTo("2026-06-27T22:00");
    var caseRef = haven.aCase(Map.of());

    // when: no child is on record yet
    haven.request(caseRef, PROCESS, Map.of("childHarmNow", Known.YES));

    // then
    assertThat(haven.awaitTask(caseRef, "Task_Call999").due()).isEqualTo("2026-06-27T23:00");
    var make = haven.awaitTask(caseRef, "Task_MakeSafeguardingReferral");
    assertThat(make.slaKey()).isEqualTo("atOnce");
    assertThat(make.due()).isEqualTo("2026-06-27T23:00");
    assertThat(haven.awaitTask(caseRef, "Task_ReadConcern").slaKey()).isEqualTo("atOnce");
    haven.awaitOpenTasks(
        caseRef, "Task_Call999", "Task_MakeSafeguardingReferral", "Task_ReadConcern");
  }

  @Test
  void shouldAskTheLeadAndLockOut_whenTheConcernComesFromTheCasePage() {
    // given
    haven.moveTo("2026-06-29T10:00");
    var caseRef = haven.aCase(Map.of());

    // when
    haven.request(caseRef, PROCESS, Map.of());
    haven.complete(caseRef, "Task_RecordConcern", concern("otherAbuse", "staffImplicated"));

    // then
    var lockOut = haven.awaitTask(caseRef, "Task_LockOutStaff");
    assertThat(lockOut.team()).isEqualTo(Team.SERVICE_MANAGER);
    assertThat(lockOut.due()).isEqualTo("2026-06-29T11:00");
    var decide = haven.awaitTask(caseRef, "Task_DecideOnConcern");
    assertThat(decide.team()).isEqualTo(Team.SAFEGUARDING_LEAD);
    assertThat(decide.slaKey()).isEqualTo("atOnce");
    haven.outcome(caseRef, "Task_LockOutStaff", "locked-out");
    haven.outcome(caseRef, "Task_DecideOnConcern", "no-action");
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("no-action");
    assertThat(kinds(caseRef)).containsExactly("concern", "opened", "not-sent");
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  void shouldReferWhomTheLeadNames_whenNothingIsCertain() {
    // given
    haven.moveTo("2026-07-06T10:00");
    var caseRef = haven.aCase(Map.of());

    // when
    haven.request(caseRef, PROCESS, Map.of());
    haven.complete(caseRef, "Task_RecordConcern", concern());
    var decide = haven.awaitTask(caseRef, "Task_DecideOnConcern");
    assertThat(decide.due()).isEqualTo("2026-07-07T10:00");
    haven.outcome(caseRef, "Task_DecideOnConcern", "refer-child");

    // then
    haven.complete(
        caseRef,
        "Task_MakeSafeguardingReferral",
        referral("A child next door", "child-referral", "2026-07-06"));
    haven.answer(caseRef, "Task_AwaitSafeguardingOutcome", "early-help", Map.of());
    haven.complete(
        caseRef, "Task_RecordSafeguardingOutcome", outcome("early-help", "2026-07-06", "yes"));
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("early-help");
  }
}
