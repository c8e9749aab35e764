package org.haven.recordrequest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.clocks.ClockChange;
import org.haven.forms.FormProblem;
import org.haven.letters.LetterLine;
import org.haven.letters.Letters;
import org.haven.letters.Reader;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.Team;
import org.haven.recordrequest.RecordDecisions.Choice;
import org.haven.recordrequest.RecordExports.Fetched;
import org.haven.recordrequest.RecordRequests.MoreTime;
import org.haven.recordrequest.RecordRequests.Received;
import org.haven.recordrequest.web.ExportWords;
import org.haven.tasks.Acted;
import org.haven.tasks.NoticeKind;
import org.haven.tasks.Notices;
import org.haven.tasks.SubmitResult;
import org.haven.tasks.TaskActions;
import org.haven.tasks.TaskTime;
import org.haven.testing.JourneyDriver;
import org.haven.testing.JourneyDriver.Task;
import org.haven.testing.ProcessTest;
import org.haven.testing.TestPlatform;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** J18 on the real broker: every scenario of the procedure, dates to the minute. */
@ProcessTest
class RecordRequestProcessTest {
  private static final String PROCESS = "record-request";

  @Autowired private ApplicationContext context;
  private JourneyDriver haven;
  private RecordRequests requests;

  @BeforeAll
  void start() {
    haven = new JourneyDriver(context);
    requests = context.getBean(RecordRequests.class);
  }

  @AfterAll
  void release() {
    TestPlatform.releaseClocks();
  }

  private static Map<String, Object> request(String requester, String idChecked, String clear) {
    return Map.of(
        "requester", requester,
        "idChecked", idChecked,
        "scopeClear", clear,
        "wanted", "My file, she whispered");
  }

  private static Map<String, Object> redacted(String released) {
    return Map.of("exemptions", List.of("other-people", "vault"), "released", released);
  }

  private CaseRef received(String at, String on) {
    haven.moveTo(at);
    var caseRef = haven.aCase(Map.of());
    receive(caseRef, on);
    return caseRef;
  }

  private void receive(CaseRef caseRef, String on) {
    receive(caseRef, "maya.okafor", on);
  }

  private void receive(CaseRef caseRef, String username, String on) {
    assertThat(
            requests.receive(
                haven.person(username), caseRef, UUID.randomUUID(), LocalDate.parse(on)))
        .isEqualTo(Received.STARTED);
  }

  private CaseRef breach(String at, Known addressOut) {
    haven.moveTo(at);
    var caseRef = haven.aCase(Map.of());
    found(caseRef, at, addressOut);
    return caseRef;
  }

  private void found(CaseRef caseRef, String at, Known addressOut) {
    assertThat(
            requests.breachFound(
                haven.person("maya.okafor"),
                caseRef,
                UUID.randomUUID(),
                JourneyDriver.at(at),
                addressOut))
        .isEqualTo(Received.STARTED);
  }

  private RecordRequests.Request onRecord(CaseRef caseRef) {
    return requests.of(haven.person("maya.okafor"), caseRef).getFirst();
  }

  private LetterLine letter(CaseRef caseRef) {
    return context.getBean(Letters.class).of(haven.person("tom.reeve"), caseRef).getFirst();
  }

  private String text(CaseRef caseRef) throws Exception {
    var pdf =
        context
            .getBean(Letters.class)
            .pdf(haven.person("tom.reeve"), caseRef, letter(caseRef).letterId())
            .orElseThrow();
    try (var document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
    }
  }

  private void assertReleasedRefused(CaseRef caseRef, String words, String why) {
    var redact = haven.awaitTask(caseRef, "Task_RedactRecords");
    assertThat(haven.submit(redact, haven.ownerOf(redact), redacted(words)))
        .isInstanceOfSatisfying(
            SubmitResult.Invalid.class,
            invalid -> {
              assertThat(invalid.problems())
                  .extracting(FormProblem::key)
                  .containsExactly("released");
              assertThat(invalid.problems().getFirst().message())
                  .contains(why)
                  .contains("policy 12.1");
            });
  }

