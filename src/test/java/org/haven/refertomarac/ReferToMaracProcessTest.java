package org.haven.refertomarac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.haven.testing.JourneyDriver.aSafeWay;
import static org.haven.testing.JourneyDriver.answers;
import static org.haven.testing.JourneyDriver.judgement;
import static org.haven.testing.JourneyDriver.with;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.FormRecords;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.JourneyView;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.register.TenancyFlags;
import org.haven.forms.FormProblem;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.tasks.SubmitResult;
import org.haven.testing.JourneyDriver;
import org.haven.testing.ProcessTest;
import org.haven.testing.RecordsOfCase;
import org.haven.testing.TestPlatform;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/**
 * J3 on the real broker: from the referral to the meeting and what follows it, in order of date.
 */
@ProcessTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReferToMaracProcessTest {
  private static final String MINUTES = "Somebody whispered where the marzipan is kept";

  @Autowired private ApplicationContext context;
  private JourneyDriver haven;
  private TenancyFlags flags;
  private JdbcClient db;

  @BeforeAll
  void start() {
    haven = new JourneyDriver(context);
    flags = context.getBean(TenancyFlags.class);
    db = context.getBean(JdbcClient.class);
  }

  @AfterAll
  void release() {
    TestPlatform.releaseClocks();
  }

  private CaseRef aHighRiskCase(String tenure, String holding) {
    return haven.aCase(
        Map.of(
            "tenure",
            tenure,
            "holding",
            holding,
            "tenancyRef",
            "TEN-7001",
            "riskLevel",
            "high",
            "riskGrounds",
            List.of(new Code("visible"))));
  }

  private JourneyId refer(CaseRef caseRef) {
    return haven.request(
        caseRef,
        "refer-to-marac",
        Map.of(
            "level", new Code("high"),
            "grounds", List.of(new Code("visible")),
            "maracOutcome", new Code("new")));
  }

  private static Map<String, Object> aReferral(String consent) {
    var answers = new LinkedHashMap<String, Object>();
    answers.put("grounds", List.of("visible"));
    answers.put("consent", consent);
    if (!consent.equals("given")) {
      answers.put("whyNot", "She whispered that he would kill her");
    }
    answers.put("priorReferral", "no");
    answers.put("whomSheFears", "Edmund Thistlewood");
    answers.put("unsafeToTell", "Everybody named Thistlewood");
    answers.put("actionsTaken", "The locks were changed");
    return answers;
  }

  private static Map<String, Object> aMeeting(String on, String hisTenancyDiscussed) {
    return Map.of(
        "meetingOn", on,
        "perpetratorTenancyDiscussed", hisTenancyDiscussed,
        "minutes", MINUTES);
  }

  /** Sent with her agreement, and the hub is to answer. */
  private CaseRef aSentReferral(String tenure, String holding) {
    var caseRef = aHighRiskCase(tenure, holding);
    refer(caseRef);
    haven.outcome(caseRef, "Task_ExplainReferral", "given");
    haven.complete(caseRef, "Task_CompleteMaracReferral", aReferral("given"));
    awaitSent(caseRef);
    return caseRef;
  }

  private void awaitSent(CaseRef caseRef) {
    haven.awaitClock(caseRef, "maracWatch");
  }

  private String ledger(CaseRef caseRef) {
    return db.sql(
            "select purpose || ' ' || consent || ' ' || basis from sharing_ledger"
                + " where case_ref = ? order by seq desc limit 1")
        .param(caseRef.value())
        .query(String.class)
        .single();
  }

  @Test
  @Order(1)
  void shouldBeSentWithTheReason_whenSheRefusesAndTheRiskIsHigh() throws Exception {
    // given
    haven.moveTo("2026-04-20T10:00");
    var caseRef = aHighRiskCase("council-tenant", "sole-victim");

    // when
    refer(caseRef);

    // then: explained and written within a day
    assertThat(haven.awaitTask(caseRef, "Task_ExplainReferral").due())
        .isEqualTo("2026-04-21T10:00");
    haven.outcome(caseRef, "Task_ExplainReferral", "refused");
    var referral = haven.awaitTask(caseRef, "Task_CompleteMaracReferral");
    assertThat(referral.due()).isEqualTo("2026-04-21T10:00");
    var noReason = with(aReferral("refused"), "whyNot", "");
    assertThat(haven.submit(referral, haven.ownerOf(referral), noReason))
        .isInstanceOfSatisfying(
            SubmitResult.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(FormProblem::key)
                    .containsExactly("whyNot"));
    haven.complete(caseRef, "Task_CompleteMaracReferral", aReferral("refused"));

    // and she is told, since that is safe
    haven.awaitOpenTasks(caseRef, "Task_TellSurvivor");
    assertThat(ledger(caseRef)).isEqualTo("marac refused public-task");
    assertThat(
            db.sql("select status || ' ' || agency from referral where case_ref = ?")
                .param(caseRef.value())
                .query(String.class)
                .single())
        .isEqualTo("sent marac-hub");
    assertThat(context.getBean(CaseFacts.class).of(caseRef))
        .containsEntry("priorReferral", true)
        .containsEntry("watchStartOn", "2026-04-20");
    assertThat(haven.awaitClock(caseRef, "maracAck")).isEqualTo("2026-04-22T17:15");
    assertThat(flags.isFlagged("TEN-7001")).isTrue();
    // the page of the case, before there are any minutes
    Document page = page(get("/cases/" + caseRef));
    assertThat(page.select("section[aria-labelledby=flags-title]").text())
        .contains("20 April 2027");
    assertThat(page.select("section[aria-labelledby=marac-title]")).isEmpty();
    haven.outcome(caseRef, "Task_TellSurvivor", "told");

    // and the hub takes it, and hears it on 14 May
    haven.answer(caseRef, "Task_AwaitMaracAnswer", "accepted", Map.of("meetingOn", "2026-05-14"));
    assertThat(haven.awaitTask(caseRef, "Task_ResearchRecords").due())
        .isEqualTo("2026-05-12T17:15");
    haven.outcome(caseRef, "Task_RequestIdva", "contacted");
    haven.outcome(caseRef, "Task_ResearchRecords", "done");
    haven.moveTo("2026-05-14T12:00");
    haven.answer(caseRef, "Task_AwaitMaracMeeting", "", Map.of());

    // when the meeting is recorded
    haven.outcome(caseRef, "Task_GiveSafeFeedback", "via-idva");
    var record = haven.awaitTask(caseRef, "Task_RecordMaracMeeting");
    assertThat(haven.submit(record, haven.ownerOf(record), aMeeting("2026-05-15", "yes")))
        .isInstanceOf(SubmitResult.Invalid.class);
    haven.complete(
        caseRef,
        "Task_RecordMaracMeeting",
        with(
            aMeeting("2026-05-14", "yes"),
            "actions",
            List.of(
                Map.of(
                    "owner", "tenancy-services",
                    "what", "Ring her sister, she whispered",
                    "due", "2026-05-21"))));
    var action = haven.awaitTask(caseRef, "Task_CompleteAction");
    assertThat(action.team().code()).isEqualTo("tenancy-services");
    assertThat(action.due()).isEqualTo("2026-05-21T17:15");
    haven.outcome(caseRef, "Task_CompleteAction", "done");

    // then the flag runs for a year from it, the panel has its item, his tenancy goes elsewhere
    assertThat(haven.awaitEnd(caseRef, "refer-to-marac")).isEqualTo("heard");
    assertThat(flags.of(caseRef))
        .hasValueSatisfying(
            flag -> {
              assertThat(flag.tenancyRef()).isEqualTo("TEN-7001");
              assertThat(flag.from()).isEqualTo("2026-04-20");
              assertThat(flag.endsOn()).isEqualTo("2027-05-14");
            });
    haven.awaitRequested(caseRef, "complex-case-panel");
    haven.awaitTask(caseRef, "Task_PreparePanelBrief");
    haven.awaitRequested(caseRef, "perpetrator-response");
    assertThat(context.getBean(CaseFacts.class).of(caseRef)).containsEntry("maracDiscussed", true);

    // and the minutes open with a reason alone, and stand nowhere else
    var officer = haven.person("maya.okafor");
    var minutes = context.getBean(MaracMinutes.class);
    var kept = minutes.of(officer, caseRef).getFirst();
    assertThat(kept.meetingOn()).isEqualTo(LocalDate.of(2026, 5, 14));
    assertThat(minutes.reveal(officer, caseRef, kept.id(), "To prepare the panel").words())
        .isEqualTo(MINUTES);
    assertThat(haven.audit(caseRef)).contains("record-marac-minutes", "reveal-marac-minutes");
    assertThat(RecordsOfCase.of(context.getBean(FormRecords.class), officer, caseRef))
        .noneMatch(form -> form.answers().containsValue(MINUTES));
    assertThat(page(caseRef, "", "").select("#reason-error")).isEmpty();
    assertThat(page(caseRef, kept.id().toString(), "").select("#reason-error").text())
        .contains("Say why");
    assertThat(page(caseRef, kept.id().toString(), "To prepare the panel").text())
        .contains(MINUTES);
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  @Order(2)
  void shouldChaseThenEscalate_whenTheHubDoesNotAnswer() {
    // given
    haven.moveTo("2026-06-01T10:00");
    var caseRef = aSentReferral("private-rented", "unknown");
    assertThat(haven.openTasks(caseRef)).isEmpty();
    assertThat(flags.of(caseRef)).isEmpty();
    assertThat(ledger(caseRef)).isEqualTo("marac given public-task");

    // when two working days have gone
    haven.moveTo("2026-06-03T17:15:01");

    // then
    haven.outcome(caseRef, "Task_ChasePartner", "silent");
    assertThat(haven.awaitClock(caseRef, "partnerReply")).isEqualTo("2026-06-10T17:15");
    haven.moveTo("2026-06-10T17:15:01");
    haven.outcome(caseRef, "Task_ChaseAgain", "silent");
    var escalation = haven.awaitTask(caseRef, "Task_EscalatePartner");
    assertThat(escalation.forSupervisor()).isTrue();

    // and the refusal that comes at last is challenged, and upheld
    haven.answer(caseRef, "Task_AwaitMaracAnswer", "refused", Map.of());
    var challenge = haven.awaitTask(caseRef, "Task_ChallengeRefusal");
    assertThat(challenge.forSupervisor()).isTrue();
    haven.outcome(caseRef, "Task_ChallengeRefusal", "upheld");
    assertThat(haven.awaitEnd(caseRef, "refer-to-marac")).isEqualTo("not-accepted");
    assertThat(context.getBean(CaseFacts.class).of(caseRef))
        .containsEntry("watchStartOn", "2026-06-01");
  }

  @Test
  @Order(3)
  void shouldGoOnWithoutAsking_whenThereIsNoSafeWay() {
    // given
    haven.moveTo("2026-07-06T09:00");
    var caseRef = aHighRiskCase("council-tenant", "joint");
    haven.contactBecomesUnsafe(caseRef);

    // when
    var journey = refer(caseRef);

    // then nobody is asked or told, and the flag is on her record, not on the tenancy they share
    haven.complete(caseRef, "Task_CompleteMaracReferral", aReferral("unsafe-to-ask"));
    awaitSent(caseRef);
    assertThat(ledger(caseRef)).isEqualTo("marac unsafe-to-ask public-task");
    await().until(() -> flags.of(caseRef).isPresent());
    assertThat(flags.of(caseRef))
        .hasValueSatisfying(
            flag -> {
              assertThat(flag.tenancyRef()).isNull();
              assertThat(flag.personRef()).isNotNull();
              assertThat(flag.endsOn()).isEqualTo("2027-07-06");
            });
    assertThat(haven.openTasks(caseRef)).isEmpty();

    // when the risk changes before the meeting
    haven.answer(caseRef, "Task_AwaitMaracAnswer", "refused", Map.of());
    haven.outcome(caseRef, "Task_ChallengeRefusal", "accepted");
    haven.awaitOpenTasks(caseRef, "Task_RequestIdva", "Task_ResearchRecords");
    tell(caseRef, "risk-changed");

    // then the hub is told
    haven.outcome(caseRef, "Task_UpdateMaracHub", "done");

    // and after the meeting the plan is looked at
    haven.answer(caseRef, "Task_AwaitMaracMeeting", "", Map.of());
    haven.awaitTask(caseRef, "Task_RecordMaracMeeting");
    haven.complete(caseRef, "Task_CheckSafeContact", aSafeWay());
    haven.outcome(caseRef, "Task_GiveSafeFeedback", "given");
    tell(caseRef, "risk-changed");
    haven.outcome(caseRef, "Task_CheckPlanStillSafe", "continue");
    tell(caseRef, "victim-moved");
    haven.outcome(caseRef, "Task_CheckPlanStillSafe", "stop");
    haven.awaitEnded(caseRef, "refer-to-marac", 1);
    assertThat(haven.journeys(caseRef, "refer-to-marac").getFirst().journeyId()).isEqualTo(journey);
  }

  @Test
  @Order(4)
  void shouldStop_whenTheCaseIsClosed() {
    // given
    haven.moveTo("2026-08-03T09:00");
    var caseRef = aHighRiskCase("owner-occupier", "unknown");
    // whoever took the report turns out to be a party
    context
        .getBean(People.class)
        .add(
            caseRef,
            PersonKind.PERPETRATOR,
            Map.of("name", "Maya Okafor"),
            By.of(haven.person("tom.reeve")));
    refer(caseRef);
    haven.outcome(caseRef, "Task_ReassignCase", "done");
    haven.awaitTask(caseRef, "Task_ExplainReferral");

    // when
    tell(caseRef, "consent-withdrawn");
    haven.outcome(caseRef, "Task_ReviewLawfulSteps", "go-on-by-duty");
    tell(caseRef, "case-closed");

    // then
    assertThat(haven.awaitEnd(caseRef, "refer-to-marac")).isEqualTo("stopped");
    haven.awaitOpenTasks(caseRef);
  }

  @Test
  @Order(5)
  void shouldNotBeSent_whenDataProtectionSaysNo() {
    // given: asked for on the case page, at medium risk
    haven.moveTo("2026-08-10T09:00");
    var caseRef = haven.aCase(Map.of("tenure", "private-rented", "riskLevel", "medium"));
    haven.request(caseRef, "refer-to-marac", Map.of());

    // when
    haven.outcome(caseRef, "Task_ExplainReferral", "refused");
    haven.outcome(caseRef, "Task_DecideSharingAnyway", "do-not-share");

    // then
    assertThat(haven.awaitEnd(caseRef, "refer-to-marac")).isEqualTo("not-accepted");
    assertThat(haven.openTasks(caseRef)).isEqualTo(Set.of());
  }

  @Test
  @Order(6)
  void shouldBeReferredAgain_whenUnwantedContactComesWithinAYear() {
    // given: referred on 20 April 2026
    haven.moveTo("2027-03-04T10:00");
    var caseRef =
        haven.aCase(
            Map.of(
                "tenure", "private-rented",
                "priorReferral", "yes",
                "watchStartOn", "2026-04-20"));

    // when: a low score
    haven.requestRiskAssessment(caseRef);
    haven.complete(caseRef, "Task_CompleteRiskQuestions", answers(2, 0, "2027-03-03"));
    haven.complete(caseRef, "Task_RecordJudgement", judgement(false));

    // then
    haven.outcome(caseRef, "Task_ExplainReferral", "refused");
    haven.complete(caseRef, "Task_CompleteMaracReferral", aReferral("refused"));
    awaitSent(caseRef);
    assertThat(ledger(caseRef)).isEqualTo("marac refused public-task");
    await()
        .untilAsserted(
            () ->
                assertThat(context.getBean(CaseFacts.class).of(caseRef))
                    .containsEntry("watchStartOn", "2027-03-04"));
  }

  /** The page of the minutes, as it is shown to an officer; with a reason it is posted. */
  private Document page(CaseRef caseRef, String minutesId, String reason) throws Exception {
    var address = "/cases/" + caseRef + "/marac-minutes";
    return page(
        minutesId.isEmpty()
            ? get(address)
            : post(address).param("minutesId", minutesId).param("reason", reason).with(csrf()));
  }

  private Document page(MockHttpServletRequestBuilder request) throws Exception {
    var pages =
        MockMvcBuilders.webAppContextSetup((WebApplicationContext) context)
            .apply(springSecurity())
            .build();
    return Jsoup.parse(
        pages
            .perform(request.with(user("maya.okafor")))
            .andReturn()
            .getResponse()
            .getContentAsString());
  }

  /** Tells this journey alone, not the others of the case. */
  private void tell(CaseRef caseRef, String message) {
    var journeys = context.getBean(JourneyRegister.class);
    var others =
        journeys.of(caseRef).stream()
            .filter(journey -> !journey.processId().equals("refer-to-marac"))
            .filter(journey -> journey.parentId() == null)
            .map(JourneyView::journeyId)
            .collect(Collectors.toSet());
    journeys.broadcast(caseRef, message, Map.of(), others);
  }
}
