package org.haven.reportdomesticabuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.haven.testing.JourneyDriver.aConversation;
import static org.haven.testing.JourneyDriver.aSafeWay;
import static org.haven.testing.JourneyDriver.answers;
import static org.haven.testing.JourneyDriver.judgement;
import static org.haven.testing.JourneyDriver.noSafeWay;
import static org.haven.testing.JourneyDriver.notReached;
import static org.haven.testing.JourneyDriver.options;
import static org.haven.testing.JourneyDriver.with;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.SafetyPlans;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Known;
import org.haven.platform.Team;
import org.haven.tasks.SubmitResult;
import org.haven.tasks.TaskList;
import org.haven.testing.JourneyDriver;
import org.haven.testing.ProcessTest;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** J1 on the real broker: every scenario of the procedure, dates to the minute. */
@Tag("foundation")
@ProcessTest
class ReportDomesticAbuseProcessTest {
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

  @Test
  void shouldAgreeOptions_whenAReportBeforeEasterRunsToItsEnd() {
    // given
    haven.moveTo("2026-04-02T16:00");

    // when
    var caseRef =
        haven.report(
            "maya.okafor", Map.of("tenure", "private-rented", "perpetratorCouncilTenant", "no"));

    // then
    var contact = haven.awaitTask(caseRef, "Task_CheckSafeContact");
    assertThat(contact.slaKey()).isEqualTo("firstContact");
    assertThat(contact.due()).isEqualTo("2026-04-07T17:15");
    assertThat(contact.team()).isEqualTo(Team.HOUSING_SOLUTIONS);
    haven.awaitOpenTasks(caseRef, "Task_CheckSafeContact");

    haven.complete(caseRef, "Task_CheckSafeContact", aSafeWay());
    var talk = haven.complete(caseRef, "Task_HoldFirstConversation", aConversation());
    assertThat(talk.due()).isEqualTo("2026-04-07T17:15");
    var questions =
        haven.complete(caseRef, "Task_CompleteRiskQuestions", answers(5, 0, "2026-04-01"));
    assertThat(questions.due()).isEqualTo("2026-04-07T17:15");
    haven.complete(caseRef, "Task_RecordJudgement", judgement(false));
    var plan =
        haven.complete(
            caseRef,
            "Task_AgreeOptions",
            options("2026-05-05", "support-plan", "sanctuary-scheme"));
    assertThat(plan.due()).isEqualTo("2026-04-09T17:15");

    assertThat(haven.awaitEnd(caseRef, "report-domestic-abuse")).isEqualTo("options-agreed");
    assertThat(haven.awaitEnd(caseRef, "assess-risk")).isEqualTo("standard");
    haven.awaitRequested(caseRef, "support-plan");
    haven.awaitRequested(caseRef, "sanctuary-scheme");
    haven.awaitRequested(caseRef, "case-review");
    assertThat(haven.openTasksOf(caseRef, "report-domestic-abuse")).isEmpty();
    var officer = haven.person("maya.okafor");
    var view = context.getBean(CaseFiles.class).find(officer, caseRef).orElseThrow();
    assertThat(view.facts()).containsEntry("riskLevel", "standard");
    assertThat(view.people()).hasSize(2);
    assertThat(context.getBean(SafetyPlans.class).latest(officer, caseRef)).isPresent();
    assertThat(haven.audit(caseRef))
        .contains("take-report", "record-first-conversation", "record-risk-level", "agree-options");
    haven.assertNothingToldReachedTheEngine();
  }

