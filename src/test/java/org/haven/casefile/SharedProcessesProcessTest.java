package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.JourneyDriver.aSafeWay;
import static org.haven.testing.JourneyDriver.noSafeWay;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ProcessInstanceResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.Team;
import org.haven.testing.JourneyDriver;
import org.haven.testing.ProcessTest;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The small processes that journeys share, each started as a journey calls it. */
@ProcessTest
class SharedProcessesProcessTest {
  @Autowired private ApplicationContext context;
  @Autowired private CamundaClient engine;
  @Autowired private JdbcClient db;
  private JourneyDriver haven;
  private CaseRef caseRef;
  private JourneyId journeyId;

  @BeforeAll
  void start() {
    haven = new JourneyDriver(context);
  }

  @AfterAll
  void release() {
    TestPlatform.releaseClocks();
  }

  @BeforeEach
  void aCase() {
    haven.moveTo("2026-06-01T09:00");
    caseRef = haven.aCase(Map.of());
    // no such process: the journey stands as asked for and hears nothing
    journeyId = haven.request(caseRef, "some-journey", Map.of());
  }

  private Future<ProcessInstanceResult> call(String processId, Map<String, Object> inputs) {
    var variables = new HashMap<String, Object>(inputs);
    variables.put("caseRef", caseRef.value());
    variables.put("journeyId", journeyId.value());
    variables.put("team", Team.HOUSING_SOLUTIONS.code());
    return engine
        .newCreateInstanceCommand()
        .bpmnProcessId(processId)
        .latestVersion()
        .variables(variables)
        .withResult()
        .requestTimeout(Duration.ofSeconds(90))
        .send();
  }

  private static Map<String, Object> end(Future<ProcessInstanceResult> call) throws Exception {
    return call.get(90, TimeUnit.SECONDS).getVariablesAsMap();
  }

  private int stops() {
    return db.sql("select count(*) from outbox where case_ref = ? and name = 'journey-stopped'")
        .param(caseRef.value())
        .query(Integer.class)
        .single();
  }

  @Test
  void shouldGoOnAtOnce_whenContactIsSafe() throws Exception {
    assertThat(end(call("contact-gate", Map.of()))).containsEntry("contactAllowed", true);
  }

  @Test
  void shouldFindASafeWayFirst_whenThereIsNone() throws Exception {
    haven.contactBecomesUnsafe(caseRef);
    var gate = call("contact-gate", Map.of());
    haven.complete(caseRef, "Task_CheckSafeContact", noSafeWay());
    var approach = haven.awaitTask(caseRef, "Task_AgreeApproach");
    assertThat(approach.forSupervisor()).isTrue();
    haven.outcome(caseRef, "Task_AgreeApproach", "wait");
    haven.awaitOpenTasks(caseRef);
    assertThat(haven.awaitClock(caseRef, "nextTry")).isEqualTo("2026-06-02T08:45");
    haven.moveTo("2026-06-02T08:45");
    haven.complete(caseRef, "Task_CheckSafeContact", noSafeWay());
    haven.outcome(caseRef, "Task_AgreeApproach", "agreed");
    haven.complete(caseRef, "Task_CheckSafeContact", aSafeWay());
    assertThat(end(gate)).containsEntry("contactAllowed", true);
  }

  @Test
  void shouldGoOnWithoutHer_whenTheSupervisorDecidesSo() throws Exception {
    haven.contactBecomesUnsafe(caseRef);
    var gate = call("contact-gate", Map.of());
    haven.complete(caseRef, "Task_CheckSafeContact", noSafeWay());
    haven.outcome(caseRef, "Task_AgreeApproach", "go-on-without");
    assertThat(end(gate)).containsEntry("contactAllowed", false);
  }

  @Test
  void shouldStopTheJourney_onlyWhenSomebodySaysSo() throws Exception {
    var goesOn = call("check-plan", Map.of("planReason", "victim-moved"));
    haven.outcome(caseRef, "Task_CheckPlanStillSafe", "change");
    end(goesOn);
    assertThat(stops()).isZero();
    var stops = call("check-plan", Map.of("planReason", "risk-changed"));
    haven.outcome(caseRef, "Task_CheckPlanStillSafe", "stop");
    end(stops);
    assertThat(stops()).isEqualTo(1);
  }

