package org.haven.complaint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.haven.casefile.By;
import org.haven.casefile.DecisionLog;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.SafeContacts;
import org.haven.complaint.Complaints.Received;
import org.haven.forms.FormProblem;
import org.haven.letters.LetterLine;
import org.haven.letters.LetterStatus;
import org.haven.letters.Letters;
import org.haven.letters.Reader;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
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

/** J16 on the real broker: every scenario of the procedure, dates to the minute. */
@ProcessTest
class ComplaintProcessTest {
  private static final String PROCESS = "complaint";

  @Autowired private ApplicationContext context;
  private JourneyDriver haven;
  private Complaints complaints;

  @BeforeAll
  void start() {
    haven = new JourneyDriver(context);
    complaints = context.getBean(Complaints.class);
  }

  @AfterAll
  void release() {
    TestPlatform.releaseClocks();
  }

  private static Map<String, Object> complaint(String subject, String complainant) {
    return Map.of(
        "complaintSubject",
        subject,
        "complainant",
        complainant,
        "wanted",
        "She whispered that nobody had called back",
        "implicated",
        "The officer at the counter");
  }

  private static Map<String, Object> finding(String finding) {
    return Map.of(
        "extended", "no",
        "finding", finding,
        "reasons", "We did not call back when we said we would.",
        "remedy", "We will call on the day that was agreed.");
  }

  private static Map<String, Object> with(Map<String, Object> answers, String key, Object value) {
    var changed = new HashMap<>(answers);
    changed.put(key, value);
    return changed;
  }

  private static Map<String, Object> moreTime() {
    return Map.of("extended", "yes", "reasons", "The officer who knows is away.");
  }

  private CaseRef received(String at) {
    haven.moveTo(at);
    var caseRef = haven.aCase(Map.of());
    receive(caseRef, at.substring(0, 10));
    return caseRef;
  }

  private void receive(CaseRef caseRef, String on) {
    assertThat(
            complaints.receive(
                haven.person("maya.okafor"), caseRef, UUID.randomUUID(), LocalDate.parse(on)))
        .isEqualTo(Received.STARTED);
  }

  /** A complaint that is logged; its acknowledgement has gone. */
  private CaseRef logged(String at, String subject, String complainant) {
    var caseRef = received(at);
    haven.complete(caseRef, "Task_LogComplaint", complaint(subject, complainant));
    haven.passLetter(caseRef);
    return caseRef;
  }

  private void stillSafe(CaseRef caseRef) {
    context
        .getBean(SafeContacts.class)
        .record(
            caseRef,
            true,
            Map.of("method", "phone", "detail", "01632 960555"),
            new By("maya.okafor"));
  }

  private List<LetterLine> letters(CaseRef caseRef) {
    return context.getBean(Letters.class).of(haven.person("clare.hodge"), caseRef);
  }

  /** The letter of this kind; there may be one of each. */
  private LetterLine letter(CaseRef caseRef, String template) {
    return letters(caseRef).stream()
        .filter(letter -> letter.template().equals(template))
        .findFirst()
        .orElseThrow();
  }

  private String text(CaseRef caseRef, LetterLine letter) throws Exception {
    var pdf =
        context
            .getBean(Letters.class)
            .pdf(haven.person("clare.hodge"), caseRef, letter.letterId())
            .orElseThrow();
    try (var document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
    }
  }

  private Task saved(CaseRef caseRef, String elementId, String who, Map<String, ?> answers) {
    var task = haven.awaitTask(caseRef, elementId);
    assertThat(haven.submit(task, haven.person(who), answers))
        .isInstanceOf(SubmitResult.Saved.class);
    return task;
  }

  private static void assertProblem(SubmitResult result, String field, String words) {
    assertThat(result)
        .isInstanceOfSatisfying(
            SubmitResult.Invalid.class,
            invalid -> {
              assertThat(invalid.problems()).extracting(FormProblem::key).containsExactly(field);
              assertThat(invalid.problems().getFirst().message()).contains(words);
            });
  }

