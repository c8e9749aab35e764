package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.AUDREY;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.haven.casefile.Meetings.NewAction;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeetingsTest {
  private static final LocalDate MEETING_ON = LocalDate.of(2026, 11, 16);

  private final TestCasefile haven = TestCasefile.fresh();
  private final Meetings meetings = haven.get(Meetings.class);
  private final CaseRef caseRef =
      haven
          .get(CaseFiles.class)
          .open(
              new NewCase(
                  new Code("phone"), haven.clock.instant(), "alex", Team.HOUSING_SOLUTIONS, false),
              By.of(ALEX));
  private final JourneyId journey = new JourneyId("JO-2222222222");

  @AfterEach
  void stop() {
    haven.close();
  }

  private Meetings.Recorded recorded() {
    return meetings.record(
        caseRef,
        journey,
        77,
        "record-meeting",
        MEETING_ON,
        "Her sister spoke",
        List.of(
            new NewAction("Fit a camera", Team.HOUSING_MAINTENANCE, LocalDate.of(2026, 11, 20)),
            new NewAction("Ring the school", Team.TENANCY_SERVICES, LocalDate.of(2026, 11, 25))),
        By.of(ALEX));
  }

  @Test
  void shouldKeepMinutesAndActionsSealedOnce_whenRecordedTwice() {
    // when
    var first = recorded();
    var again = recorded();

    // then
    assertThat(again).isEqualTo(first);
    assertThat(first.actionIds()).hasSize(2);
    assertThat(meetings.find(first.actionIds().getFirst().value()).orElseThrow())
        .satisfies(
            action -> {
              assertThat(action.owner()).isEqualTo(Team.HOUSING_MAINTENANCE);
              assertThat(action.dueOn()).isEqualTo(LocalDate.of(2026, 11, 20));
            });
    assertThat(meetings.actions(ALEX, caseRef))
        .extracting(line -> line.what() == null ? "" : line.what().clear())
        .containsExactly("Ring the school", "Fit a camera");
    assertThat(haven.db.sql("select sealed::text from meeting").query(String.class).single())
        .doesNotContain("sister");
    assertThat(haven.get(CaseMoments.class).latest(caseRef, journey, Meetings.MEETING))
        .contains(Instant.parse("2026-11-16T00:00:00Z"));
  }

  @Test
  void shouldCountWhatIsLate_byTeam() {
    // given: one closed in time, one closed a day late
    var ids = recorded().actionIds();
    haven.clock.set(Instant.parse("2026-11-20T17:00:00Z"));
    meetings.close(ids.getFirst().value(), true);
    haven.clock.set(Instant.parse("2026-11-26T09:00:00Z"));
    var during = Map.of(Team.TENANCY_SERVICES, 1);
    assertThat(meetings.late(MEETING_ON, MEETING_ON.plusDays(20))).isEqualTo(during);
    meetings.close(ids.getLast().value(), false);
    meetings.close(ids.getLast().value(), true);

    // then
    assertThat(meetings.late(MEETING_ON, MEETING_ON.plusDays(20))).isEqualTo(during);
    assertThat(meetings.find(ids.getLast().value()).orElseThrow().status())
        .isEqualTo(new Code("blocked"));
  }

  @Test
  void shouldShowNothing_whenThePersonMayNotOpenTheCase() {
    var id = recorded().actionIds().getFirst().value();
    assertThatThrownBy(() -> meetings.what(AUDREY, id)).isInstanceOf(NoSuchCaseException.class);
    assertThatThrownBy(() -> meetings.actions(AUDREY, caseRef))
        .isInstanceOf(NoSuchCaseException.class);
  }
}