  @ParameterizedTest
  @CsvSource({
    // reported, danger now or not known: firstContactUrgent; else firstContact -> due in London
    "2026-03-27T15:00, NO,      2026-03-30T17:15", // the clocks go forward on the Sunday between
    "2026-10-23T15:00, NO,      2026-10-26T17:15", // and back
    "2026-12-24T16:00, NO,      2026-12-29T17:15", // Christmas, Boxing Day on a Saturday
    "2026-03-28T23:00, UNKNOWN, 2026-03-29T04:00", // four hours on the clock, one of them skipped
    "2026-10-24T23:00, UNKNOWN, 2026-10-25T02:00" // and one twice
  })
  void shouldBeDueToTheMinute_whenReported(String reported, Known danger, String due) {
    // given
    haven.moveTo(reported);

    // when
    var caseRef = haven.report("maya.okafor", danger, Map.of("tenure", "private-rented"), null);

    // then
    assertThat(haven.awaitTask(caseRef, "Task_CheckSafeContact").due()).isEqualTo(due);
  }

  @Test
  void shouldCall999AndTellWhoMustKnow_whenSomebodyIsInDangerNow() {
    // given
    haven.moveTo("2026-05-11T10:00");

    // when
    var caseRef = haven.report("maya.okafor", Known.YES, Map.of("childAffected", "yes"), null);

    // then: at once, and the rest beside it
    var call = haven.awaitTask(caseRef, "Task_Call999");
    assertThat(call.due()).isEqualTo("2026-05-11T11:00");
    var contact = haven.awaitTask(caseRef, "Task_CheckSafeContact");
    assertThat(contact.slaKey()).isEqualTo("firstContactUrgent");
    assertThat(contact.due()).isEqualTo("2026-05-11T14:00");
    assertThat(contact.warns()).isEqualTo("2026-05-11T12:00");
    haven.awaitRequested(caseRef, "safeguarding-referral");
    haven.outcome(caseRef, "Task_Call999", "called");
    haven.awaitOpenTasksOf(caseRef, "report-domestic-abuse", "Task_CheckSafeContact");

    // and its clock, half and whole
    assertThat(haven.now(contact).warnedAt()).isNull();
    haven.moveTo("2026-05-11T12:00");
    haven.awaitWarned(contact);
    assertThat(told("WARNING", contact)).contains("maya.okafor", "helen.marsh");
    assertThat(haven.now(contact).breachedAt()).isNull();
    haven.moveTo("2026-05-11T14:00");
    haven.awaitBreached(contact);
    assertThat(told("BREACH", contact)).contains("clare.hodge");

    // and the one event that is left when the step is done
    haven.complete(caseRef, "Task_CheckSafeContact", aSafeWay());
    haven.awaitTask(caseRef, "Task_HoldFirstConversation");
    assertThat(haven.openTasksOf(caseRef, "report-domestic-abuse"))
        .containsExactly("Task_HoldFirstConversation");
  }

  @Test
  void shouldReachNobody_whenThereIsNoSafeRoute() {
    // given: a neighbour reports
    haven.moveTo("2026-05-13T10:00");
    var caseRef = haven.report("maya.okafor", Map.of("tenure", "private-rented"));

    // when
    haven.complete(caseRef, "Task_CheckSafeContact", noSafeWay());

    // then: a supervisor decides, and nothing that reaches her is open
    var approach = haven.awaitTask(caseRef, "Task_AgreeApproach");
    assertThat(approach.forSupervisor()).isTrue();
    haven.awaitOpenTasks(caseRef, "Task_AgreeApproach");
    assertThat(haven.submit(approach, haven.person("maya.okafor"), Map.of("outcome", "agreed")))
        .isInstanceOf(SubmitResult.Gone.class);
    haven.complete(
        caseRef, "Task_AgreeApproach", Map.of("outcome", "wait", "nextOn", "2026-05-18"));
    assertThat(haven.awaitClock(caseRef, "nextTry")).isEqualTo("2026-05-18T08:45");
    haven.awaitOpenTasks(caseRef);
    haven.moveTo("2026-05-18T08:44");
    haven.awaitOpenTasks(caseRef);
    haven.moveTo("2026-05-18T08:45");
    haven.awaitOpenTasks(caseRef, "Task_CheckSafeContact");
    assertThat(haven.journeys(caseRef, "assess-risk")).isEmpty();
  }