  @Test
  void shouldAnswerBy22AprilOr7MayExtended_whenReceivedOn30MarchAndAcknowledgedOn8April()
      throws Exception {
    // given
    var caseRef = received("2026-03-30T10:00");
    var log = haven.awaitTask(caseRef, "Task_LogComplaint");
    assertThat(log.team()).isEqualTo(Team.SERVICE_MANAGER);
    assertThat(log.slaKey()).isEqualTo("complaintAck");
    assertThat(log.due()).isEqualTo("2026-04-08T17:15");

    // when: it is acknowledged on the last day
    haven.moveTo("2026-04-08T10:00");
    haven.awaitWarned(log);
    haven.complete(caseRef, "Task_LogComplaint", complaint("landlord-service", "survivor"));
    var investigate = haven.awaitTask(caseRef, "Task_InvestigateComplaint");
    assertThat(investigate.slaKey()).isEqualTo("stage1");
    assertThat(investigate.due()).isEqualTo("2026-04-22T17:15");
    haven.passLetter(caseRef);
    haven.awaitOpenTasks(caseRef, "Task_InvestigateComplaint");

    // then: once, and in the same hands, there is as long again
    haven.moveTo("2026-04-21T10:00");
    saved(caseRef, "Task_InvestigateComplaint", "ivan.stroud", moreTime());
    var again = haven.awaitTask(caseRef, "Task_InvestigateComplaint");
    assertThat(again.id()).isNotEqualTo(investigate.id());
    assertThat(again.due()).isEqualTo("2026-05-07T17:15");
    assertThat(haven.submit(again, haven.person("clare.hodge"), finding("upheld")))
        .isEqualTo(new SubmitResult.NotYours("ivan.stroud"));
    haven.passLetter(caseRef);
    assertThat(text(caseRef, letter(caseRef, "complaint-more-time")))
        .contains("The officer who knows is away.", "7 May 2026");
    haven.awaitOpenTasks(caseRef, "Task_InvestigateComplaint");
    assertProblem(
        haven.submit(again, haven.person("ivan.stroud"), moreTime()), "extended", "policy 11.1");
    stillSafe(caseRef);
    saved(caseRef, "Task_InvestigateComplaint", "ivan.stroud", finding("upheld"));
    haven.passLetter(caseRef);
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("resolved-1");
    haven.awaitOpenTasks(caseRef);
    assertThat(complaints.of(haven.person("maya.okafor"), caseRef))
        .singleElement()
        .satisfies(
            complaint -> {
              assertThat(complaint.receivedOn()).isEqualTo(LocalDate.parse("2026-03-30"));
              assertThat(complaint.subject()).isEqualTo("landlord-service");
              assertThat(complaint.finding()).isEqualTo("upheld");
              assertThat(complaint.secondPossible()).isTrue();
            });
    assertThat(letters(caseRef))
        .hasSize(3)
        .allSatisfy(letter -> assertThat(letter.status()).isEqualTo(LetterStatus.SENT))
        .allSatisfy(letter -> assertThat(letter.reader()).isEqualTo(Reader.VICTIM));
    assertThat(text(caseRef, letter(caseRef, "complaint-reply")))
        .contains("You are right", "We did not call back", "We will call on the day");
    assertThat(haven.audit(caseRef)).contains("complaint-received", "send-letter");
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  void shouldNameTheLocalGovernmentOmbudsman_whenAllocationsAreAnsweredTwice() throws Exception {
    // given: the first stage is answered
    var caseRef = logged("2026-06-01T10:00", "allocations", "survivor");
    var officer = haven.person("maya.okafor");
    var id = complaints.of(officer, caseRef).getFirst().complaintId();
    assertThat(complaints.askForStage2(officer, caseRef, id, LocalDate.parse("2026-06-01")))
        .isEqualTo(Received.NOT_NOW);
    saved(caseRef, "Task_InvestigateComplaint", "clare.hodge", finding("not-upheld"));
    haven.passLetter(caseRef);
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("resolved-1");

    // when: weeks later they are not satisfied
    haven.moveTo("2026-06-22T10:00");
    assertThat(complaints.askForStage2(officer, caseRef, id, LocalDate.parse("2026-06-23")))
        .isEqualTo(Received.NOT_A_POSSIBLE_DAY);
    assertThat(complaints.askForStage2(officer, caseRef, id, LocalDate.parse("2026-06-22")))
        .isEqualTo(Received.STARTED);
    assertThat(complaints.askForStage2(officer, caseRef, id, LocalDate.parse("2026-06-22")))
        .isEqualTo(Received.ALREADY);
    var acknowledge = haven.awaitTask(caseRef, "Task_AcknowledgeStage2");
    assertThat(acknowledge.due()).isEqualTo("2026-06-29T17:15");
    haven.outcome(caseRef, "Task_AcknowledgeStage2", "done");
    haven.passLetter(caseRef);
    var investigate = haven.awaitTask(caseRef, "Task_InvestigateComplaint");
    assertThat(investigate.slaKey()).isEqualTo("stage2");
    assertThat(investigate.due()).isEqualTo("2026-07-20T17:15");

    // then: another service manager answers it
    assertProblem(
        haven.submit(investigate, haven.person("clare.hodge"), finding("upheld")),
        "finding",
        "first stage");
    saved(caseRef, "Task_InvestigateComplaint", "ivan.stroud", finding("partly"));
    var last = haven.awaitTask(caseRef, "Task_SendFinalResponse");
    assertThat(last.team()).isEqualTo(Team.SERVICE_MANAGER);
    assertThat(last.due()).isEqualTo("2026-06-24T17:15");
    assertProblem(
        haven.submit(last, haven.ownerOf(last), Map.of("ombudsman", "housing-ombudsman")),
        "why",
        "policy 11.2");
    haven.complete(
        caseRef, "Task_SendFinalResponse", Map.of("ombudsman", "local-government-ombudsman"));
    haven.passLetter(caseRef);
    haven.awaitEnded(caseRef, PROCESS, 2);
    assertThat(haven.journeys(caseRef, PROCESS).getFirst().endState()).isEqualTo("resolved-2");
    assertThat(text(caseRef, letter(caseRef, "complaint-final")))
        .contains("This is our final answer", "Local Government and Social Care Ombudsman");
    assertThat(
            context.getBean(DecisionLog.class).of(haven.person("clare.hodge"), caseRef).getFirst())
        .satisfies(
            decision -> {
              assertThat(decision.table()).isEqualTo("ombudsmanRoute");
              assertThat(decision.advice()).containsEntry("route", "local-government-ombudsman");
            });
  }

  @Test
  void shouldBlockTheInvestigator_whenTheyWereTheCaseOfficer() {
    // given: a service manager took the report of this case
    haven.moveTo("2026-07-06T10:00");
    var caseRef = haven.report("clare.hodge", Map.of("tenure", "private-rented"));
    assertThat(
            complaints.receive(
                haven.person("clare.hodge"),
                caseRef,
                UUID.randomUUID(),
                LocalDate.parse("2026-07-06")))
        .isEqualTo(Received.STARTED);
    haven.complete(caseRef, "Task_LogComplaint", complaint("other", "other"));

    // when
    var investigate = haven.awaitTask(caseRef, "Task_InvestigateComplaint");
    var refused = haven.submit(investigate, haven.person("clare.hodge"), finding("not-upheld"));

    // then
    assertProblem(refused, "finding", "policy 11.1");
    saved(caseRef, "Task_InvestigateComplaint", "ivan.stroud", finding("upheld"));
    assertThat(complaints.of(haven.person("clare.hodge"), caseRef).getFirst().finding())
        .isEqualTo("upheld");
  }

  @Test
  void shouldRevealNothingOfHers_whenThePerpetratorComplains() throws Exception {
    // given: there is no safe way to reach her, and nobody needs one for this
    haven.moveTo("2026-08-03T10:00");
    var caseRef = haven.aCase(Map.of());
    haven.contactBecomesUnsafe(caseRef);
    receive(caseRef, "2026-08-03");
    haven.complete(caseRef, "Task_LogComplaint", complaint("noise", "perpetrator"));
    haven.passLetter(caseRef);
    var investigate = haven.awaitTask(caseRef, "Task_InvestigateComplaint");

    // when: words that would tell him are typed
    for (var words :
        List.of(
            "Marguerite Delacroix told us so.",
            "The MARAC had decided it.",
            "She had gone to a refuge.")) {
      assertProblem(
          haven.submit(
              investigate,
              haven.person("ivan.stroud"),
              with(finding("not-upheld"), "reasons", words)),
          "reasons",
          "policy 12.1");
    }
    saved(caseRef, "Task_InvestigateComplaint", "ivan.stroud", finding("not-upheld"));
    haven.passLetter(caseRef);

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("resolved-1");
    assertThat(letters(caseRef))
        .hasSize(2)
        .allSatisfy(letter -> assertThat(letter.reader()).isEqualTo(Reader.PERPETRATOR));
    for (var letter : letters(caseRef)) {
      assertThat(text(caseRef, letter))
          .doesNotContainIgnoringCase("Marguerite")
          .doesNotContainIgnoringCase("MARAC")
          .doesNotContain("960555");
    }
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  void shouldAcknowledgeWithin30DaysToo_whenItIsAboutPersonalData() {
    // given
    var caseRef = received("2026-06-22T10:00");

    // when
    haven.complete(caseRef, "Task_LogComplaint", complaint("data", "other"));

    // then
    var acknowledge = haven.awaitTask(caseRef, "Task_AcknowledgeDataComplaint");
    assertThat(acknowledge.team()).isEqualTo(Team.DATA_PROTECTION);
    assertThat(acknowledge.slaKey()).isEqualTo("dpComplaintAck");
    assertThat(acknowledge.due()).isEqualTo("2026-07-22T23:59:59");
    haven.outcome(caseRef, "Task_AcknowledgeDataComplaint", "done");
    haven.awaitOpenTasks(caseRef, "Task_InvestigateComplaint", "Task_CheckLetterAndBundle");
  }

  @Test
  void shouldAskForTheReviewToo_whenItIsAboutHomelessness() {
    // given
    var caseRef = received("2026-09-07T10:00");

    // when
    haven.complete(caseRef, "Task_LogComplaint", complaint("homelessness", "survivor"));

    // then
    var review = haven.awaitTask(caseRef, "Task_AskForHomelessnessReview");
    assertThat(review.team()).isEqualTo(Team.HOUSING_SOLUTIONS);
    assertThat(review.due()).isEqualTo("2026-09-09T17:15");
    haven.outcome(caseRef, "Task_AskForHomelessnessReview", "asked");
    haven.awaitOpenTasks(caseRef, "Task_InvestigateComplaint", "Task_CheckLetterAndBundle");
  }

  @Test
  void shouldAnswerTheOmbudsman_whileTheComplaintStillRuns() throws Exception {
    // given
    var caseRef = logged("2026-09-14T10:00", "mixed", "survivor");
    var officer = haven.person("maya.okafor");
    var id = complaints.of(officer, caseRef).getFirst().complaintId();

    // when
    assertThat(
            complaints.ombudsmanAsks(
                officer, caseRef, id, UUID.randomUUID(), LocalDate.parse("2026-09-14")))
        .isEqualTo(Received.STARTED);
    haven.complete(
        caseRef,
        "Task_AnswerOmbudsman",
        Map.of("enquiry", "What was done?", "answer", "The complaint is being looked into."));
    haven.passLetter(caseRef);

    // then
    haven.awaitEnded(caseRef, PROCESS, 1);
    assertThat(haven.journeys(caseRef, PROCESS).getFirst().endState()).isEqualTo("ombudsman");
    assertThat(letter(caseRef, "ombudsman-answer").reader()).isEqualTo(Reader.AGENCY);
    assertThat(text(caseRef, letter(caseRef, "ombudsman-answer"))).contains("is being looked into");
    assertThat(haven.openTasksOf(caseRef, PROCESS)).containsExactly("Task_InvestigateComplaint");
  }

  @Test
  void shouldKeepTheAnswer_whenItCannotBeSent() {
    // given: after the acknowledgement there is no safe way to reach her
    var caseRef = logged("2026-09-21T10:00", "housing-advice", "survivor");
    haven.contactBecomesUnsafe(caseRef);
    saved(caseRef, "Task_InvestigateComplaint", "ivan.stroud", finding("upheld"));

    // when: neither at first nor when it is tried again
    for (var step : List.of("try-again", "keep")) {
      haven.complete(caseRef, "Task_CheckSafeContact", JourneyDriver.noSafeWay());
      haven.outcome(caseRef, "Task_AgreeApproach", "go-on-without");
      var unsent = haven.awaitTask(caseRef, "Task_DecideOnUnsentReply");
      assertThat(unsent.team()).isEqualTo(Team.SERVICE_MANAGER);
      assertThat(unsent.due()).isEqualTo("2026-09-23T17:15");
      haven.outcome(caseRef, "Task_DecideOnUnsentReply", step);
    }

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("resolved-1");
    assertThat(letters(caseRef)).hasSize(1);
  }

  @Test
  void shouldStop_whenTheComplaintIsWithdrawnAfterTheCaseChangedHands() {
    // given: whoever took the report turns out to be a party
    haven.moveTo("2026-10-05T10:00");
    var caseRef = haven.aCase(Map.of());
    context
        .getBean(People.class)
        .add(
            caseRef,
            PersonKind.PERPETRATOR,
            Map.of("name", "Maya Okafor"),
            By.of(haven.person("tom.reeve")));
    haven.request(caseRef, PROCESS, Map.of());
    haven.outcome(caseRef, "Task_ReassignCase", "done");
    haven.awaitTask(caseRef, "Task_LogComplaint");

    // when
    var journey = haven.journeys(caseRef, PROCESS).getFirst().journeyId();
    context
        .getBean(JourneyRegister.class)
        .stop(caseRef, journey, new Code("withdrawn"), new By("tom.reeve"));

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("stopped");
    haven.awaitOpenTasks(caseRef);
  }

  @Test
  void shouldTellManagersAndPolicyOwners_whenTheAcknowledgementIsLate() {
    // given
    var caseRef = received("2026-10-12T10:00");
    var log = haven.awaitTask(caseRef, "Task_LogComplaint");
    assertThat(log.due()).isEqualTo("2026-10-19T17:15");

    // when
    haven.moveTo("2026-10-19T17:16");

    // then
    haven.awaitBreached(log);
    assertThat(haven.audit(caseRef)).contains("tell-breach");
  }
}
