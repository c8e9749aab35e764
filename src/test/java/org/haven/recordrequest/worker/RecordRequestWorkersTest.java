package org.haven.recordrequest.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.SAM;
import static org.haven.testing.TestCasefile.TERRY;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.FormRecords;
import org.haven.casefile.NewCase;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.clocks.Clocks;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.recordrequest.RecordRequests;
import org.haven.recordrequest.RecordRequests.MoreTime;
import org.haven.recordrequest.RecordRequests.Received;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** What goes on record of requests and breaches; each job runs twice and has one effect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordRequestWorkersTest {
  private static final JourneyId OTHER = new JourneyId("JO-OTHER");
  private static final JourneyId ASKING = new JourneyId("JO-ASKING");

  private TestCasefile haven;
  private RecordRequests requests;
  private CaseRef caseRef;

  @BeforeAll
  void start() {
    haven = TestCasefile.with("org.haven.letters", "org.haven.recordrequest");
    requests = haven.get(RecordRequests.class);
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

  private void form(String formId, Map<String, String> entities) {
    haven
        .get(FormRecords.class)
        .record(caseRef, OTHER, "Task_Some", formId, entities, Map.of(), Map.of(), By.of(ALEX));
  }

  private void letter(String id, String reader) {
    letter(id, reader, "sent");
  }

  private void letter(String id, String reader, String status) {
    haven
        .db
        .sql(
            """
            insert into letter (letter_id, case_ref, journey_id, process_instance_key, template,
              recipient, reader, route, status, draft, contact_version, checker1, checker2,
              made_at, sent_at)
            values (?, ?, ?, ?, 'plain-letter', ?, ?, 'post', ?, 1, 0, 'alex', 'sam',
              now(), case when ? = 'sent' then now() end)
            """)
        .params(id, caseRef.value(), OTHER.value(), id.hashCode(), reader, reader, status, status)
        .update();
  }

  private java.util.List<String> collected(JourneyId journeyId, String requester) {
    var in = new CollectRecordsWorker.In(caseRef, journeyId, new Code(requester));
    haven.get(CollectRecordsWorker.class).work(in);
    haven.get(CollectRecordsWorker.class).work(in);
    return requests.items(journeyId).stream().map(item -> item.kind() + " " + item.what()).toList();
  }

  private JourneyId told(String message) {
    return (JourneyId)
        Objects.requireNonNull(haven.said(message).getFirst().facts().get("journeyId"));
  }

  @Test
  void shouldListHersForHerOnce_whenTheJobRunsTwice() {
    // given
    form("agree-options", Map.of());
    form("record-concern", Map.of("harm", "SafeguardingLog.threshold"));
    letter("LE-HERS" + caseRef.value(), "victim");
    letter("LE-HIS" + caseRef.value(), "perpetrator");

    // then: the safeguarding log is on nobody's list
    assertThat(collected(ASKING, "survivor"))
        .containsExactlyInAnyOrder(
            "form agree-options", "letter plain-letter", "timeline timeline");
  }

  @Test
  void shouldListOnlyLettersToHim_whenThePerpetratorAsks() {
    // given
    var asking = new JourneyId("JO-HIS-OWN");
    form("agree-options", Map.of());
    letter("LE-HERS" + caseRef.value(), "victim");
    letter("LE-DRAFT" + caseRef.value(), "perpetrator", "draft");
    assertThat(collected(asking, "perpetrator")).isEmpty();

    // when
    letter("LE-HIS" + caseRef.value(), "perpetrator");

    // then
    assertThat(collected(asking, "perpetrator")).containsExactly("letter plain-letter");
  }

  @Test
  void shouldBeOneRequest_whenThePageIsSentTwice() {
    // given
    var token = UUID.randomUUID();
    var today = WorkingCalendar.dateOf(haven.clock.instant());

    // then
    assertThat(requests.receive(ALEX, caseRef, token, today.plusDays(1)))
        .isEqualTo(Received.NOT_A_POSSIBLE_TIME);
    assertThat(requests.receive(ALEX, caseRef, token, today)).isEqualTo(Received.STARTED);
    assertThat(requests.receive(ALEX, caseRef, token, today)).isEqualTo(Received.ALREADY);
    assertThat(haven.said("record-request-received")).hasSize(1);
    assertThat(requests.of(ALEX, caseRef))
        .singleElement()
        .satisfies(request -> assertThat(request.receivedOn()).isEqualTo(today));
    assertThatThrownBy(() -> requests.of(TERRY, caseRef)).isInstanceOf(NoSuchCaseException.class);
  }

  @Test
  void shouldRefuse_whenItIsSaidToLieMoreThanSixYearsBack() {
    // given
    var sixYearsAgo = WorkingCalendar.dateOf(haven.clock.instant()).minusYears(6);
    var aware = sixYearsAgo.atTime(12, 0).atZone(WorkingCalendar.LONDON).toInstant();

    // then
    assertThat(requests.receive(ALEX, caseRef, UUID.randomUUID(), sixYearsAgo.minusDays(1)))
        .isEqualTo(Received.TOO_LONG_AGO);
    assertThat(
            requests.breachFound(
                ALEX, caseRef, UUID.randomUUID(), aware.minus(Duration.ofDays(1)), Known.NO))
        .isEqualTo(Received.TOO_LONG_AGO);
    assertThat(haven.said("record-request-received", "data-breach-found")).isEmpty();
    assertThat(requests.receive(ALEX, caseRef, UUID.randomUUID(), sixYearsAgo))
        .isEqualTo(Received.STARTED);
    assertThat(requests.breachFound(ALEX, caseRef, UUID.randomUUID(), aware, Known.NO))
        .isEqualTo(Received.STARTED);
  }

  @Test
  void shouldBeOne_whenThePageIsSentTwiceAtOnce() {
    // given
    var now = haven.clock.instant();
    var day = WorkingCalendar.dateOf(now);
    var asked = UUID.randomUUID();
    var found = UUID.randomUUID();

    // then
    assertThat(haven.twiceAtOnce(() -> requests.receive(ALEX, caseRef, asked, day)))
        .containsExactly(Received.STARTED, Received.ALREADY);
    assertThat(
            haven.twiceAtOnce(() -> requests.breachFound(ALEX, caseRef, found, now, Known.UNKNOWN)))
        .containsExactly(Received.STARTED, Received.ALREADY);
  }

  /** Several case pages that open at once must not wait for each other's connections. */
  @Test
  void shouldReadThemWithOneConnection_whenACaseHasRequests() {
    // given
    requests.receive(
        ALEX, caseRef, UUID.randomUUID(), WorkingCalendar.dateOf(haven.clock.instant()));
    haven
        .get(Clocks.class)
        .start(caseRef, told("record-request-received"), "sar", null, caseRef.hashCode());
    var source = (DelegatingDataSource) haven.get(DataSource.class);
    var many = Objects.requireNonNull(source.getTargetDataSource());

    // then
    try (var one = new HikariDataSource()) {
      one.setDataSource(many);
      one.setMaximumPoolSize(1);
      one.setConnectionTimeout(1_000);
      source.setTargetDataSource(one);
      assertThat(requests.of(ALEX, caseRef))
          .singleElement()
          .satisfies(request -> assertThat(request.dueAt()).isNotNull());
      assertThat(requests.moreTime(SAM, caseRef, "RR-NOTHING", "Many papers"))
          .isEqualTo(MoreTime.NONE_RUNS);
    } finally {
      source.setTargetDataSource(many);
    }
  }

  @Test
  void shouldGiveMoreTimeOnce_whenTheClockRuns() {
    // given
    requests.receive(
        ALEX, caseRef, UUID.randomUUID(), WorkingCalendar.dateOf(haven.clock.instant()));
    String id = requests.of(ALEX, caseRef).getFirst().requestId();
    assertThat(requests.moreTime(SAM, caseRef, id, "Many papers")).isEqualTo(MoreTime.NONE_RUNS);
    haven
        .get(Clocks.class)
        .start(caseRef, told("record-request-received"), "sar", null, caseRef.hashCode());

    // then: as at its tasks, a supervisor gives it
    assertThat(requests.mayGiveTime(ALEX, caseRef)).isFalse();
    assertThat(requests.moreTime(ALEX, caseRef, id, "Many papers")).isEqualTo(MoreTime.NONE_RUNS);
    assertThat(requests.moreTime(SAM, caseRef, id, "Many papers")).isEqualTo(MoreTime.GIVEN);
    assertThat(requests.moreTime(SAM, caseRef, id, "Many papers"))
        .isEqualTo(MoreTime.ALREADY_GIVEN);
    assertThat(requests.moreTime(SAM, caseRef, "RR-NOTHING", "Many papers"))
        .isEqualTo(MoreTime.NONE_RUNS);
    assertThat(requests.of(ALEX, caseRef).getFirst().extended()).isTrue();
  }

  @Test
  void shouldLogTheBreachAndWhatWasDecided_whenOneIsFound() {
    // given
    var aware = haven.clock.instant().minus(Duration.ofHours(2));
    var token = UUID.randomUUID();

    // when
    assertThat(requests.breachFound(ALEX, caseRef, token, aware, Known.UNKNOWN))
        .isEqualTo(Received.STARTED);
    assertThat(requests.breachFound(ALEX, caseRef, token, aware, Known.UNKNOWN))
        .isEqualTo(Received.ALREADY);
    assertThat(
            requests.breachFound(
                ALEX, caseRef, UUID.randomUUID(), haven.clock.instant().plusSeconds(60), Known.NO))
        .isEqualTo(Received.NOT_A_POSSIBLE_TIME);
    var journeyId = told("data-breach-found");
    requests.assessed(caseRef, journeyId, 8100, new Code("report"), ALEX);

    // then: the 72 hours run from when we learnt of it
    assertThat(haven.get(CaseMoments.class).latest(caseRef, journeyId, "aware")).contains(aware);
    assertThat(requests.breaches(ALEX, caseRef))
        .containsExactly(new RecordRequests.Breach(aware, "unknown", "report"));
  }
}
