package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.SAM;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.haven.casefile.clocks.Clocks;
import org.haven.engine.BpmnError;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.RoutingFacts;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each step is run twice: a job may come again. */
class SharedStepsTest {
  private final TestCasefile haven = TestCasefile.fresh();
  private final CaseFiles cases = haven.get(CaseFiles.class);
  private final CaseRef caseRef =
      cases.open(
          new NewCase(
              new Code("phone"), haven.clock.instant(), "alex", Team.HOUSING_SOLUTIONS, false),
          By.of(ALEX));
  private final JourneyId journey =
      haven
          .get(JourneyRegister.class)
          .request(caseRef, "report-domestic-abuse", Map.of(), By.of(ALEX));

  @AfterEach
  void stop() {
    haven.close();
  }

  @Test
  void shouldRegisterTheJourneyAndGoOn_whenNobodyIsConflicted() {
    ConflictCheck check = haven.get(ConflictCheck.class);
    for (int i = 0; i < 2; i++) {
      assertThat(check.check(caseRef, journey, "report-domestic-abuse", 77, false))
          .isEqualTo(new ConflictCheck.Found.Clear());
    }
    assertThat(haven.get(JourneyRegister.class).of(caseRef))
        .singleElement()
        .satisfies(j -> assertThat(j.status()).isEqualTo(JourneyStatus.RUNNING));
  }

  @Test
  void shouldAskAnotherSupervisor_whenTheReceiverIsConflicted() {
    ConflictCheck check = haven.get(ConflictCheck.class);
    haven.get(Conflicts.class).add(caseRef, "alex", new Code("related"), By.of(SAM));
    assertThat(check.check(caseRef, journey, "report-domestic-abuse", 77, false))
        .isEqualTo(new ConflictCheck.Found.Conflict(new Code("housing-solutions-sup")));
    haven.get(Conflicts.class).add(caseRef, "sam", new Code("related"), By.SYSTEM);
    assertThat(check.check(caseRef, journey, "report-domestic-abuse", 77, false))
        .isEqualTo(new ConflictCheck.Found.Conflict(new Code("safeguarding-lead")));
    assertThat(check.check(caseRef, journey, "report-domestic-abuse", 77, true))
        .isEqualTo(new ConflictCheck.Found.Clear());
    assertThat(check.check(caseRef, journey, "assess-risk", 78, false))
        .isEqualTo(new ConflictCheck.Found.Clear());
  }

  @Test
  void shouldShutOutColleaguesWhoBearAPartysName() {
    haven
        .get(People.class)
        .add(caseRef, PersonKind.PERPETRATOR, Map.of("name", "ALEX  officer"), By.of(SAM));
    haven.get(ConflictCheck.class).check(caseRef, journey, "report-domestic-abuse", 77, false);
    assertThat(haven.get(Conflicts.class).isConflicted(caseRef, "alex")).isTrue();
  }

  @Test
  void shouldGiveOnlyWhatIsKnown_whenFactsAreLoaded() {
    haven
        .get(CaseFacts.class)
        .put(
            caseRef,
            Map.of("tenure", "council-tenant", "homelessNow", "unknown", "childAffected", true),
            By.of(ALEX));
    CaseRouting.Routing facts = haven.get(CaseRouting.class).load(caseRef);
    assertThat(facts.team()).isEqualTo(Team.HOUSING_SOLUTIONS);
    assertThat(facts.tenure()).isEqualTo(new Code("council-tenant"));
    assertThat(facts.homelessNow()).isNull();
    assertThat(facts.childAffected()).isEqualTo(Known.YES);
    assertThat(facts.contactAllowed()).isEqualTo(Known.NO);
  }

  @Test
  void shouldMoveTheCase_whenALeadIsNamed() {
    CaseRouting routing = haven.get(CaseRouting.class);
    assertThat(routing.open(caseRef)).isEqualTo(Team.HOUSING_SOLUTIONS);
    for (int i = 0; i < 2; i++) {
      routing.lead(caseRef, journey, Team.TENANCY_SERVICES, Team.HOUSING_SCHEME_AND_FINANCE);
    }
    assertThat(cases.head(caseRef).leadTeam()).isEqualTo(Team.TENANCY_SERVICES);
    assertThat(cases.find(TestCasefile.TERRY, caseRef).orElseThrow().decisions()).hasSize(1);
    assertThat(routing.load(caseRef).supportTeam()).isEqualTo(Team.HOUSING_SCHEME_AND_FINANCE);
  }

