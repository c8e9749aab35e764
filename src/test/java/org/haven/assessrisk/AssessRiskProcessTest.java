package org.haven.assessrisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.JourneyDriver.aSafeWay;
import static org.haven.testing.JourneyDriver.answers;
import static org.haven.testing.JourneyDriver.judgement;
import static org.haven.testing.JourneyDriver.noSafeWay;
import static org.haven.testing.JourneyDriver.with;

import java.util.Map;
import java.util.Set;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.clocks.Clocks;
import org.haven.forms.FormProblem;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Known;
import org.haven.tasks.SubmitResult;
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

/** J2 on the real broker: the grounds of high, what is not known, and how a level may fall. */
@Tag("foundation")
@ProcessTest
class AssessRiskProcessTest {
  @Autowired private ApplicationContext context;
  private JourneyDriver haven;
  private RiskAssessments assessments;

  @BeforeAll
  void start() {
    haven = new JourneyDriver(context);
    assessments = context.getBean(RiskAssessments.class);
  }

  @AfterAll
  void release() {
    TestPlatform.releaseClocks();
  }

  /** A case whose first conversation is still to come, with a safe way to reach her or without. */
  private CaseRef aCase(String reported, boolean safeWay) {
    haven.moveTo(reported);
    var caseRef = haven.report("maya.okafor", Map.of("tenure", "private-rented"));
    haven.complete(caseRef, "Task_CheckSafeContact", safeWay ? aSafeWay() : noSafeWay());
    haven.awaitTask(caseRef, safeWay ? "Task_HoldFirstConversation" : "Task_AgreeApproach");
    return caseRef;
  }

  private void request(CaseRef caseRef) {
    context
        .getBean(JourneyRegister.class)
        .request(caseRef, "assess-risk", Map.of(), By.of(haven.person("maya.okafor")));
  }

  private void assess(CaseRef caseRef, Map<String, Object> answers, boolean judgementHigh) {
    request(caseRef);
    haven.complete(caseRef, "Task_CompleteRiskQuestions", answers);
    haven.complete(caseRef, "Task_RecordJudgement", judgement(judgementHigh));
  }

  @ParameterizedTest
  @CsvSource({
    // yes, not asked, judgement high, incidents, suicide -> level, ground
    "14, 0, false, 1, no,  high, visible",
    "13, 0, true,  1, no,  high, judgement",
    "2,  0, false, 3, no,  high, escalation",
    "2,  0, false, 1, yes, high, suicide"
  })
  void shouldBeHighAndAskForMarac(
      int yes,
      int notAsked,
      boolean judgementHigh,
      int incidents,
      String suicide,
      String level,
      String ground) {
    // given
    var caseRef = aCase("2026-07-01T10:00", true);

    // when
    assess(
        caseRef,
        with(
            with(answers(yes, notAsked, "2026-06-30"), "eventsSixMonths", incidents),
            "suicideOrSelfHarm",
            suicide),
        judgementHigh);

    // then
    assertThat(haven.awaitEnd(caseRef, "assess-risk")).isEqualTo(level);
    haven.awaitRequested(caseRef, "refer-to-marac");
    var latest = assessments.latest(caseRef).orElseThrow();
    assertThat(latest.level()).isEqualTo(RiskLevel.HIGH);
    assertThat(latest.grounds()).containsExactly(new Code(ground));
    assertThat(latest.yes()).isEqualTo(yes);
    assertThat(latest.version()).isEqualTo(1);
    // the referral to the MARAC begins beside the conversation
    haven.awaitOpenTasks(caseRef, "Task_ExplainReferral", "Task_HoldFirstConversation");
  }

  @Test
  void shouldBeAskedAgainInFiveWorkingDays_whenTooLittleIsKnown() {
    // given
    var caseRef = aCase("2026-07-06T10:00", true);
    var clocks = context.getBean(Clocks.class);

    // when
    assess(caseRef, answers(8, 6, "2026-07-05"), false);

    // then
    assertThat(haven.awaitEnd(caseRef, "assess-risk")).isEqualTo("incomplete");
    assertThat(assessments.latest(caseRef).orElseThrow().level()).isEqualTo(RiskLevel.INCOMPLETE);
    haven.moveTo("2026-07-13T17:14");
    clocks.scan();
    assertThat(haven.openTasks(caseRef)).containsExactly("Task_HoldFirstConversation");
    haven.moveTo("2026-07-14T02:00");
    clocks.scan();
    clocks.scan();
    var again = haven.awaitTask(caseRef, "Task_CompleteRiskQuestions");
    assertThat(again.due()).isEqualTo("2026-07-15T17:15");
    assertThat(haven.journeys(caseRef, "assess-risk")).hasSize(2);
  }

