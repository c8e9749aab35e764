package org.haven.casereview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.haven.testing.JourneyDriver.aSafeWay;
import static org.haven.testing.JourneyDriver.at;
import static org.haven.testing.JourneyDriver.noSafeWay;
import static org.haven.testing.JourneyDriver.with;

import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseLinks;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.Conflicts;
import org.haven.casefile.FormRecords;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.JourneyView;
import org.haven.casefile.LegalHolds;
import org.haven.casefile.Meetings;
import org.haven.casefile.clocks.Clocks;
import org.haven.casefile.clocks.DateScan;
import org.haven.casefile.register.TenancyFlags;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.Team;
import org.haven.platform.sealing.KeyDestroyedException;
import org.haven.platform.sealing.Sealing;
import org.haven.tasks.SubmitResult;
import org.haven.testing.JourneyDriver;
import org.haven.testing.JourneyDriver.Task;
import org.haven.testing.ProcessTest;
import org.haven.testing.RecordsOfCase;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** J17 on the real broker, in order of date. */
@ProcessTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CaseReviewProcessTest {
  private static final String REVIEW = "case-review";
  private static final By OFFICER = new By("maya.okafor");

  @Autowired private ApplicationContext context;
  private JourneyDriver haven;
  private JdbcClient db;
  private CaseFiles cases;

  @BeforeAll
  void start() {
    haven = new JourneyDriver(context);
    db = context.getBean(JdbcClient.class);
    cases = context.getBean(CaseFiles.class);
  }

  @AfterAll
  void release() {
    TestPlatform.releaseClocks();
  }

  private static Map<String, Object> review(String outcome, String contactMade) {
    var answers = new LinkedHashMap<String, Object>();
    answers.put("contactMade", contactMade);
    answers.put("contact", contactMade.equals("yes") ? "She whispered that she sleeps again" : "");
    answers.put("risk", "Nothing was whispered since");
    answers.put("duties", "Nothing");
    answers.put("arrears", "no");
    answers.put("supportOffered", "An adviser, and a lock of marzipan");
    answers.put("outcome", outcome);
    return answers;
  }

  /** What the nightly scan does, now and not at two in the morning. */
  private void scan() {
    context.getBeanProvider(DateScan.class).forEach(DateScan::scan);
  }

  private void awaitClock(CaseRef caseRef, String name, String due) {
    await().atMost(Duration.ofSeconds(60)).until(() -> haven.awaitClock(caseRef, name).equals(due));
  }

  /** End states of the case's reviews, the newest first; "runs" for one that has not ended. */
  private List<String> ends(CaseRef caseRef) {
    return haven.journeys(caseRef, REVIEW).stream()
        .map(j -> j.endedAt() == null ? "runs" : String.valueOf(j.endState()))
        .toList();
  }

  private void awaitEnds(CaseRef caseRef, String... ends) {
    await().atMost(Duration.ofSeconds(60)).until(() -> ends(caseRef).equals(List.of(ends)));
  }

  private JourneyView running(CaseRef caseRef) {
    return haven.journeys(caseRef, REVIEW).stream()
        .filter(j -> j.endedAt() == null)
        .findFirst()
        .orElseThrow();
  }

  private CaseStatus status(CaseRef caseRef) {
    return cases.head(caseRef).status();
  }

  private List<String> refused(Task task, Map<String, ?> answers) {
    var result = haven.submit(task, haven.ownerOf(task), answers);
    assertThat(result).isInstanceOf(SubmitResult.Invalid.class);
    return ((SubmitResult.Invalid) result)
        .problems().stream().map(problem -> problem.key() + ": " + problem.message()).toList();
  }

  private static Map<String, Object> outcome(String outcome, String reason) {
    return Map.of("outcome", outcome, "reason", reason);
  }

  @Test
  @Order(1)
  void shouldNotClose_whenTheMaracWatchRunsUntilLaterInTheMonth() {
    // given: referred on 20 April 2026, so that the watch runs to 20 April 2027
    haven.moveTo("2026-04-20T10:00");
    var caseRef = haven.aCase(Map.of("riskLevel", "standard"));
    var marac = new JourneyId("JO-2222222222");
    context.getBean(CaseMoments.class).record(caseRef, marac, "referral", at("2026-04-20T10:00"));
    context.getBean(Clocks.class).start(caseRef, marac, "maracWatch", null, 880_001);
    haven.moveTo("2027-01-05T10:00");
    haven.request(caseRef, REVIEW, Map.of());
    awaitClock(caseRef, "caseReview", "2027-03-30T23:59:59");
    haven.awaitWaitingAt(caseRef, "Gateway_AwaitReview");

    // when: it is proposed to close the case on 1 April
    haven.moveTo("2027-04-01T10:00");
    haven.complete(caseRef, "Task_CheckSafeContact", aSafeWay());
    haven.complete(caseRef, "Task_ReviewCase", review("close", "yes"));
    var approval = haven.awaitTask(caseRef, "Task_ApproveClosure");

    // then
    assertThat(approval.team()).isEqualTo(Team.HOUSING_SOLUTIONS);
    assertThat(approval.forSupervisor()).isTrue();
    assertThat(approval.due()).isEqualTo("2027-04-05T17:15");
    assertThat(refused(approval, outcome("closed", "She is safe")))
        .containsExactly(
            "outcome: Keep it open: the MARAC watch runs until 20 April 2027 (policy 14.1)");
    haven.outcome(caseRef, "Task_ApproveClosure", "keep-open");
    awaitEnds(caseRef, "runs", "reviewed");
    assertThat(status(caseRef)).isEqualTo(CaseStatus.MONITORING);
  }

  @Test
  @Order(2)
  void shouldWatchTheCaseAndAskForTheNextReview_whenNothingElseRuns() {
    // given
    haven.moveTo("2027-04-12T10:00");
    var caseRef = haven.aCase(Map.of("riskLevel", "medium"));
    haven.request(caseRef, REVIEW, Map.of());
    awaitClock(caseRef, "caseReview", "2027-07-05T23:59:59");
    haven.awaitWaitingAt(caseRef, "Gateway_AwaitReview");

    // when
    haven.moveTo("2027-07-06T09:00");
    haven.complete(caseRef, "Task_CheckSafeContact", aSafeWay());
    var task = haven.awaitTask(caseRef, "Task_ReviewCase");
    assertThat(task.team()).isEqualTo(Team.HOUSING_SOLUTIONS);
    assertThat(task.due()).isEqualTo("2027-07-08T17:15");
    assertThat(refused(task, with(review("keep-open", "yes"), "contact", "")))
        .containsExactly(
            "contact: Write what she told you: it may be asked for (policy 10.2, 10.3)");
    haven.moveTo("2027-07-08T17:15:01");
    haven.awaitBreached(haven.awaitWarned(task));
    haven.complete(caseRef, "Task_ReviewCase", review("keep-open", "yes"));

    // then: evidence is on record, the case is watched, the next review waits
    awaitEnds(caseRef, "runs", "reviewed");
    assertThat(status(caseRef)).isEqualTo(CaseStatus.MONITORING);
    assertThat(context.getBean(CaseReviews.class).missed(caseRef)).isZero();
    assertThat(
            RecordsOfCase.of(
                context.getBean(FormRecords.class), haven.person("maya.okafor"), caseRef))
        .filteredOn(record -> record.formId().equals("review-case"))
        .singleElement()
        .satisfies(record -> assertThat(record.answers()).containsKey("supportOffered"));
    awaitClock(caseRef, "caseReview", "2027-09-30T23:59:59");
    haven.awaitOpenTasks(caseRef);

    // and a review that is stopped from the case page does not leave the case without one
    var stopped = running(caseRef);
    haven.awaitWaitingAt(caseRef, "Gateway_AwaitReview", 2);
    context
        .getBean(JourneyRegister.class)
        .stop(caseRef, stopped.journeyId(), new Code("stopped"), OFFICER);
    awaitEnds(caseRef, "runs", "stopped", "reviewed");
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  @Order(3)
  void shouldChooseTheLimitAgain_whenTheRiskChangesAndReviewArrearsFairly() {
    // given: a colleague who took the report turns out to know a party
    haven.moveTo("2027-07-12T10:00");
    var caseRef = haven.aCase(Map.of("riskLevel", "standard"));
    context.getBean(Conflicts.class).add(caseRef, "maya.okafor", new Code("related"), By.SYSTEM);
    haven.request(caseRef, REVIEW, Map.of());
    var reassign = haven.outcome(caseRef, "Task_ReassignCase", "done");
    assertThat(reassign.forSupervisor()).isTrue();
    awaitClock(caseRef, "caseReview", "2027-10-04T23:59:59");
    haven.awaitWaitingAt(caseRef, "Gateway_AwaitReview");

    // when
    context.getBean(CaseFacts.class).put(caseRef, Map.of("riskLevel", "high"), OFFICER);
    context
        .getBean(JourneyRegister.class)
        .broadcast(caseRef, "risk-changed", Map.of("level", "high"), Set.of());

    // then: four weeks from the last review
    awaitClock(caseRef, "caseReviewHigh", "2027-08-09T23:59:59");
    haven.awaitWaitingAt(caseRef, "Gateway_AwaitReview", 2);
    haven.moveTo("2027-08-10T09:00");
    haven.complete(caseRef, "Task_CheckSafeContact", aSafeWay());
    haven.complete(caseRef, "Task_ReviewCase", with(review("keep-open", "yes"), "arrears", "yes"));
    var arrears =
        haven.complete(
            caseRef,
            "Task_ReviewArrearsFairly",
            Map.of(
                "amount", 412,
                "economicAbuse", "yes",
                "option", "write-off-request",
                "decision", "He kept her wages, she whispered"));
    assertThat(arrears.team()).isEqualTo(Team.TENANCY_SERVICES);
    assertThat(arrears.due()).isEqualTo("2027-08-12T17:15");
    awaitEnds(caseRef, "runs", "reviewed");
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  @Order(4)
  void shouldLetTheSupervisorDecide_whenThreeReviewsHadNoContact() {
    // given: two reviews without contact, and a third on a day that was agreed
    haven.moveTo("2027-08-16T10:00");
    var caseRef = haven.aCase(Map.of("riskLevel", "medium"));
    var reviews = context.getBean(CaseReviews.class);
    var before = new JourneyId("JO-3333333333");
    reviews.record(caseRef, before, Known.NO, new Code("keep-open"), 880_002);
    reviews.record(caseRef, before, Known.NO, new Code("keep-open"), 880_003);
    haven.contactBecomesUnsafe(caseRef);
    haven.request(caseRef, REVIEW, Map.of("reviewOn", LocalDate.of(2027, 8, 23)));
    haven.awaitWaitingAt(caseRef, "Gateway_AwaitReview");

    // when: there is no safe way to reach her, so that it is held from records
    haven.moveTo("2027-08-23T10:00:01");
    haven.complete(caseRef, "Task_CheckSafeContact", noSafeWay());
    haven.outcome(caseRef, "Task_AgreeApproach", "go-on-without");
    var task = haven.awaitTask(caseRef, "Task_ReviewCaseFromRecords");
    assertThat(task.due()).isEqualTo("2027-08-25T17:15");
    assertThat(refused(task, review("keep-open", "yes")))
        .singleElement()
        .asString()
        .startsWith("contactMade: Answer no: there is no safe way to reach her");
    haven.complete(caseRef, "Task_ReviewCaseFromRecords", review("keep-open", "no"));

    // then: nobody proposed to close it, and yet the supervisor decides
    assertThat(reviews.missed(caseRef)).isGreaterThanOrEqualTo(2);
    var approval = haven.outcome(caseRef, "Task_ApproveClosure", "keep-open");
    assertThat(approval.forSupervisor()).isTrue();
    assertThat(reviews.missed(caseRef)).isEqualTo(3);
    awaitEnds(caseRef, "runs", "reviewed");
  }

  @Test
  @Order(5)
  void shouldAskOnceAndEndOrRenewTheFlag_whenItsLastDayIsNear() {
    // given: two flags that end within the week, and one that does not
    haven.moveTo("2027-08-31T10:00");
    var flags = context.getBean(TenancyFlags.class);
    var ends = haven.aCase(Map.of());
    var stays = haven.aCase(Map.of());
    var later = haven.aCase(Map.of());
    var marac = new JourneyId("JO-4444444444");
    var from = LocalDate.of(2026, 9, 4);
    flags.set(ends, marac, from, LocalDate.of(2027, 9, 4), 880_004);
    flags.set(stays, marac, from, LocalDate.of(2027, 9, 7), 880_005);
    flags.set(later, marac, from, LocalDate.of(2027, 9, 8), 880_006);

    // when
    scan();
    scan();

    // then
    var task = haven.awaitTask(ends, "Task_ConfirmFlagEnd");
    assertThat(task.team()).isEqualTo(Team.HOUSING_SOLUTIONS);
    assertThat(task.due()).isEqualTo("2027-09-02T17:15");
    haven.outcome(ends, "Task_ConfirmFlagEnd", "expire");
    assertThat(haven.awaitEnd(ends, REVIEW)).isEqualTo("flag-ended");
    assertThat(flags.of(ends).orElseThrow().endsOn()).isEqualTo(LocalDate.of(2027, 8, 31));
    haven.outcome(stays, "Task_ConfirmFlagEnd", "renew");
    assertThat(haven.awaitEnd(stays, REVIEW)).isEqualTo("flag-renewed");
    assertThat(flags.of(stays).orElseThrow().endsOn()).isEqualTo(LocalDate.of(2028, 8, 31));

    // and nobody is asked again
    scan();
    assertThat(haven.journeys(ends, REVIEW)).hasSize(1);
    assertThat(haven.journeys(stays, REVIEW)).hasSize(1);
    assertThat(haven.journeys(later, REVIEW)).isEmpty();
  }

  @Test
  @Order(6)
  void shouldOpenALinkedCaseForANewIncidentAndDisposeOfTheOld_whenACaseWasClosed() {
    // given: another journey stands at a step, an action is open
    haven.moveTo("2027-09-06T10:00");
    var caseRef = haven.aCase(Map.of("riskLevel", "standard", "councilTenant", "yes"));
    haven.request(caseRef, "complex-case-panel", Map.of());
    haven.awaitTask(caseRef, "Task_ProposePanelCase");
    haven.request(caseRef, REVIEW, Map.of("reviewOn", LocalDate.of(2027, 9, 13)));
    var action = anAction(caseRef);
    haven.awaitWaitingAt(caseRef, "Gateway_AwaitReview");

    // when
    haven.moveTo("2027-09-13T10:00:01");
    haven.complete(caseRef, "Task_ReviewCase", review("close", "yes"));
    var approval = haven.awaitTask(caseRef, "Task_ApproveClosure");
    assertThat(refused(approval, outcome("closed", "All is done")))
        .containsExactly(
            "outcome: Keep it open: an action of a meeting is open until 20 September 2027 (policy"
                + " 14.1)");
    context.getBean(Meetings.class).close(action, true);
    assertThat(refused(approval, Map.of("outcome", "closed")))
        .containsExactly(
            "reason: Write why the case can be closed: it is evidence (policy 10.2, 10.3)");
    haven.complete(caseRef, "Task_ApproveClosure", outcome("closed", "She whispered: enough"));

    // then: the other journey stops, and the record is kept for six years
    assertThat(haven.awaitEnd(caseRef, "complex-case-panel")).isEqualTo("stopped");
    awaitEnds(caseRef, "closed");
    assertThat(status(caseRef)).isEqualTo(CaseStatus.RETAINED);
    awaitClock(caseRef, "retention", "2033-09-13T23:59:59");
    haven.awaitOpenTasks(caseRef);

    // and a new incident opens a new case, from which the old one is found
    var next = haven.report("maya.okafor", Known.NO, Map.of("tenure", "private-rented"), caseRef);
    assertThat(next).isNotEqualTo(caseRef);
    assertThat(context.getBean(CaseLinks.class).of(haven.person("maya.okafor"), next))
        .containsExactly(caseRef);
    assertThat(haven.journeys(next, "report-domestic-abuse")).hasSize(1);
    assertThat(haven.journeys(caseRef, "assess-risk")).isEmpty();

    // when its time is over
    haven.moveTo("2033-09-14T03:00");
    scan();

    // then: not while somebody holds it
    var holds = context.getBean(LegalHolds.class);
    holds.place(caseRef, "RQ-2222222222", By.SYSTEM);
    var disposal = haven.awaitTask(caseRef, "Task_ApproveDisposal");
    assertThat(disposal.team()).isEqualTo(Team.DATA_PROTECTION);
    assertThat(disposal.due()).isEqualTo("2033-09-16T16:45");
    assertThat(refused(disposal, outcome("dispose", "Its time is over")))
        .containsExactly("outcome: Do not dispose of it: a legal hold stands (policy 6.9, 10.2)");
    assertThat(refused(disposal, outcome("hold", "The court may ask for it")))
        .containsExactly("nextOn: Give the day after which it is looked at again, after today");
    haven.complete(
        caseRef,
        "Task_ApproveDisposal",
        with(new LinkedHashMap<>(outcome("hold", "A court may ask")), "nextOn", "2033-10-03"));
    awaitEnds(caseRef, "retained", "closed");
    assertThat(holds.standing(caseRef)).hasSize(2);
    holds.release(caseRef, "RQ-2222222222", By.SYSTEM);

    // and it is looked at again on the day that was named, and once more
    haven.moveTo("2033-10-04T03:00");
    scan();
    haven.complete(
        caseRef,
        "Task_ApproveDisposal",
        with(new LinkedHashMap<>(outcome("extend", "An appeal")), "nextOn", "2033-10-10"));
    awaitEnds(caseRef, "retained", "retained", "closed");
    haven.moveTo("2033-10-11T03:00");
    scan();

    // and a hold that came after the form was saved counts, however late the engine hears of it
    var approved = haven.awaitTask(caseRef, "Task_ApproveDisposal");
    new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
        .executeWithoutResult(
            _ -> {
              assertThat(
                      haven.submit(
                          approved,
                          haven.ownerOf(approved),
                          outcome("dispose", "Its time is over")))
                  .isInstanceOf(SubmitResult.Saved.class);
              holds.place(caseRef, "RQ-3333333333", By.SYSTEM);
            });
    var again = haven.awaitTask(caseRef, "Task_ApproveDisposal");
    assertThat(again.id()).isNotEqualTo(approved.id());
    assertThat(status(caseRef)).isEqualTo(CaseStatus.RETAINED);
    assertThat(
            db.sql("select text_key from timeline where case_ref = ? and kind = 'retention'")
                .param(caseRef.value())
                .query(String.class)
                .list())
        .containsExactly("timeline.not-disposed-held");
    assertThat(holds.standing(caseRef)).hasSize(2);
    assertThat(refused(again, outcome("dispose", "Its time is over")))
        .containsExactly("outcome: Do not dispose of it: a legal hold stands (policy 6.9, 10.2)");
    holds.release(caseRef, "RQ-3333333333", By.SYSTEM);

    // when nobody needs it any more
    haven.complete(caseRef, "Task_ApproveDisposal", outcome("dispose", "Its time is over"));
    awaitEnds(caseRef, "disposed", "retained", "retained", "closed");

    // then: nothing of it can be read, and the audit says what became of it
    assertThat(status(caseRef)).isEqualTo(CaseStatus.DISPOSED);
    assertThat(holds.standing(caseRef)).isEmpty();
    assertThat(haven.audit(caseRef)).contains("complete-task", "dispose-record");
    assertThat(cases.find(haven.person("mark.ellery"), caseRef)).isEmpty();
    for (String table :
        List.of(
            "person",
            "safe_contact",
            "form_record",
            "journey_note",
            "case_fact",
            "meeting",
            "meeting_action",
            "case_review")) {
      assertThat(
              db.sql("select count(*) from " + table + " where case_ref = ?")
                  .param(caseRef.value())
                  .query(Integer.class)
                  .single())
          .as(table)
          .isZero();
    }
    assertThatThrownBy(
            () ->
                context
                    .getBean(Sealing.class)
                    .sealAll(caseRef, "person", "PE-2222222222", Map.of("name", "Nobody")))
        .isInstanceOf(KeyDestroyedException.class);
    assertThat(cases.find(haven.person("maya.okafor"), next)).isPresent();
    haven.assertNothingToldReachedTheEngine();
  }

  private String anAction(CaseRef caseRef) {
    return context
        .getBean(Meetings.class)
        .record(
            caseRef,
            new JourneyId("JO-5555555555"),
            880_007,
            "record-meeting",
            LocalDate.of(2027, 9, 6),
            "They whispered",
            List.of(
                new Meetings.NewAction(
                    "Ring her sister", Team.HOUSING_SOLUTIONS, LocalDate.of(2027, 9, 20))),
            OFFICER)
        .actionIds()
        .getFirst()
        .value();
  }
}