  @Test
  void shouldAskAgainOnce_whenTheDateHasCome() {
    // given
    Clocks clocks = haven.get(Clocks.class);
    haven.clock.set(Instant.parse("2026-11-16T10:00:00Z"));
    var running = clocks.start(caseRef, journey, "riskReask", null, 500);
    assertThat(clocks.start(caseRef, journey, "riskReask", null, 500)).isEqualTo(running);
    assertThat(running.dueAt()).isEqualTo(Instant.parse("2026-11-23T17:15:00Z"));
    assertThat(clocks.scan()).isZero();

    // when
    haven.clock.set(Instant.parse("2026-11-24T02:00:00Z"));

    // then
    assertThat(clocks.scan()).isEqualTo(1);
    assertThat(clocks.scan()).isZero();
    assertThat(haven.said("assess-risk-requested")).hasSize(1);
  }

  @Test
  void shouldNotAskAgain_whenAnAssessmentWasCompletedMeanwhile() {
    Clocks clocks = haven.get(Clocks.class);
    clocks.start(caseRef, journey, "riskReask", null, 500);
    clocks.riskIsKnown(caseRef);
    haven.clock.set(Instant.parse("2026-12-24T02:00:00Z"));
    assertThat(clocks.scan()).isZero();
  }

  @Test
  void shouldWaitForTheOpening_whenItIsToBeTriedAgain() {
    Clocks clocks = haven.get(Clocks.class);
    haven.clock.set(Instant.parse("2026-11-20T16:00:00Z")); // a Friday
    assertThat(clocks.start(caseRef, journey, "nextTry", null, 1).dueAt())
        .isEqualTo(Instant.parse("2026-11-23T08:45:00Z"));
    assertThat(clocks.start(caseRef, journey, "nextTry", LocalDate.of(2026, 11, 24), 2).dueAt())
        .isEqualTo(Instant.parse("2026-11-24T08:45:00Z"));
    haven
        .get(JourneyNotes.class)
        .record(
            caseRef,
            journey,
            "Task_AgreeApproach",
            new Code("wait"),
            null,
            LocalDate.of(2026, 11, 25),
            By.of(ALEX));
    assertThat(clocks.start(caseRef, journey, "nextTry", null, 3).dueAt())
        .isEqualTo(Instant.parse("2026-11-25T08:45:00Z"));
    haven.clock.set(Instant.parse("2026-11-21T12:00:00Z")); // a Saturday
    assertThat(clocks.start(caseRef, journey, "opening", null, 4).dueAt())
        .isEqualTo(Instant.parse("2026-11-23T08:45:00Z"));
  }

  @Test
  void shouldKnowItsJobTypesAndClosedOutputs() {
    var workers =
        List.copyOf(
            haven.all(JobWorker.class).stream()
                .map(JobWorker::type)
                .map(Object::toString)
                .toList());
    assertThat(workers)
        .contains(
            "request-journey",
            "send-journey-stopped",
            "record-sharing-basis",
            "load-consent",
            "check-conflicts",
            "open-case",
            "load-case-facts",
            "check-contact-gate",
            "assign-lead",
            "start-clock",
            "scan-dates");
    assertThat(List.of(CaseRouting.Routing.class.getRecordComponents()))
        .allSatisfy(c -> assertThat(RoutingFacts.isClosed(c.getGenericType())).isTrue());
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void shouldThrowTheModelledError_whenContactIsNotSafe() throws Exception {
    JobWorker gate =
        haven.all(JobWorker.class).stream()
            .filter(w -> w.type().equals("check-contact-gate"))
            .findFirst()
            .orElseThrow();
    var in = Class.forName("org.haven.casefile.worker.CheckContactGateWorker$In");
    var constructor = in.getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    Record input = (Record) constructor.newInstance(caseRef);
    assertThatThrownBy(() -> gate.work(input))
        .isInstanceOfSatisfying(
            BpmnError.class, e -> assertThat(e.code()).isEqualTo("CONTACT_NOT_SAFE"));
    haven.get(SafeContacts.class).record(caseRef, true, Map.of("method", "phone"), By.of(ALEX));
    assertThat(gate.work(input).toString()).contains("contactAllowed=true");
  }
}
