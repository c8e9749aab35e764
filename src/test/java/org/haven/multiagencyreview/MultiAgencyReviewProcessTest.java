package org.haven.multiagencyreview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.Conflicts;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.LegalHolds;
import org.haven.casefile.SafeContacts;
import org.haven.casefile.TimelineEntry;
import org.haven.casefile.TimelinePages;
import org.haven.letters.LetterLine;
import org.haven.letters.Letters;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.haven.tasks.OpenResult;
import org.haven.tasks.SubmitResult;
import org.haven.tasks.TaskActions;
import org.haven.testing.JourneyDriver;
import org.haven.testing.JourneyDriver.Task;
import org.haven.testing.ProcessTest;
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
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.RequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** J15 on the real broker: from a partner's request to what we learned, in order of date. */
@ProcessTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MultiAgencyReviewProcessTest {
  private static final String PROCESS = "multi-agency-review";
  private static final String HOME = "7 Thistlewood Mews, Maidstone, ME14 1ZZ";

  @Autowired private ApplicationContext context;
  private JourneyDriver haven;
  private LegalHolds holds;
  private MockMvc pages;

  @BeforeAll
  void start() {
    haven = new JourneyDriver(context);
    holds = context.getBean(LegalHolds.class);
    pages =
        MockMvcBuilders.webAppContextSetup((WebApplicationContext) context)
            .apply(springSecurity())
            .build();
  }

  @AfterAll
  void release() {
    TestPlatform.releaseClocks();
  }

  private static Map<String, Object> aReview(String meetingOn) {
    return Map.of(
        "reviewType", "domestic-homicide-review",
        "agency", "kent-police",
        "request", "They whispered that they want two years",
        "meetingOn", meetingOn);
  }

  private static Map<String, Object> aChronology(String words) {
    return Map.of("chronology", words, "leftOut", "What her sister whispered");
  }

  private static Map<String, Object> aMeeting(String on) {
    return Map.of(
        "meetingOn",
        on,
        "minutes",
        "We whispered and agreed",
        "actions",
        List.of(
            Map.of(
                "owner", "tenancy-services",
                "what", "Write to whoever whispered",
                "due", "2026-06-01")));
  }

  /** Logged, held, and sharing approved: the chronology is to be written. */
  private CaseRef toBeWritten(String meetingOn) {
    var caseRef = haven.aCase(Map.of());
    haven.request(caseRef, PROCESS, Map.of());
    haven.complete(caseRef, "Task_LogReview", aReview(meetingOn));
    haven.outcome(caseRef, "Task_ApproveSharing", "share");
    haven.awaitTask(caseRef, "Task_PrepareChronology");
    return caseRef;
  }

  /** Two people have checked it. */
  private CaseRef toBeApproved(String meetingOn) {
    var caseRef = toBeWritten(meetingOn);
    haven.complete(
        caseRef, "Task_PrepareChronology", aChronology("2 April: she whispered to us\nMay: moved"));
    haven.passHeldLetter(caseRef);
    haven.awaitTask(caseRef, "Task_ApproveDisclosure");
    return caseRef;
  }

  private void vaultHolds(CaseRef caseRef) {
    context
        .getBean(AddressVault.class)
        .write(caseRef, Map.of("safeAddress", HOME), new By("maya.okafor"));
  }

  private void refused(Task task, Map<String, ?> answers, String field, String words) {
    assertThat(haven.submit(task, haven.ownerOf(task), answers))
        .isInstanceOfSatisfying(
            SubmitResult.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .singleElement()
                    .satisfies(
                        problem -> {
                          assertThat(problem.key()).isEqualTo(field);
                          assertThat(problem.message()).contains(words, "clause");
                        }));
  }

  private LetterLine letter(CaseRef caseRef) {
    return context.getBean(Letters.class).of(haven.person("maya.okafor"), caseRef).getFirst();
  }

  private List<String> timeline(CaseRef caseRef) {
    return context
        .getBean(TimelinePages.class)
        .newest(haven.person("maya.okafor"), caseRef)
        .stream()
        .map(TimelineEntry::textKey)
        .toList();
  }

  private MockHttpServletResponse answer(RequestBuilder request) throws Exception {
    return pages.perform(request).andReturn().getResponse();
  }

  private static Document page(MockHttpServletResponse answer) throws Exception {
    return Jsoup.parse(answer.getContentAsString());
  }

  @Test
  @Order(1)
  void shouldHoldTheRecordsSendAndLearn_whenAPartnerAsks() throws Exception {
    // given: a Tuesday
    haven.moveTo("2026-05-05T10:00");
    var caseRef = haven.aCase(Map.of());
    context
        .getBean(Reviews.class)
        .take(
            new RequestedReview(UUID.randomUUID(), caseRef, "", "They whispered: two years"),
            haven.person("maya.okafor"));

    // then the safeguarding lead logs it within a working day
    var log = haven.awaitTask(caseRef, "Task_LogReview");
    assertThat(log.team()).isEqualTo(Team.SAFEGUARDING_LEAD);
    assertThat(log.slaKey()).isEqualTo("reviewLog");
    assertThat(log.due()).isEqualTo("2026-05-06T17:15");
    assertThat(page(answer(get("/tasks/" + log.id()).with(user("fiona.glass")))).text())
        .contains("They whispered: two years");
    refused(log, aReview("2026-05-04"), "meetingOn", "6.9");
    assertThat(holds.standing(caseRef)).isEmpty();
    haven.complete(caseRef, "Task_LogReview", aReview("2026-05-20"));

    // and the records are held, so that nothing of them is disposed of
    var sharing = haven.awaitTask(caseRef, "Task_ApproveSharing");
    assertThat(sharing.team()).isEqualTo(Team.SAFEGUARDING_LEAD);
    assertThat(holds.standing(caseRef)).isNotEmpty();
    haven.outcome(caseRef, "Task_ApproveSharing", "share");

    // when the chronology is written from Haven's draft
    var prepare = haven.awaitTask(caseRef, "Task_PrepareChronology");
    assertThat(prepare.team()).isEqualTo(Team.HOUSING_SOLUTIONS);
    assertThat(prepare.due()).isEqualTo("2026-05-07T17:15");
    var form =
        (OpenResult.TaskPage)
            context.getBean(TaskActions.class).open(haven.ownerOf(prepare), prepare.id());
    assertThat(String.valueOf(form.prefill().get("chronology")))
        .contains("5 May 2026, 10.00: A report was taken (in person).");
    haven.complete(
        caseRef, "Task_PrepareChronology", aChronology("2 April: she whispered to us\nMay: moved"));
    haven.passHeldLetter(caseRef);

    // then it waits for the lead's approval
    var approve = haven.awaitTask(caseRef, "Task_ApproveDisclosure");
    assertThat(approve.team()).isEqualTo(Team.SAFEGUARDING_LEAD);
    assertThat(letter(caseRef).status().code()).isEqualTo("checked");
    assertThat(page(answer(get("/tasks/" + approve.id()).with(user("fiona.glass")))).text())
        .contains("2 April: she whispered to us");
    haven.outcome(caseRef, "Task_ApproveDisclosure", "approved");
    haven.awaitWaitingAt(caseRef, "Event_MeetingDay");
    assertThat(letter(caseRef).status().code()).isEqualTo("sent");
    assertThat(letter(caseRef).route().code()).isEqualTo("secure-drop");
    assertThat(letter(caseRef).recipient()).isEqualTo(new Code("agency-kent-police"));
    assertThat(ledger(caseRef)).isEqualTo("review not-asked legal-duty");

    // and the meeting is waited for
    haven.moveTo("2026-05-20T08:59");
    assertThat(haven.openTasks(caseRef)).isEmpty();
    haven.moveTo("2026-05-20T09:00");
    var record = haven.awaitTask(caseRef, "Task_RecordMeeting");
    assertThat(record.due()).isEqualTo("2026-05-22T16:45");
    refused(record, aMeeting("2026-05-21"), "meetingOn", "6.9");
    haven.complete(caseRef, "Task_RecordMeeting", aMeeting("2026-05-20"));
    var action = haven.awaitTask(caseRef, "Task_CompleteAction");
    assertThat(action.team()).isEqualTo(Team.TENANCY_SERVICES);
    assertThat(action.due()).isEqualTo("2026-06-01T17:15");
    haven.outcome(caseRef, "Task_CompleteAction", "done");

    // when the policy is to change: its review starts, and the hold is released
    assertThat(holds.standing(caseRef)).isNotEmpty();
    haven.outcome(caseRef, "Task_RecordLearning", "policy-change");
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("closed");
    // which stands on the policy's own file, or on the case
    assertThat(
            context
                .getBean(JdbcClient.class)
                .sql("select count(*) from journey where process_id = 'policy-review'")
                .query(Integer.class)
                .single())
        .isPositive();
    assertThat(holds.standing(caseRef)).isEmpty();
    assertThat(timeline(caseRef))
        .contains("timeline.hold-placed", "timeline.letter-sent", "timeline.hold-released");
    assertThat(haven.audit(caseRef))
        .contains("take-review-request", "place-legal-hold", "send-letter", "release-legal-hold");
    haven.assertNothingToldReachedTheEngine();
  }

  private String ledger(CaseRef caseRef) {
    return context
        .getBean(JdbcClient.class)
        .sql(
            "select purpose || ' ' || consent || ' ' || basis from sharing_ledger"
                + " where case_ref = ? order by seq desc limit 1")
        .param(caseRef.value())
        .query(String.class)
        .single();
  }

  @Test
  @Order(2)
  void shouldNotBeApproved_whenTheChronologyHoldsASafeAddress() {
    // given: neither is it written with it
    haven.moveTo("2026-06-01T10:00");
    var caseRef = toBeWritten("2026-06-30");
    vaultHolds(caseRef);
    var prepare = haven.awaitTask(caseRef, "Task_PrepareChronology");
    refused(prepare, aChronology("In May she went to " + HOME), "chronology", "12.1");

    // when it came into the vault after it was checked
    var other = toBeWritten("2026-06-30");
    haven.complete(other, "Task_PrepareChronology", aChronology("In May she went to " + HOME));
    haven.passHeldLetter(other);
    var approve = haven.awaitTask(other, "Task_ApproveDisclosure");
    vaultHolds(other);

    // then
    refused(approve, Map.of("outcome", "approved"), "outcome", "12.1");
    haven.outcome(other, "Task_ApproveDisclosure", "changed");
    var again = haven.awaitTask(other, "Task_PrepareChronology");
    var form =
        (OpenResult.TaskPage)
            context.getBean(TaskActions.class).open(haven.ownerOf(again), again.id());
    assertThat(form.prefill().get("chronology")).isEqualTo("In May she went to " + HOME);
    haven.complete(other, "Task_PrepareChronology", aChronology("In May she moved"));
    haven.passHeldLetter(other);
    haven.outcome(other, "Task_ApproveDisclosure", "approved");
    haven.awaitWaitingAt(other, "Event_MeetingDay");
    assertThat(context.getBean(Letters.class).of(haven.person("maya.okafor"), other))
        .extracting(one -> one.status().code())
        .containsExactlyInAnyOrder("checked", "sent");
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  @Order(3)
  void shouldBeLookedAtAgain_whenTheRecordChangedAfterTheChecks() {
    // given
    haven.moveTo("2026-06-08T10:00");
    var caseRef = toBeApproved("2026-06-30");

    // when
    context
        .getBean(SafeContacts.class)
        .record(caseRef, true, Map.of("method", "text", "detail", "01632 960555"), By.SYSTEM);
    haven.outcome(caseRef, "Task_ApproveDisclosure", "approved");

    // then nothing went
    haven.awaitTask(caseRef, "Task_PrepareChronology");
    assertThat(letter(caseRef).status().code()).isEqualTo("draft");
    assertThat(timeline(caseRef)).contains("timeline.letter-stale");
  }

  @Test
  @Order(4)
  void shouldTakePartWithoutPapers_whenNothingMayBeShared() {
    // given
    haven.moveTo("2026-06-10T10:00");
    var caseRef = haven.aCase(Map.of());
    haven.request(caseRef, PROCESS, Map.of());
    haven.complete(caseRef, "Task_LogReview", aReview("2026-06-12"));
    haven.outcome(caseRef, "Task_ApproveSharing", "do-not-share");
    haven.awaitWaitingAt(caseRef, "Event_MeetingDay");

    // when
    haven.moveTo("2026-06-12T09:00");
    haven.complete(
        caseRef, "Task_RecordMeeting", Map.of("meetingOn", "2026-06-12", "minutes", "Short"));
    haven.outcome(caseRef, "Task_RecordLearning", "none");

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("closed");
    assertThat(haven.journeys(caseRef, "policy-review")).isEmpty();
    assertThat(context.getBean(Letters.class).of(haven.person("maya.okafor"), caseRef)).isEmpty();
  }

  @Test
  @Order(5)
  void shouldGoToTheMeeting_whenTheLetterIsStopped() {
    // given
    haven.moveTo("2026-06-15T10:00");
    var caseRef = toBeWritten("2026-06-30");
    haven.complete(caseRef, "Task_PrepareChronology", aChronology("In May she moved"));

    // when a checker does not pass it, and it is stopped
    haven.complete(
        caseRef,
        "Task_CheckLetterAndBundle",
        Map.of("pass", "no", "whatToChange", "Not for this review"));
    haven.complete(
        caseRef,
        "Task_CorrectLetter",
        Map.of("outcome", "stop", "reason", "They asked for another"));

    // then
    haven.awaitWaitingAt(caseRef, "Event_MeetingDay");
    assertThat(letter(caseRef).status().code()).isEqualTo("stopped");
    assertThat(holds.standing(caseRef)).isNotEmpty();

    // and when the partner takes it back, the hold goes too
    var journey = haven.journeys(caseRef, PROCESS).getFirst().journeyId();
    context.getBean(JourneyRegister.class).stop(caseRef, journey, new Code("withdrawn"), By.SYSTEM);
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("stopped");
    assertThat(holds.standing(caseRef)).isEmpty();
  }

  @Test
  @Order(6)
  void shouldGoIntoOtherHands_whenSomebodyOnTheCaseIsAParty() {
    // given
    haven.moveTo("2026-06-16T10:00");
    var caseRef = haven.aCase(Map.of());
    context.getBean(Conflicts.class).add(caseRef, "maya.okafor", new Code("related"), By.SYSTEM);

    // when
    haven.request(caseRef, PROCESS, Map.of());
    haven.outcome(caseRef, "Task_ReassignCase", "done");

    // then a second request runs beside the first
    haven.awaitTask(caseRef, "Task_LogReview");
    haven.request(caseRef, PROCESS, Map.of());
    assertThat(haven.journeys(caseRef, PROCESS)).hasSize(2);
  }

  @Test
  @Order(7)
  void shouldHandTheRequestOver_whenThePageIsSent() throws Exception {
    // given
    haven.moveTo("2026-06-17T10:00");
    var caseRef = haven.aCase(Map.of());
    var sender = user("maya.okafor");

    // when it is empty, or names a case that is not theirs
    var empty = answer(post("/review-requests/new").with(sender).with(csrf()));
    assertThat(empty.getStatus()).isEqualTo(400);
    assertThat(page(empty).title()).startsWith("Error:");
    assertThat(page(empty).select(".govuk-error-summary__list a").eachAttr("href"))
        .containsExactly("#name", "#words");
    assertThat(page(empty).select("#words-error").text()).contains("clause 6.9");
    var foreign =
        answer(
            post("/review-requests/new")
                .param("reference", caseRef.value())
                .param("words", "Papers, please")
                .with(user("jo.tanner"))
                .with(csrf()));
    assertThat(foreign.getStatus()).isEqualTo(400);
    assertThat(page(foreign).select("#reference-error").text()).contains("clause 6.9");
    assertThat(answer(post("/review-requests/new").with(sender)).getStatus()).isEqualTo(403);

    // when it is right
    var form = page(answer(get("/review-requests/new").with(sender)));
    assertThat(form.select("h1")).hasSize(1);
    var taken =
        answer(
            post("/review-requests/new")
                .param("token", form.select("[name=token]").val())
                .param("reference", caseRef.value().toLowerCase(java.util.Locale.ROOT))
                .param("words", "Papers, please")
                .with(sender)
                .with(csrf()));

    // then
    assertThat(taken.getRedirectedUrl()).isEqualTo("/review-requests/taken");
    assertThat(page(answer(get("/review-requests/taken").with(sender))).text())
        .contains("within one working day");
    assertThat(haven.awaitTask(caseRef, "Task_LogReview").due()).isEqualTo("2026-06-18T17:15");
    assertThat(
            page(answer(get("/reports/new").with(sender))).select("a[href=/review-requests/new]"))
        .hasSize(1);
    assertThat(
            page(answer(get("/cases/" + caseRef).with(sender)))
                .select("option[value=multi-agency-review], input[value=multi-agency-review]"))
        .isNotEmpty();
  }
}
