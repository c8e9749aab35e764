package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.TestCasefile.ALEX;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.haven.testing.TestCasefile.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JourneyRegisterTest {
  private final TestCasefile haven = TestCasefile.fresh();
  private final JourneyRegister journeys = haven.get(JourneyRegister.class);
  private final CaseRef caseRef =
      haven
          .get(CaseFiles.class)
          .open(
              new NewCase(
                  new Code("phone"), haven.clock.instant(), "alex", Team.HOUSING_SOLUTIONS, false),
              By.of(ALEX));

  @AfterEach
  void stop() {
    haven.close();
  }

  private JourneyId running(String processId, long key) {
    JourneyId id = journeys.request(caseRef, processId, Map.of(), By.of(ALEX));
    journeys.started(id, processId, caseRef, key);
    return id;
  }

  @Test
  void shouldSayTheStartMessageWithTheJourneysOwnId_whenAskedFor() {
    JourneyId id =
        journeys.request(caseRef, "refer-to-marac", Map.of("level", new Code("high")), By.of(ALEX));
    assertThat(haven.outbox.said)
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.message()).isEqualTo("refer-to-marac-requested");
              assertThat(s.key()).isEqualTo(caseRef.value());
              assertThat(s.facts()).containsKeys("caseRef", "journeyId", "level");
            });
    assertThat(journeys.of(caseRef))
        .singleElement()
        .satisfies(
            j -> {
              assertThat(j.journeyId()).isEqualTo(id);
              assertThat(j.status()).isEqualTo(JourneyStatus.REQUESTED);
            });
    journeys.request(caseRef, "report-domestic-abuse", Map.of(), By.SYSTEM);
    assertThat(haven.said("domestic-abuse-reported")).hasSize(1);
  }

  @Test
  void shouldKeepARequestAndStartItAfterTheEnd_whenTheSameJourneyRuns() {
    // given
    JourneyId first = running("refer-to-marac", 1);
    JourneyId second =
        journeys.request(caseRef, "refer-to-marac", Map.of("level", "high"), By.of(ALEX));
    journeys.request(caseRef, "refer-to-marac", Map.of("grounds", "visible"), By.of(ALEX));
    assertThat(second).isEqualTo(first);
    assertThat(haven.said("refer-to-marac-requested")).hasSize(1);
    assertThat(journeys.of(caseRef).getFirst().kept()).hasSize(2);

    // when
    journeys.ended(1, "EndEvent_NotAccepted", false);
    journeys.ended(1, "EndEvent_NotAccepted", false);

    // then
    assertThat(haven.said("refer-to-marac-requested")).hasSize(2);
    assertThat(haven.said("refer-to-marac-requested").getLast().facts())
        .containsEntry("level", "high")
        .containsEntry("grounds", "visible");
    assertThat(journeys.of(caseRef))
        .extracting(JourneyView::status, JourneyView::endState)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(JourneyStatus.REQUESTED, null),
            org.assertj.core.groups.Tuple.tuple(JourneyStatus.ENDED, "not-accepted"));
  }

  @Test
  void shouldStartEach_whenTheyHaveReferencesOfTheirOwn() {
    journeys.requestKeyed(
        caseRef, "assess-risk", "incident-reported", "IN-1111111111", Map.of(), By.SYSTEM);
    journeys.requestKeyed(
        caseRef, "assess-risk", "incident-reported", "IN-2222222222", Map.of(), By.SYSTEM);
    assertThat(haven.said("incident-reported"))
        .extracting(Said::key)
        .containsExactly("IN-1111111111", "IN-2222222222");
  }

  @Test
  void shouldStartOneForAllTime_whenItsReferenceCountsOnce() {
    // when: asked for twice at once, and again after it has ended
    var asked = haven.twiceAtOnce(this::complaint);
    journeys.started(asked.getFirst().orElseThrow(), "complaint", caseRef, 1);
    journeys.ended(1, "EndEvent_Answered", false);

    // then
    assertThat(asked.getLast()).isEmpty();
    assertThat(complaint()).isEmpty();
    assertThat(haven.said("complaint-received")).hasSize(1);
    assertThat(journeys.of(caseRef)).singleElement().satisfies(j -> assertThat(j.kept()).isEmpty());
  }

  private Optional<JourneyId> complaint() {
    return journeys.requestOnce(
        caseRef, "complaint", "complaint-received", "CO-1111111111", Map.of(), By.of(ALEX));
  }

  @Test
  void shouldStartWhatWasKeptUnderItsOwnReference_whenItHasOne() {
    // given
    JourneyId first =
        journeys.requestKeyed(
            caseRef, "assess-risk", "incident-reported", "IN-1111111111", Map.of(), By.SYSTEM);
    journeys.started(first, "assess-risk", caseRef, 1);
    journeys.requestKeyed(
        caseRef, "assess-risk", "incident-reported", "IN-1111111111", Map.of(), By.SYSTEM);

    // when
    journeys.ended(1, "EndEvent_High", false);

    // then
    assertThat(haven.said("incident-reported"))
        .extracting(Said::key)
        .containsExactly("IN-1111111111", "IN-1111111111");
  }

  @Test
  void shouldShowACalledJourneyUnderItsCaller() {
    JourneyId id = running("report-domestic-abuse", 1);
    journeys.started(id, "assess-risk", caseRef, 2);
    journeys.started(id, "assess-risk", caseRef, 2);
    assertThat(journeys.of(caseRef))
        .extracting(JourneyView::processId)
        .containsExactly("report-domestic-abuse", "assess-risk");
    assertThat(journeys.of(caseRef).get(1).parentId()).isEqualTo(journeys.of(caseRef).get(0).id());
    assertThat(journeys.byInstance(2)).isPresent();
    assertThat(journeys.request(caseRef, "assess-risk", Map.of(), By.SYSTEM)).isEqualTo(id);
    journeys.ended(2, "EndEvent_High", false);
    assertThat(haven.said("assess-risk-requested"))
        .singleElement()
        .satisfies(s -> assertThat(s.key()).isEqualTo(caseRef.value()));
  }

  @Test
  void shouldTellEveryRunningJourneyOnce_whenRiskHasChanged() {
    // given
    JourneyId report = running("report-domestic-abuse", 1);
    JourneyId marac = running("refer-to-marac", 2);
    JourneyId transfer = running("management-transfer", 3);
    running("sanctuary-scheme", 4);
    journeys.ended(4, "EndEvent_Done", false);
    journeys.request(caseRef, "support-plan", Map.of(), By.SYSTEM);
    journeys.started(report, "assess-risk", caseRef, 5);

    // when
    journeys.broadcast(caseRef, "risk-changed", Map.of("level", "high"), Set.of(transfer));

    // then
    assertThat(haven.said("risk-changed"))
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.key()).isEqualTo(marac.value());
              assertThat(s.timeToLive()).isEqualTo(Duration.ofSeconds(60));
            });
    journeys.ended(5, "EndEvent_High", false);
    journeys.broadcast(caseRef, "risk-changed", Map.of("level", "high"), Set.of(transfer));
    assertThat(haven.said("risk-changed")).extracting(Said::key).contains(report.value());
  }

  @Test
  void shouldStopOneJourney() {
    JourneyId id = running("management-transfer", 3);
    journeys.stop(caseRef, id, new Code("withdrawn"), By.of(ALEX));
    assertThat(haven.said("journey-stopped"))
        .singleElement()
        .satisfies(s -> assertThat(s.key()).isEqualTo(id.value()));
    journeys.ended(3, "EndEvent_JourneyStopped", false);
    assertThat(journeys.of(caseRef).getFirst().status()).isEqualTo(JourneyStatus.STOPPED);
  }
}
