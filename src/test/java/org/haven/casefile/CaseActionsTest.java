package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.TERRY;

import java.util.Map;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CaseActionsTest {
  private final TestCasefile haven = TestCasefile.fresh();
  private final CaseActions actions = haven.get(CaseActions.class);
  private final JourneyRegister journeys = haven.get(JourneyRegister.class);
  private final CaseRef caseRef =
      haven
          .get(CaseFiles.class)
          .open(
              new NewCase(
                  new Code("phone"), haven.clock.instant(), "alex", Team.HOUSING_SOLUTIONS, false),
              By.of(ALEX));
  private final JourneyId sanctuary = running("sanctuary-scheme", 11);
  private final JourneyId support = running("support-plan", 12);

  @AfterEach
  void stop() {
    haven.close();
  }

  private JourneyId running(String processId, long instance) {
    JourneyId id = journeys.request(caseRef, processId, Map.of(), By.of(ALEX));
    journeys.started(id, processId, caseRef, instance);
    return id;
  }

  @Test
  void shouldPutTheNewAddressIntoTheVaultAndTellEachJourney_whenSheMoved() {
    actions.moved(ALEX, caseRef, Map.of("safeAddress", "1 Sample Road"));
    assertThat(haven.said("victim-moved"))
        .extracting(TestCasefile.Said::key)
        .containsExactly(sanctuary.value(), support.value());
    assertThat(haven.said("victim-moved"))
        .allSatisfy(
            said -> {
              assertThat(said.told()).isEmpty();
              assertThat(said.timeToLive()).isEqualTo(JourneyRegister.BROADCAST_TIME_TO_LIVE);
            });
    assertThat(haven.get(AddressVault.class).reveal(ALEX, caseRef, "to visit").values())
        .containsEntry("safeAddress", "1 Sample Road");
    assertThat(haven.db.sql("select details::text from timeline").query(String.class).list())
        .noneMatch(line -> line.contains("Sample"));
  }

  @Test
  void shouldWriteItToTheLedgerAndTellEachJourney_whenSheNoLongerAgrees() {
    actions.consentWithdrawn(ALEX, caseRef, "Not the school");
    assertThat(haven.said("consent-withdrawn")).hasSize(2);
    assertThat(
            haven
                .db
                .sql("select consent || sealed::text from sharing_ledger")
                .query(String.class)
                .single())
        .startsWith("withdrawn")
        .doesNotContain("school");
    SharingDecisions sharing = haven.get(SharingDecisions.class);
    Code marac = new Code("marac");
    assertThat(sharing.lastAnswer(caseRef, marac)).contains(new Code("withdrawn"));
    JourneyId before = haven.get(JourneyRegister.class).of(caseRef).getFirst().journeyId();
    assertThat(sharing.consent(caseRef, before, marac, new Code("given")))
        .isEqualTo(new Code("withdrawn"));
  }

  @Test
  void shouldStopOneJourney_andNoOther() {
    long row =
        journeys.of(caseRef).stream()
            .filter(j -> j.journeyId().equals(sanctuary))
            .findFirst()
            .orElseThrow()
            .id();
    assertThatThrownBy(() -> actions.stop(ALEX, caseRef, row, "because", ""))
        .isInstanceOf(IllegalArgumentException.class);
    actions.stop(ALEX, caseRef, row, "housed-otherwise", "With her sister");
    assertThat(haven.said("journey-stopped"))
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.key()).isEqualTo(sanctuary.value());
              assertThat(said.told()).isEqualTo(Map.of("outcome", new Code("housed-otherwise")));
            });
    assertThatThrownBy(() -> actions.stop(ALEX, caseRef, 999, "stopped", ""))
        .isInstanceOf(NoSuchCaseException.class);
  }

  @Test
  void shouldBeForThoseWhoMayOpenTheCaseOnly() {
    assertThatThrownBy(() -> actions.moved(TERRY, caseRef, Map.of()))
        .isInstanceOf(NoSuchCaseException.class);
    assertThatThrownBy(() -> actions.consentWithdrawn(TERRY, caseRef, ""))
        .isInstanceOf(NoSuchCaseException.class);
    assertThatThrownBy(() -> actions.stop(TERRY, caseRef, 1, "stopped", ""))
        .isInstanceOf(NoSuchCaseException.class);
    assertThat(haven.said("victim-moved", "consent-withdrawn", "journey-stopped")).isEmpty();
  }
}