  private void answered(CaseRef caseRef, String released, String outcome) {
    gone(caseRef);
    haven.complete(caseRef, "Task_RedactRecords", redacted(released));
    var check = haven.awaitTask(caseRef, "Task_CheckDisclosureSafety");
    assertThat(check.team()).isEqualTo(Team.SAFEGUARDING_LEAD);
    haven.outcome(caseRef, "Task_CheckDisclosureSafety", outcome);
    haven.passLetter(caseRef);
  }

  /** Goes through what was listed: a record goes if it may, else it is withheld. */
  private void gone(CaseRef caseRef) {
    var redact = haven.awaitTask(caseRef, "Task_RedactRecords");
    var who = haven.ownerOf(redact);
    var words = context.getBean(ExportWords.class);
    for (var entry :
        context.getBean(ListedRecords.class).entries(who, caseRef, redact.journeyId(), words)) {
      if (entry.decision() == null
          && decided(who, caseRef, redact.journeyId(), entry, Choice.KEEP, "own-words")
              .isPresent()) {
        assertThat(decided(who, caseRef, redact.journeyId(), entry, Choice.WITHHOLD, "harm"))
            .isEmpty();
      }
    }
  }

  private Optional<RecordDecisions.Problem> decided(
      ActingPerson who,
      CaseRef caseRef,
      JourneyId journeyId,
      ListedRecords.Entry entry,
      Choice choice,
      String reason) {
    return context
        .getBean(RecordDecisions.class)
        .decide(
            who,
            caseRef,
            journeyId,
            entry.kind(),
            entry.ref(),
            new RecordDecisions.Asked(choice, reason, Set.of(), List.of(), entry.digest()),
            context.getBean(ExportWords.class));
  }

  private RecordExports exports() {
    return context.getBean(RecordExports.class);
  }

  private void assertTold(String username, NoticeKind kind, CaseRef caseRef) {
    assertThat(context.getBean(Notices.class).unread(haven.person(username)))
        .anyMatch(notice -> notice.kind() == kind && caseRef.equals(notice.caseRef()));
  }