  @Test
  void shouldFallOnlyWithASupervisor_whenItWasHigh() {
    // given
    var caseRef = aCase("2026-07-20T10:00", true);
    assess(caseRef, answers(14, 0, "2026-07-19"), false);
    haven.awaitEnded(caseRef, "assess-risk", 1);
    context
        .getBean(CaseFacts.class)
        .put(caseRef, Map.of("priorReferral", Known.YES, "watchStartOn", "2026-07-20"), By.SYSTEM);

    // when: nine yes, and the supervisor keeps the level
    assess(caseRef, with(answers(9, 0, "2026-07-19"), "newAbuse", "no"), false);
    var approval = haven.awaitTask(caseRef, "Task_ApproveLowerRisk");

    // then
    assertThat(approval.forSupervisor()).isTrue();
    assertThat(assessments.latest(caseRef).orElseThrow().level()).isEqualTo(RiskLevel.HIGH);
    haven.outcome(caseRef, "Task_ApproveLowerRisk", "kept");
    haven.awaitEnded(caseRef, "assess-risk", 2);
    var kept = assessments.latest(caseRef).orElseThrow();
    assertThat(kept.level()).isEqualTo(RiskLevel.HIGH);
    assertThat(kept.advised()).isEqualTo(RiskLevel.STANDARD);
    assertThat(kept.override()).isEqualTo(new Code("kept"));
    assertThat(kept.grounds()).containsExactly(new Code("visible"));

    // and when the supervisor approves, the watch of MARAC stays
    assess(caseRef, with(answers(9, 0, "2026-07-19"), "newAbuse", "no"), false);
    haven.outcome(caseRef, "Task_ApproveLowerRisk", "approved");
    haven.awaitEnded(caseRef, "assess-risk", 3);
    assertThat(assessments.latest(caseRef).orElseThrow().level()).isEqualTo(RiskLevel.STANDARD);
    assertThat(assessments.all(caseRef)).hasSize(3);
    assertThat(context.getBean(CaseFacts.class).of(caseRef))
        .containsEntry("watchStartOn", "2026-07-20")
        .containsEntry("riskLevel", "standard");
  }

  @Test
  void shouldAskForMaracAgain_whenThereIsNewAbuseWithinAYear() {
    // given: referred on 20 April 2026
    var caseRef = aCase("2027-03-04T10:00", true);
    context
        .getBean(CaseFacts.class)
        .put(caseRef, Map.of("priorReferral", Known.YES, "watchStartOn", "2026-04-20"), By.SYSTEM);

    // when
    assess(caseRef, answers(2, 0, "2027-03-03"), false);

    // then
    assertThat(haven.awaitEnd(caseRef, "assess-risk")).isEqualTo("standard");
    haven.awaitRequested(caseRef, "refer-to-marac");
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  void shouldBeAnsweredFromRecords_whenThereIsNoSafeWay() {
    // given
    var caseRef = aCase("2026-08-03T10:00", false);

    // when
    request(caseRef);
    var task = haven.awaitTask(caseRef, "Task_CompleteRiskQuestionsFromRecords");

    // then
    assertThat(haven.submit(task, haven.ownerOf(task), answers(4, 0, "2026-08-02")))
        .isInstanceOfSatisfying(
            SubmitResult.Invalid.class,
            invalid ->
                assertThat(invalid.problems()).extracting(FormProblem::key).contains("mode"));
    haven.complete(
        caseRef,
        "Task_CompleteRiskQuestionsFromRecords",
        with(answers(4, 20, "2026-08-02"), "mode", "from-records"));
    haven.complete(caseRef, "Task_RecordJudgement", judgement(false));
    assertThat(haven.awaitEnd(caseRef, "assess-risk")).isEqualTo("incomplete");
    assertThat(haven.openTasks(caseRef)).isEqualTo(Set.of("Task_AgreeApproach"));
    assertThat(assessments.latest(caseRef).orElseThrow().missing()).isEqualTo(20);
  }
}
