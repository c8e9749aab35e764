package org.haven.complaint.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.SAM;
import static org.haven.testing.TestCasefile.TERRY;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.casefile.NoSuchCaseException;
import org.haven.complaint.Complaints;
import org.haven.complaint.Complaints.Received;
import org.haven.engine.JobContext;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What goes on record of complaints; each job runs twice and has one effect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComplaintWorkersTest {
  private TestCasefile haven;
  private Complaints complaints;
  private CaseRef caseRef;

  @BeforeAll
  void start() {
    haven = TestCasefile.with("org.haven.complaint");
    complaints = haven.get(Complaints.class);
  }

  @AfterAll
  void stop() {
    haven.close();
  }

  @BeforeEach
  void aCase() {
    caseRef =
        haven
            .get(CaseFiles.class)
            .open(
                new NewCase(
                    new Code("phone"),
                    haven.clock.instant(),
                    "alex",
                    Team.HOUSING_SOLUTIONS,
                    false),
                By.of(ALEX));
    haven.get(CaseFiles.class).assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, By.of(ALEX));
    haven.outbox.said.clear();
  }

  private JourneyId told(String message) {
    return (JourneyId)
        Objects.requireNonNull(haven.said(message).getFirst().facts().get("journeyId"));
  }

  /** A complaint that is logged, by the first person; answered by the second. */
  private String answered() {
    complaints.receive(ALEX, caseRef, UUID.randomUUID(), complaints.today());
    var journeyId = told("complaint-received");
    complaints.logged(caseRef, journeyId, new Code("noise"), new Code("other"), ALEX);
    complaints.found(caseRef, journeyId, 8001, new Code("partly"), SAM);
    return complaints.of(ALEX, caseRef).getFirst().complaintId();
  }

  @Test
  void shouldKeepOneRoute_whenTheJobRunsTwice() {
    // given
    var journeyId = new JourneyId("JO-ROUTE");
    var job = new JobContext(1, "complaint", 1, 1, 1, "Task", 9001, Map.of());
    var in = new RecordOmbudsmanRouteWorker.In(caseRef, journeyId, new Code("both"), job);

    // when
    haven.get(RecordOmbudsmanRouteWorker.class).work(in);
    haven.get(RecordOmbudsmanRouteWorker.class).work(in);

    // then
    assertThat(
            haven
                .db
                .sql("select count(*) from complaint_route where journey_id = 'JO-ROUTE'")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
    assertThat(complaints.advised(journeyId)).contains("both");
  }

  @Test
  void shouldAdviseNobody_whenTheManagerDecides() {
    var journeyId = new JourneyId("JO-DECIDES");
    complaints.advise(caseRef, journeyId, 9002, new Code("manager-decides"));
    assertThat(complaints.advised(journeyId)).isEmpty();
  }

  @Test
  void shouldBeOneComplaint_whenThePageIsSentTwice() {
    // given
    var token = UUID.randomUUID();
    var yesterday = complaints.today().minusDays(1);

    // when
    assertThat(complaints.receive(ALEX, caseRef, token, yesterday)).isEqualTo(Received.STARTED);
    assertThat(complaints.receive(ALEX, caseRef, token, yesterday)).isEqualTo(Received.ALREADY);

    // then: the time to acknowledge runs from the day on which it came
    assertThat(haven.said("complaint-received")).hasSize(1);
    assertThat(
            haven
                .get(CaseMoments.class)
                .latest(caseRef, told("complaint-received"), "received")
                .map(WorkingCalendar::dateOf))
        .contains(yesterday);
  }

  @Test
  void shouldBeOneComplaint_whenThePageIsSentTwiceAtOnce() {
    // given
    var token = UUID.randomUUID();

    // then: no request is kept that would start another when this one ends
    assertThat(
            haven.twiceAtOnce(() -> complaints.receive(ALEX, caseRef, token, complaints.today())))
        .containsExactly(Received.STARTED, Received.ALREADY);
    assertThat(haven.get(JourneyRegister.class).of(caseRef))
        .singleElement()
        .satisfies(journey -> assertThat(journey.kept()).isEmpty());
  }

  @Test
  void shouldRefuse_whenTheDayLiesAheadOrLongBackOrTheCaseIsNotTheirs() {
    assertThat(complaints.receive(ALEX, caseRef, UUID.randomUUID(), complaints.today().plusDays(1)))
        .isEqualTo(Received.NOT_A_POSSIBLE_DAY);
    var sixYearsAgo = complaints.today().minusYears(6);
    assertThat(complaints.receive(ALEX, caseRef, UUID.randomUUID(), sixYearsAgo.minusDays(1)))
        .isEqualTo(Received.TOO_LONG_AGO);
    assertThat(haven.said("complaint-received")).isEmpty();
    assertThat(complaints.receive(ALEX, caseRef, UUID.randomUUID(), sixYearsAgo))
        .isEqualTo(Received.STARTED);
    Assertions.assertThatThrownBy(
            () -> complaints.receive(TERRY, caseRef, UUID.randomUUID(), complaints.today()))
        .isInstanceOf(NoSuchCaseException.class);
  }

  @Test
  void shouldStartTheSecondStageOnce_whenTheFirstIsAnswered() {
    // given
    String id = answered();

    // when
    assertThat(complaints.askForStage2(ALEX, caseRef, id, complaints.today()))
        .isEqualTo(Received.STARTED);
    assertThat(complaints.askForStage2(ALEX, caseRef, id, complaints.today()))
        .isEqualTo(Received.ALREADY);

    // then: it knows what it is about, and who answered before
    assertThat(haven.said("stage-2-requested"))
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.key()).isEqualTo(id + "-2");
              assertThat(said.facts())
                  .containsEntry("complaintSubject", new Code("noise"))
                  .containsEntry("complainant", new Code("other"));
            });
    assertThat(complaints.answeredBefore(told("stage-2-requested"), "sam")).isTrue();
    assertThat(complaints.answeredBefore(told("stage-2-requested"), "alex")).isFalse();
    assertThat(complaints.ofJourney(told("stage-2-requested")))
        .hasValueSatisfying(view -> assertThat(view.finding()).isEqualTo("partly"));
  }

  @Test
  void shouldPassOnWhatAnOmbudsmanAsks_whenTheComplaintIsOurs() {
    // given
    String id = answered();
    var token = UUID.randomUUID();

    // then
    assertThat(complaints.ombudsmanAsks(ALEX, caseRef, "CO-NOTHING", token, complaints.today()))
        .isEqualTo(Received.NOT_NOW);
    assertThat(complaints.ombudsmanAsks(ALEX, caseRef, id, token, complaints.today()))
        .isEqualTo(Received.STARTED);
    assertThat(complaints.ombudsmanAsks(ALEX, caseRef, id, token, complaints.today()))
        .isEqualTo(Received.ALREADY);
    assertThat(haven.said("ombudsman-enquiry")).hasSize(1);
  }
}