  @Test
  void shouldHandOverOnMonday_whenReportedOnASaturdayInDanger() {
    // given
    haven.moveTo("2026-05-16T11:00");

    // when
    var caseRef = haven.report("kit.farrow", Known.YES, Map.of("tenure", "private-rented"), null);

    // then: out of hours logs the call and can order locks and a room
    var call = haven.awaitTask(caseRef, "Task_Call999");
    assertThat(call.team()).isEqualTo(Team.OUT_OF_HOURS);
    haven.outcome(caseRef, "Task_Call999", "called");
    assertThat(haven.awaitTask(caseRef, "Task_CheckSafeContact").due())
        .isEqualTo("2026-05-16T15:00");
    var register = context.getBean(JourneyRegister.class);
    register.request(caseRef, "sanctuary-scheme", Map.of(), By.of(haven.person("kit.farrow")));
    register.request(
        caseRef, "homelessness-application", Map.of(), By.of(haven.person("kit.farrow")));
    haven.awaitRequested(caseRef, "homelessness-application");

    // and on Monday, when the offices open, the lead team takes over with its open tasks
    haven.moveTo("2026-05-18T08:45");
    await()
        .untilAsserted(
            () -> {
              assertThat(context.getBean(CaseFiles.class).head(caseRef).leadTeam())
                  .isEqualTo(Team.HOUSING_SOLUTIONS);
              assertThat(haven.awaitTask(caseRef, "Task_CheckSafeContact").team())
                  .isEqualTo(Team.HOUSING_SOLUTIONS);
            });
  }

  @Test
  void shouldCloseTheCaseToTheReceiver_whenTheyAreAParty() {
    // given
    haven.moveTo("2026-05-19T10:00");
    var conflicted = haven.person("tom.reeve");

    // when
    var caseRef = haven.reportNaming("tom.reeve", "Tom Reeve");

    // then
    var reassign = haven.awaitTask(caseRef, "Task_ReassignCase");
    assertThat(reassign.forSupervisor()).isTrue();
    assertThat(reassign.team()).isEqualTo(Team.HOUSING_SOLUTIONS);
    var tasks = context.getBean(TaskList.class);
    assertThat(tasks.find(conflicted, reassign.id())).isEmpty();
    assertThat(context.getBean(CaseFiles.class).find(conflicted, caseRef)).isEmpty();
    assertThat(told("%", reassign)).doesNotContain("tom.reeve");
    haven.outcome(caseRef, "Task_ReassignCase", "done");
    var contact = haven.awaitTask(caseRef, "Task_CheckSafeContact");
    assertThat(tasks.find(conflicted, contact.id())).isEmpty();
    assertThat(tasks.find(haven.person("maya.okafor"), contact.id())).isPresent();
  }

  @Test
  void shouldLetASupervisorDecide_whenThreeTriesDidNotReachHer() {
    // given
    haven.moveTo("2026-06-01T10:00");
    var caseRef = haven.report("maya.okafor", Map.of("tenure", "private-rented"));
    haven.complete(caseRef, "Task_CheckSafeContact", aSafeWay());

    // when: one try each day
    haven.complete(caseRef, "Task_HoldFirstConversation", notReached());
    haven.moveTo("2026-06-02T10:00");
    haven.complete(caseRef, "Task_HoldFirstConversation", Map.of("reached", "yes", "alone", "no"));
    haven.awaitOpenTasks(caseRef, "Task_HoldFirstConversation");
    haven.moveTo("2026-06-03T10:00");
    haven.complete(caseRef, "Task_HoldFirstConversation", notReached());

    // then
    assertThat(haven.awaitTask(caseRef, "Task_DecideWelfareStep").forSupervisor()).isTrue();
    haven.outcome(caseRef, "Task_DecideWelfareStep", "keep-trying");
    haven.moveTo("2026-06-04T10:00");
    haven.complete(caseRef, "Task_HoldFirstConversation", notReached());
    haven.awaitOpenTasks(caseRef, "Task_HoldFirstConversation");
    haven.complete(caseRef, "Task_HoldFirstConversation", notReached());
    haven.complete(caseRef, "Task_HoldFirstConversation", notReached());
    haven.outcome(caseRef, "Task_DecideWelfareStep", "end");
    haven.complete(
        caseRef,
        "Task_CompleteRiskQuestionsFromRecords",
        with(answers(3, 0, "2026-05-31"), "mode", "from-records"));
    haven.complete(caseRef, "Task_RecordJudgement", judgement(false));
    assertThat(haven.awaitEnd(caseRef, "report-domestic-abuse")).isEqualTo("not-reached");
  }