  @Test
  void shouldBeDueOnMonday2March_whenReceivedOnSaturday31January() throws Exception {
    // given
    var caseRef = received("2026-02-02T10:00", "2026-01-31");

    // when
    assertThat(haven.awaitClock(caseRef, "sar")).isEqualTo("2026-03-02T23:59:59");
    var log = haven.awaitTask(caseRef, "Task_LogRecordRequest");
    assertThat(log.team()).isEqualTo(Team.DATA_PROTECTION);
    assertThat(log.due()).isEqualTo("2026-02-04T17:15");
    haven.complete(caseRef, "Task_LogRecordRequest", request("survivor", "yes", "yes"));
    var redact = haven.awaitTask(caseRef, "Task_RedactRecords");
    assertThat(redact.team()).isEqualTo(Team.DATA_PROTECTION);
    assertThat(redact.due()).isEqualTo("2026-02-04T17:15");

    // then: nothing goes while a record is not decided on
    assertThat(haven.submit(redact, haven.ownerOf(redact), redacted("Notes of 2 February.")))
        .isInstanceOfSatisfying(
            SubmitResult.Invalid.class,
            invalid ->
                assertThat(invalid.problems().getFirst().message()).contains("not decided on"));
    gone(caseRef);

    // and no address and no meeting of agencies goes out, even to her
    context
        .getBean(AddressVault.class)
        .write(caseRef, Map.of("safeAddress", "4 Larch Yard, ME99 1ZZ"), new By("maya.okafor"));
    assertReleasedRefused(caseRef, "A letter to 4 Larch Yard", "address");
    assertReleasedRefused(caseRef, "The minutes of the MARAC", "meetings of agencies");
    answered(caseRef, "Notes of what you told us on 2 February.", "release");
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("sent");
    var mark = haven.person("mark.ellery");
    String id = onRecord(caseRef).requestId();
    assertThat(exports().fetch(mark, caseRef, id)).isInstanceOf(Fetched.Zip.class);
    assertThat(exports().fetch(mark, caseRef, id)).isInstanceOf(Fetched.Already.class);
    haven.awaitOpenTasks(caseRef);
    assertThat(letter(caseRef).reader()).isEqualTo(Reader.VICTIM);
    assertThat(text(caseRef)).contains("Notes of what you told us", "Information Commissioner");
    assertThat(onRecord(caseRef).endState()).isEqualTo("sent");
    assertThat(haven.audit(caseRef)).contains("record-request-received", "collect-records");
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  void shouldMoveByEachPausedDay_whenTheScopeIsNotClear() {
    // given
    var caseRef = received("2026-02-02T10:00", "2026-01-31");
    haven.awaitWaitingAt(caseRef, "Task_WatchLimit");

    // when: from the question on it stands still, for three days
    haven.complete(caseRef, "Task_LogRecordRequest", request("survivor", "yes", "unknown"));
    haven.awaitTask(caseRef, "Task_CheckLetterAndBundle");
    assertThat(onRecord(caseRef).runs()).isTrue();
    haven.passLetter(caseRef);
    haven.awaitWaitingAt(caseRef, "Event_ClockMovesOn");
    assertThat(onRecord(caseRef).runs()).isFalse();
    haven.awaitWaitingAt(caseRef, "Task_AwaitClarification");
    haven.moveTo("2026-02-05T10:00");
    haven.answer(caseRef, "Task_AwaitClarification", "clear", Map.of());

    // then
    haven.awaitTask(caseRef, "Task_RedactRecords");
    haven.awaitWaitingAt(caseRef, "Task_WatchLimit", 2);
    assertThat(haven.awaitClock(caseRef, "sar")).isEqualTo("2026-03-05T23:59:59");
    assertThat(onRecord(caseRef).runs()).isTrue();
    answered(caseRef, "Notes of what you told us.", "part");
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("part-sent");
  }

  @Test
  void shouldNotStandStill_whenTheQuestionWasStopped() {
    // given
    var caseRef = received("2026-04-27T10:00", "2026-04-27");
    haven.awaitWaitingAt(caseRef, "Task_WatchLimit");
    haven.complete(caseRef, "Task_LogRecordRequest", request("survivor", "no", "yes"));

    // when
    stopLetter(caseRef);

    // then: data protection decide, and the month runs on
    var unsent = haven.awaitTask(caseRef, "Task_DecideOnUnsentQuestion");
    assertThat(unsent.team()).isEqualTo(Team.DATA_PROTECTION);
    assertThat(unsent.due()).isEqualTo("2026-04-29T17:15");
    assertThat(onRecord(caseRef).runs()).isTrue();

    // when it is asked again, and goes
    haven.outcome(caseRef, "Task_DecideOnUnsentQuestion", "ask-again");
    haven.passLetter(caseRef);

    // then
    haven.awaitWaitingAt(caseRef, "Event_ClockMovesOn");
    assertThat(onRecord(caseRef).runs()).isFalse();
    haven.awaitWaitingAt(caseRef, "Task_AwaitClarification");
    haven.answer(caseRef, "Task_AwaitClarification", "clear", Map.of());
    haven.awaitTask(caseRef, "Task_RedactRecords");
    assertThat(onRecord(caseRef).runs()).isTrue();
  }

  @Test
  void shouldGoOn_whenItIsClearThoughTheQuestionCouldNotBeSent() {
    // given
    haven.moveTo("2026-05-05T10:00");
    var caseRef = haven.aCase(Map.of());
    haven.contactBecomesUnsafe(caseRef);
    receive(caseRef, "2026-05-05");

    // when
    haven.complete(caseRef, "Task_LogRecordRequest", request("survivor", "yes", "no"));
    haven.complete(caseRef, "Task_CheckSafeContact", JourneyDriver.noSafeWay());
    haven.outcome(caseRef, "Task_AgreeApproach", "go-on-without");
    haven.outcome(caseRef, "Task_DecideOnUnsentQuestion", "go-on");

    // then
    haven.awaitTask(caseRef, "Task_RedactRecords");
    assertThat(onRecord(caseRef).runs()).isTrue();
  }

  @Test
  void shouldHaveTwoMonthsMoreOnce_whenTheRequestIsComplex() {
    // given
    var caseRef = received("2026-02-02T10:00", "2026-01-31");
    haven.awaitWaitingAt(caseRef, "Task_WatchLimit");
    var officer = haven.person("mark.ellery");
    var id = onRecord(caseRef).requestId();

    // when
    assertThat(requests.moreTime(officer, caseRef, id, "There are many papers"))
        .isEqualTo(MoreTime.GIVEN);
    assertThat(requests.moreTime(officer, caseRef, id, "There are many papers"))
        .isEqualTo(MoreTime.ALREADY_GIVEN);
    haven.awaitWaitingAt(caseRef, "Task_WatchLimit", 2);
    assertThat(haven.awaitClock(caseRef, "sar")).isEqualTo("2026-04-30T23:59:59");

    // then: those whom the table names hear of it, first the owner, at last the managers
    haven.moveTo("2026-04-09T12:00");
    haven.awaitAudit(caseRef, "tell-clock-warning");
    assertTold("mark.ellery", NoticeKind.WARNING, caseRef);
    haven.moveTo("2026-05-01T00:00");
    haven.awaitAudit(caseRef, "tell-clock-breach");
    assertTold("clare.hodge", NoticeKind.BREACH, caseRef);
    assertTold("beth.quayle", NoticeKind.BREACH, caseRef);
    assertThat(haven.openTasks(caseRef)).containsExactly("Task_LogRecordRequest");
  }

  @Test
  void shouldMoveTheTimersThatWait_whenTheClockIsMovedFromATask() {
    // given: one month from 31 January, and a task in its holder's hands with what they typed
    var caseRef = received("2026-02-02T10:00", "2026-01-31");
    haven.awaitWaitingAt(caseRef, "Task_WatchLimit");
    long task = haven.awaitTask(caseRef, "Task_LogRecordRequest").id();
    var mark = haven.person("mark.ellery");
    context.getBean(TaskActions.class).claim(mark, task);
    var time = context.getBean(TaskTime.class);

    // when it stands still for three days
    assertThat(time.move(mark, task, wish(ClockChange.PAUSED, "id", null)))
        .isEqualTo(new Acted.Done());
    haven.awaitWaitingAt(caseRef, "Event_ClockMovesOn");
    haven.moveTo("2026-02-05T10:00");
    assertThat(time.move(mark, task, wish(ClockChange.RESUMED, null, "2026-03-05")))
        .isEqualTo(new Acted.Done());

    // then
    haven.awaitWaitingAt(caseRef, "Task_WatchLimit", 2);
    assertThat(haven.awaitClock(caseRef, "sar")).isEqualTo("2026-03-05T23:59:59");

    // when two months more are given: to 30 April, and the three days
    assertThat(time.move(mark, task, wish(ClockChange.EXTENDED, null, "2026-05-05")))
        .isEqualTo(new Acted.Done());
    haven.awaitWaitingAt(caseRef, "Task_WatchLimit", 3);
    assertThat(haven.awaitClock(caseRef, "sar")).isEqualTo("2026-05-05T23:59:59");

    // then: nobody hears of the old dates, and the task stays where it is
    haven.moveTo("2026-03-07T12:00");
    haven.awaitBreached(haven.awaitTask(caseRef, "Task_LogRecordRequest"));
    assertThat(haven.audit(caseRef)).doesNotContain("tell-clock-warning", "tell-clock-breach");
    haven.moveTo("2026-05-06T00:00");
    haven.awaitAudit(caseRef, "tell-clock-warning");
    haven.awaitAudit(caseRef, "tell-clock-breach");
    assertThat(haven.ownerOf(haven.awaitTask(caseRef, "Task_LogRecordRequest")).username())
        .isEqualTo("mark.ellery");
    assertThat(haven.audit(caseRef)).contains("pause-clock", "resume-clock", "extend-clock");
    haven.assertNothingToldReachedTheEngine();
  }

  private static TaskTime.Wish wish(
      ClockChange change, @Nullable String why, @Nullable String due) {
    return new TaskTime.Wish(
        change,
        UUID.randomUUID(),
        why,
        due == null ? null : LocalDate.parse(due),
        "She whispered it");
  }

  @Test
  void shouldGiveNothingOfHers_whenThePerpetratorAsksForHisFile() throws Exception {
    // given: a case with much of hers, and one letter that went to him
    haven.moveTo("2026-03-02T10:00");
    var caseRef = haven.aCase(Map.of());
    receive(caseRef, "2026-03-02");
    haven.complete(caseRef, "Task_LogRecordRequest", request("survivor", "yes", "yes"));
    answered(caseRef, "Notes of what you told us.", "release");
    haven.awaitEnded(caseRef, PROCESS, 1);

    // when
    haven.moveTo("2026-03-03T10:00");
    receive(caseRef, "2026-03-03");
    haven.complete(caseRef, "Task_LogRecordRequest", request("perpetrator", "yes", "yes"));
    var redact = haven.awaitTask(caseRef, "Task_RedactRecords");
    assertThat(requests.items(redact.journeyId())).isEmpty();
    assertReleasedRefused(caseRef, "What Marguerite Delacroix said", "somebody else than her");
    assertReleasedRefused(caseRef, "Papers of the MARAC", "meetings of agencies");
    answered(caseRef, "Nothing that we can give.", "withhold");

    // then
    haven.awaitEnded(caseRef, PROCESS, 2);
    assertThat(onRecord(caseRef).endState()).isEqualTo("withheld");
    assertThat(letter(caseRef).reader()).isEqualTo(Reader.PERPETRATOR);
    assertThat(text(caseRef))
        .contains("whether or not we hold anything of that kind")
        .doesNotContainIgnoringCase("Marguerite")
        .doesNotContainIgnoringCase("MARAC");
  }

  @Test
  void shouldAskHerAlone_whenASolicitorAsks() throws Exception {
    // given
    var caseRef = received("2026-03-09T10:00", "2026-03-09");
    haven.complete(caseRef, "Task_LogRecordRequest", request("other", "yes", "yes"));

    // when: she has not asked for it
    var authority = haven.awaitTask(caseRef, "Task_CheckAuthority");
    assertThat(authority.team()).isEqualTo(Team.DATA_PROTECTION);
    haven.contactBecomesUnsafe(caseRef);
    assertThat(haven.submit(authority, haven.ownerOf(authority), Map.of("outcome", "confirmed")))
        .isInstanceOf(SubmitResult.ContactNotSafe.class);
    stillSafe(caseRef);
    haven.outcome(caseRef, "Task_CheckAuthority", "not-confirmed");

    // then: nothing goes, and nobody is asked to redact
    haven.passLetter(caseRef);
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("withheld");
    assertThat(letter(caseRef).reader()).isEqualTo(Reader.OTHER);
    assertThat(text(caseRef)).contains("There is none that we can send you");
  }

  private void stillSafe(CaseRef caseRef) {
    context
        .getBean(org.haven.casefile.SafeContacts.class)
        .record(
            caseRef,
            true,
            Map.of("method", "phone", "detail", "01632 960555"),
            new By("maya.okafor"));
  }

  @Test
  void shouldSendWhatSheWants_whenSheConfirmsWhoAsksForHer() {
    // given
    var caseRef = received("2026-03-16T10:00", "2026-03-16");
    haven.complete(caseRef, "Task_LogRecordRequest", request("agency", "yes", "yes"));

    // when
    haven.outcome(caseRef, "Task_CheckAuthority", "confirmed");
    gone(caseRef);
    haven.complete(caseRef, "Task_RedactRecords", redacted("Notes of 16 March."));
    haven.outcome(caseRef, "Task_CheckDisclosureSafety", "release");

    // then: a letter that was stopped is put right first
    stopLetter(caseRef);
    answered(caseRef, "Notes of March.", "release");
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("sent");
  }

  private void stopLetter(CaseRef caseRef) {
    haven.complete(
        caseRef,
        "Task_CheckLetterAndBundle",
        Map.of("pass", "no", "whatToChange", "The day is missing"));
    haven.complete(
        caseRef, "Task_CorrectLetter", Map.of("outcome", "stop", "reason", "Begin again"));
  }

  @Test
  void shouldGiveNothing_whenSheCannotBeAskedSafely() {
    // given
    haven.moveTo("2026-03-23T10:00");
    var caseRef = haven.aCase(Map.of());
    haven.contactBecomesUnsafe(caseRef);
    receive(caseRef, "2026-03-23");

    // when
    haven.complete(caseRef, "Task_LogRecordRequest", request("other", "no", "no"));
    haven.complete(caseRef, "Task_CheckSafeContact", JourneyDriver.noSafeWay());
    haven.outcome(caseRef, "Task_AgreeApproach", "go-on-without");

    // then: a stopped letter does not bring it back
    stopLetter(caseRef);
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("withheld");
  }

  @Test
  void shouldEndWithdrawn_whenTheRequestIsTakenBack() {
    // given: whoever took the report turns out to be a party
    haven.moveTo("2026-04-13T10:00");
    var caseRef = haven.aCase(Map.of());
    context
        .getBean(People.class)
        .add(
            caseRef,
            PersonKind.PERPETRATOR,
            Map.of("name", "Maya Okafor"),
            By.of(haven.person("tom.reeve")));
    receive(caseRef, "tom.reeve", "2026-04-13");
    haven.outcome(caseRef, "Task_ReassignCase", "done");
    haven.complete(caseRef, "Task_LogRecordRequest", request("survivor", "no", "yes"));
    haven.passLetter(caseRef);

    // when
    haven.answer(caseRef, "Task_AwaitClarification", "withdrawn", Map.of());

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("withdrawn");
    haven.awaitOpenTasks(caseRef);
  }

  @Test
  void shouldStop_whenSomebodyDecidesSo() {
    // given
    var caseRef = received("2026-04-20T10:00", "2026-04-20");
    haven.awaitTask(caseRef, "Task_LogRecordRequest");
    haven.awaitWaitingAt(caseRef, "Task_WatchLimit");

    // when
    context
        .getBean(JourneyRegister.class)
        .stop(
            caseRef,
            haven.journeys(caseRef, PROCESS).getFirst().journeyId(),
            new Code("stopped"),
            new By("maya.okafor"));

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("stopped");
    haven.awaitOpenTasks(caseRef);
  }

  @Test
  void shouldAssessWithin72HoursAndWarnHerAtOnce_whenAnAddressGotOut() {
    // given: found on a Friday evening
    var caseRef = breach("2026-05-08T18:30", Known.YES);

    // when
    var assess = haven.awaitTask(caseRef, "Task_AssessBreach");
    assertThat(assess.team()).isEqualTo(Team.DATA_PROTECTION);
    assertThat(assess.slaKey()).isEqualTo("breach");
    assertThat(assess.due()).isEqualTo("2026-05-11T18:30");
    Task warn = haven.awaitTask(caseRef, "Task_WarnVictimSafely");
    assertThat(warn.team()).isEqualTo(Team.HOUSING_SOLUTIONS);
    assertThat(warn.due()).isEqualTo("2026-05-08T19:30");
    haven.outcome(caseRef, "Task_WarnVictimSafely", "not-reached");
    var welfare = haven.awaitTask(caseRef, "Task_DecideWelfareStep");
    assertThat(welfare.forSupervisor()).isTrue();
    haven.outcome(caseRef, "Task_DecideWelfareStep", "keep-trying");
    haven.outcome(caseRef, "Task_WarnVictimSafely", "done");
    haven.awaitOpenTasks(caseRef, "Task_AssessBreach");
    haven.outcome(caseRef, "Task_AssessBreach", "report");

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("breach-logged");
    assertThat(requests.breaches(haven.person("maya.okafor"), caseRef))
        .containsExactly(
            new RecordRequests.Breach(JourneyDriver.at("2026-05-08T18:30"), "yes", "report"));
  }

  @Test
  void shouldLetOthersCheckOnHer_whenThereIsNoSafeWayToWarnHer() {
    // given: it is not known whether an address got out
    haven.moveTo("2026-05-18T10:00");
    var caseRef = haven.aCase(Map.of());
    haven.contactBecomesUnsafe(caseRef);
    found(caseRef, "2026-05-18T09:00", Known.UNKNOWN);

    // when
    haven.complete(caseRef, "Task_CheckSafeContact", JourneyDriver.noSafeWay());
    haven.outcome(caseRef, "Task_AgreeApproach", "go-on-without");
    haven.outcome(caseRef, "Task_DecideWelfareStep", "police-check");
    haven.outcome(caseRef, "Task_AssessBreach", "not-report");

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("breach-logged");
  }

  @Test
  void shouldOnlyAssess_whenNoAddressGotOut() {
    // given
    var caseRef = breach("2026-05-26T10:00", Known.NO);

    // when
    haven.awaitOpenTasks(caseRef, "Task_AssessBreach");
    haven.outcome(caseRef, "Task_AssessBreach", "not-report");

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("breach-logged");
  }
}