  @Test
  void shouldReviewLawfulSteps() throws Exception {
    var goesOn = call("review-lawful-steps", Map.of());
    haven.outcome(caseRef, "Task_ReviewLawfulSteps", "go-on-by-duty");
    end(goesOn);
    assertThat(stops()).isZero();
    var stops = call("review-lawful-steps", Map.of());
    haven.outcome(caseRef, "Task_ReviewLawfulSteps", "stop");
    end(stops);
    assertThat(stops()).isEqualTo(1);
  }

  private Future<ProcessInstanceResult> share(String purpose, Map<String, Object> more) {
    var inputs = new HashMap<String, Object>(more);
    inputs.put("purpose", purpose);
    inputs.putIfAbsent("forPerpetrator", false);
    inputs.putIfAbsent("dangerNow", false);
    return call("check-sharing", inputs);
  }

  @Test
  void shouldAskHer_whenHerAnswerIsNotOnRecord() throws Exception {
    var sharing = share("support", Map.of());
    haven.outcome(caseRef, "Task_AskConsent", "given");
    assertThat(end(sharing))
        .containsEntry("shareAllowed", true)
        .containsEntry("sharingBasis", "consent")
        .containsEntry("consent", "given");
    // and it is on record from then on, for this purpose
    assertThat(end(share("support", Map.of()))).containsEntry("shareAllowed", true);
    var landlord = share("landlord", Map.of());
    haven.outcome(caseRef, "Task_AskConsent", "refused");
    assertThat(end(landlord)).containsEntry("shareAllowed", false);
  }

  @Test
  void shouldNotShare_whenSheCannotBeAskedSafely() throws Exception {
    haven.contactBecomesUnsafe(caseRef);
    assertThat(end(share("support", Map.of())))
        .containsEntry("shareAllowed", false)
        .containsEntry("consent", "unsafe-to-ask");
    assertThat(end(share("marac", Map.of("maracDue", true))))
        .containsEntry("shareAllowed", true)
        .containsEntry("sharingBasis", "public-task");
  }

  @Test
  void shouldAskTheSafeguardingLead_whenAnAdultRefuses() throws Exception {
    var sharing = share("safeguarding-adult", Map.of("consent", "refused"));
    var approval = haven.outcome(caseRef, "Task_ApproveSharing", "do-not-share");
    assertThat(approval.team()).isEqualTo(Team.SAFEGUARDING_LEAD);
    assertThat(end(sharing)).containsEntry("shareAllowed", false);
    var court = share("court", Map.of());
    assertThat(haven.outcome(caseRef, "Task_ApproveSharing", "share").team())
        .isEqualTo(Team.LEGAL_SERVICES);
    assertThat(end(court))
        .containsEntry("shareAllowed", true)
        .containsEntry("sharingBasis", "legal-duty");
  }

  @Test
  void shouldAskDataProtection_whenTheTableDoesNotSettleIt() throws Exception {
    var sharing = share("marac", Map.of("consent", "refused"));
    assertThat(haven.outcome(caseRef, "Task_DecideSharingAnyway", "share").team())
        .isEqualTo(Team.DATA_PROTECTION);
    assertThat(end(sharing))
        .containsEntry("shareAllowed", true)
        .containsEntry("sharingBasis", "as-decided");
  }

  @Test
  void shouldShareAtOnceAndTellTheSupervisors_whenSomebodyIsInDanger() throws Exception {
    context.getBean(CaseFacts.class).put(caseRef, Map.of("immediateDanger", Known.YES), By.SYSTEM);
    assertThat(end(share("police", Map.of("dangerNow", true)))).containsEntry("shareAllowed", true);
    assertThat(
            db.sql("select username from notice where case_ref = ?")
                .param(caseRef.value())
                .query(String.class)
                .list())
        .contains("helen.marsh");
    assertThat(end(share("police", Map.of("dangerNow", true, "forPerpetrator", true))))
        .containsEntry("shareAllowed", false);
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  void shouldNotCountAgreementThatSheTookBack() throws Exception {
    context
        .getBean(CaseActions.class)
        .consentWithdrawn(haven.person("maya.okafor"), caseRef, "She whispered no");
    assertThat(end(share("support", Map.of("consent", "given"))))
        .containsEntry("shareAllowed", false)
        .containsEntry("consent", "withdrawn");
    assertThat(haven.journeys(caseRef, "some-journey")).hasSize(1);
    assertThat(stops()).isZero();
  }
}