  @Test
  void shouldGiveAdvice_whenItIsNotDomesticAbuse() {
    // given
    haven.moveTo("2026-06-08T10:00");
    var advised = haven.report("maya.okafor", Map.of("tenure", "private-rented"));
    var passedOn = haven.report("maya.okafor", Map.of("tenure", "private-rented"));

    // when
    for (var caseRef : List.of(advised, passedOn)) {
      haven.complete(caseRef, "Task_CheckSafeContact", aSafeWay());
      haven.complete(caseRef, "Task_HoldFirstConversation", with(aConversation(), "isAbuse", "no"));
    }
    haven.outcome(advised, "Task_GiveAdviceAndContacts", "advised");
    haven.outcome(passedOn, "Task_GiveAdviceAndContacts", "passed-on");
    haven.outcome(passedOn, "Task_AskConsent", "given");
    haven.outcome(passedOn, "Task_PassOnReport", "passed-on");

    // then
    assertThat(haven.awaitEnd(advised, "report-domestic-abuse")).isEqualTo("redirected");
    assertThat(haven.awaitEnd(passedOn, "report-domestic-abuse")).isEqualTo("passed-on");
  }

  @Test
  void shouldRecordTheDisclosure_whenAnAgencyReports() {
    // given
    haven.moveTo("2026-06-09T10:00");

    // when
    var caseRef = haven.reportByAgency();

    // then
    var record = haven.awaitTask(caseRef, "Task_RecordDisclosure");
    assertThat(record.due()).isEqualTo("2026-06-09T14:00");
    assertThat(record.warns()).isEqualTo("2026-06-09T13:00");
    haven.complete(
        caseRef,
        "Task_RecordDisclosure",
        Map.ofEntries(
            Map.entry("immediateDanger", "no"),
            Map.entry("channel", "third-party"),
            Map.entry("outOfHours", "no"),
            Map.entry("reporterKind", "police"),
            Map.entry("words", "She whispered to the constable"),
            Map.entry("tenure", "council-tenant"),
            Map.entry("olderPeoplesScheme", "no"),
            Map.entry("homelessNow", "no"),
            Map.entry("livesInBorough", "yes"),
            Map.entry("perpetratorCouncilTenant", "no"),
            Map.entry("childAffected", "yes"),
            Map.entry("childHarmNow", "no"),
            Map.entry("adultCareNeeds", "no"),
            Map.entry("youngParty", "none"),
            Map.entry("otherAbuse", "no"),
            Map.entry("staffImplicated", "no"),
            Map.entry(
                "people", List.of(Map.of("kind", "victim", "name", "Marguerite Delacroix")))));
    haven.awaitRequested(caseRef, "safeguarding-referral");
    haven.awaitTask(caseRef, "Task_CheckSafeContact");
    assertThat(haven.openTasks(caseRef)).doesNotContain("Task_RecordDisclosure");
    assertThat(haven.audit(caseRef)).contains("record-disclosure");
  }

