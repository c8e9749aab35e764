package org.haven.reportdomesticabuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.JourneyDriver.aConversation;
import static org.haven.testing.JourneyDriver.aSafeWay;
import static org.haven.testing.JourneyDriver.answers;
import static org.haven.testing.JourneyDriver.judgement;
import static org.haven.testing.JourneyDriver.options;

import java.util.Map;
import org.haven.HavenApplication;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.SafetyPlans;
import org.haven.platform.Team;
import org.haven.testing.JourneyDriver;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/** J1 on the real broker: every scenario of the procedure, dates to the minute. */
@SpringBootTest(
    classes = HavenApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.NONE,
    properties = "haven.sample-data=false")
@ContextConfiguration(initializers = TestPlatform.Initializer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
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
    assertThat(haven.openTasks(caseRef)).isEmpty();
    var officer = haven.person("maya.okafor");
    var view = context.getBean(CaseFiles.class).find(officer, caseRef).orElseThrow();
    assertThat(view.facts()).containsEntry("riskLevel", "standard");
    assertThat(view.people()).hasSize(2);
    assertThat(context.getBean(SafetyPlans.class).latest(officer, caseRef)).isPresent();
    assertThat(haven.audit(caseRef))
        .contains("take-report", "record-first-conversation", "record-risk-level", "agree-options");
    haven.assertNothingToldReachedTheEngine();
  }
}
