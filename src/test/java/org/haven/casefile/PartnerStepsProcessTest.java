package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.haven.testing.JourneyDriver.london;

import io.camunda.client.CamundaClient;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.haven.casefile.Meetings.NewAction;
import org.haven.casefile.referrals.ReferralStatus;
import org.haven.casefile.referrals.ReferralView;
import org.haven.casefile.referrals.Referrals;
import org.haven.casefile.referrals.Referrals.Answer;
import org.haven.casefile.referrals.Referrals.NewReferral;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.testing.JourneyDriver;
import org.haven.testing.ProcessTest;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The shared steps chase-partner and complete-action on the real broker. */
@ProcessTest
@SuppressWarnings("NullAway")
class PartnerStepsProcessTest {
  @Autowired private ApplicationContext context;
  @Autowired private CamundaClient engine;
  @Autowired private Referrals referrals;
  @Autowired private Meetings meetings;
  private JourneyDriver haven;
  private long step = 8_000_000_000L;

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
    var caseRef = haven.report("maya.okafor", Map.of("tenure", "private-rented"));
    haven.awaitTask(caseRef, "Task_CheckSafeContact");
    return caseRef;
  }

  private JourneyId journey(CaseRef caseRef) {
    return haven.journeys(caseRef, "report-domestic-abuse").getFirst().journeyId();
  }

  private String aReferral(CaseRef caseRef) {
    return referrals
        .send(
            new NewReferral(
                caseRef,
                journey(caseRef),
                "report-domestic-abuse",
                new Code("marac-hub"),
                new Code("marac"),
                "nobody-waits-for-this",
                List.of(new Code("accepted"), new Code("refused")),
                List.of("meetingOn"),
                null,
                null),
            step++)
        .referralId()
        .value();
  }

  private void call(String processId, CaseRef caseRef, Map<String, Object> also) {
    var variables = new java.util.LinkedHashMap<String, Object>(also);
    variables.put("caseRef", caseRef.value());
    variables.put("journeyId", journey(caseRef).value());
    variables.put("team", "housing-solutions");
    engine
        .newCreateInstanceCommand()
        .bpmnProcessId(processId)
        .latestVersion()
        .variables(variables)
        .send()
        .join();
  }

  private ReferralView standing(String referralId) {
    return referrals.find(referralId).orElseThrow();
  }

  @Test
  void shouldAskTwiceAndTellASupervisor_whenThePartnerStaysSilent() {
    // given
    var caseRef = aCase("2026-09-07T10:00");
    String referral = aReferral(caseRef);
    assertThat(london(standing(referral).replyDueAt())).isEqualTo("2026-09-14T17:15");
    haven.moveTo("2026-09-14T17:16");

    // when
    call("chase-partner", caseRef, Map.of("referralId", referral));
    var first = haven.outcome(caseRef, "Task_ChasePartner", "silent");
    assertThat(first.due()).isEqualTo("2026-09-16T17:15");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> "2026-09-21T17:15".equals(london(standing(referral).replyDueAt())));
    awaitWaitingForTheSecondReply();

    // then nobody chases again while its time runs
    haven.moveTo("2026-09-21T17:14");
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(10))
        .until(() -> !haven.openTasks(caseRef).contains("Task_ChaseAgain"));

    // when it is over
    haven.moveTo("2026-09-21T17:16");
    haven.outcome(caseRef, "Task_ChaseAgain", "silent");

    // then
    var escalated = haven.awaitTask(caseRef, "Task_EscalatePartner");
    assertThat(escalated.forSupervisor()).isTrue();
    assertThat(standing(referral).status()).isEqualTo(ReferralStatus.NO_ANSWER);
    haven.outcome(caseRef, "Task_EscalatePartner", "answered");
    haven.complete(
        caseRef, "Task_RecordAnswer", Map.of("answer", "accepted", "dayOn", "2026-10-01"));
    haven.awaitOpenTasks(caseRef, "Task_CheckSafeContact");
    assertThat(standing(referral).status()).isEqualTo(ReferralStatus.ACCEPTED);
    assertThat(standing(referral).dates()).containsEntry("meetingOn", LocalDate.of(2026, 10, 1));
  }

  /** The called process is in no register: it is told by its step. */
  private void awaitWaitingForTheSecondReply() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                context
                    .getBean(JdbcClient.class)
                    .sql(
                        "select exists (select 1 from journey_step"
                            + " where element_id = 'Event_ReplyOverdue' and left_at is null)")
                    .query(Boolean.class)
                    .single());
  }

  @Test
  void shouldEndByItself_whenTheAnswerComes() {
    // given
    var caseRef = aCase("2026-09-07T10:00");
    String referral = aReferral(caseRef);
    call("chase-partner", caseRef, Map.of("referralId", referral));
    haven.awaitTask(caseRef, "Task_ChasePartner");

    // when
    referrals.answer(
        referral,
        new Answer(
            new Code("refused"), Map.of(), Referrals.BY_WEBHOOK, new Code("marac-hub"), null),
        By.PARTNER);

    // then
    haven.awaitOpenTasks(caseRef, "Task_CheckSafeContact");
    assertThat(standing(referral).status()).isEqualTo(ReferralStatus.REFUSED);
  }

  @Test
  void shouldBeDueAtTheCloseOfTheAgreedDay_whenAMeetingSetsAnAction() {
    // given
    var caseRef = aCase("2026-09-07T10:00");
    var recorded =
        meetings.record(
            caseRef,
            journey(caseRef),
            step++,
            "record-meeting",
            LocalDate.of(2026, 9, 7),
            null,
            List.of(
                new NewAction("Fit a camera", Team.TENANCY_SERVICES, LocalDate.of(2026, 9, 11))),
            By.SYSTEM);
    String action = recorded.actionIds().getFirst().value();

    // when
    call("complete-action", caseRef, Map.of("actionId", action));

    // then: a Friday
    var task = haven.awaitTask(caseRef, "Task_CompleteAction");
    assertThat(task.team()).isEqualTo(Team.TENANCY_SERVICES);
    assertThat(task.due()).isEqualTo("2026-09-11T16:45");
    haven.moveTo("2026-09-11T16:46");
    haven.awaitBreached(task);
    haven.moveTo("2026-09-14T09:00");
    haven.outcome(caseRef, "Task_CompleteAction", "done");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> meetings.find(action).orElseThrow().status().equals(new Code("done")));
    assertThat(meetings.late(LocalDate.of(2026, 9, 1), LocalDate.of(2026, 9, 30)))
        .containsEntry(Team.TENANCY_SERVICES, 1);
  }
}