  @Test
  void shouldCall999AndRecordTheDisclosure_whenAnybodyReportsDangerOnline() {
    // given
    haven.moveTo("2026-06-09T10:00");

    // when
    var caseRef = haven.reportOnline(Known.YES);

    // then
    haven.awaitTask(caseRef, "Task_Call999");
    var record = haven.awaitTask(caseRef, "Task_RecordDisclosure");
    assertThat(record.team()).isEqualTo(Team.HOUSING_SOLUTIONS);
    assertThat(record.due()).isEqualTo("2026-06-09T14:00");
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  void shouldAskWhetherThePlanIsStillSafe_whenThereIsANewIncident() {
    // given: options are being agreed
    haven.moveTo("2026-06-15T10:00");
    var caseRef = haven.report("maya.okafor", Map.of("tenure", "private-rented"));
    haven.complete(caseRef, "Task_CheckSafeContact", aSafeWay());
    haven.complete(caseRef, "Task_HoldFirstConversation", aConversation());
    haven.complete(caseRef, "Task_CompleteRiskQuestions", answers(4, 0, "2026-06-14"));
    haven.complete(caseRef, "Task_RecordJudgement", judgement(false));
    haven.awaitOpenTasks(caseRef, "Task_AgreeOptions");

    // when
    haven.report("maya.okafor", Known.NO, Map.of(), caseRef);
    var questions = haven.awaitTask(caseRef, "Task_CompleteRiskQuestions");
    assertThat(questions.due()).isEqualTo("2026-06-16T17:15");
    haven.complete(caseRef, "Task_CompleteRiskQuestions", answers(15, 0, "2026-06-15"));
    haven.complete(caseRef, "Task_RecordJudgement", judgement(true));

    // then
    haven.awaitTask(caseRef, "Task_CheckPlanStillSafeForRisk");
    haven.outcome(caseRef, "Task_CheckPlanStillSafeForRisk", "continue");
    haven.awaitTask(caseRef, "Task_AgreeOptions");
    haven.awaitTask(caseRef, "Task_ExplainReferral");
    context
        .getBean(JourneyRegister.class)
        .stop(
            caseRef,
            haven.awaitRequested(caseRef, "refer-to-marac").journeyId(),
            new Code("stopped"),
            By.SYSTEM);
    assertThat(haven.awaitEnd(caseRef, "refer-to-marac")).isEqualTo("stopped");

    // and: she withdraws her consent, and all is stopped
    tell(caseRef, "consent-withdrawn");
    haven.outcome(caseRef, "Task_ReviewLawfulSteps", "stop");
    assertThat(haven.awaitEnd(caseRef, "report-domestic-abuse")).isEqualTo("stopped");
    haven.awaitOpenTasks(caseRef);
  }

  @Test
  void shouldStop_whenTheCaseIsClosedOrSheMoved() {
    // given
    haven.moveTo("2026-06-22T10:00");
    var caseRef = haven.report("maya.okafor", Map.of("tenure", "private-rented"));
    haven.awaitTask(caseRef, "Task_CheckSafeContact");

    // when
    tell(caseRef, "victim-moved");
    haven.outcome(caseRef, "Task_CheckPlanStillSafe", "continue");
    haven.awaitOpenTasks(caseRef, "Task_CheckSafeContact");
    tell(caseRef, "case-closed");

    // then
    assertThat(haven.awaitEnd(caseRef, "report-domestic-abuse")).isEqualTo("stopped");
    haven.awaitOpenTasks(caseRef);
  }

  private void tell(CaseRef caseRef, String message) {
    new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
        .executeWithoutResult(
            _ ->
                context
                    .getBean(JourneyRegister.class)
                    .broadcast(caseRef, message, Map.of(), Set.of()));
  }

  private List<String> told(String kind, JourneyDriver.Task task) {
    return context
        .getBean(JdbcClient.class)
        .sql("select username from notice where task_id = ? and kind like ?")
        .params(task.id(), kind)
        .query(String.class)
        .list();
  }
}
