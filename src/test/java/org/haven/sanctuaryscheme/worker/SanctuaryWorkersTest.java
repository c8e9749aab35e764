package org.haven.sanctuaryscheme.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.TestCasefile.ALEX;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.DecisionLog;
import org.haven.engine.JobContext;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each job of sanctuary-scheme runs twice and has one effect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SanctuaryWorkersTest {
  private TestCasefile haven;
  private CaseRef caseRef;
  private JourneyId journeyId;

  @BeforeAll
  void start() {
    haven = TestCasefile.with("org.haven.sanctuaryscheme");
  }

  @AfterAll
  void stop() {
    haven.close();
  }

  @BeforeEach
  void aCase() {
    haven.clock.set(Instant.parse("2026-11-16T10:00:00Z"));
    caseRef = haven.aCase();
    journeyId = haven.aJourney(caseRef, "sanctuary-scheme");
  }

  private static JobContext aJob(long step) {
    return new JobContext(step, "sanctuary-scheme", 1, 1, 1, "Task", step, Map.of());
  }

  @Test
  void shouldCountFromTheFirstRequest_whenTheJobRunsTwice() {
    // when
    var worker = haven.get(ChooseLockTeamWorker.class);
    var in = new ChooseLockTeamWorker.In(caseRef, journeyId, aJob(9301));
    var asked = haven.clock.instant();
    assertThat(worker.work(in).lockTeam()).isEqualTo(Team.HOUSING_MAINTENANCE);
    haven.clock.move(Duration.ofHours(1));
    assertThat(worker.work(in).lockTeam()).isEqualTo(Team.HOUSING_MAINTENANCE);

    // then
    assertThat(haven.get(CaseMoments.class).latest(caseRef, journeyId, "request")).contains(asked);
  }

  @Test
  void shouldSendTheNightToTheOutOfHoursTeam() {
    haven.clock.set(Instant.parse("2026-12-25T22:00:00Z"));
    assertThat(
            haven
                .get(ChooseLockTeamWorker.class)
                .work(new ChooseLockTeamWorker.In(caseRef, journeyId, aJob(9302)))
                .lockTeam())
        .isEqualTo(Team.OUT_OF_HOURS);
  }

  @Test
  void shouldKeepTheAdviceOnce_whenTheJobRunsTwice() {
    // given
    var worker = haven.get(RecordSanctuaryAdviceWorker.class);
    worker.work(advice("ask-again", 9303));
    assertThat(haven.get(CaseMoments.class).latest(caseRef, journeyId, "eligible")).isEmpty();

    // when
    haven.clock.move(Duration.ofHours(1));
    var eligible = haven.clock.instant();
    worker.work(advice("eligible", 9304));
    haven.clock.move(Duration.ofHours(1));
    worker.work(advice("eligible", 9304));

    // then
    assertThat(haven.get(CaseMoments.class).latest(caseRef, journeyId, "eligible"))
        .contains(eligible);
    assertThat(haven.get(DecisionLog.class).of(ALEX, caseRef))
        .extracting(entry -> entry.advice().get("scheme"))
        .containsExactly("eligible", "ask-again");
  }

  private RecordSanctuaryAdviceWorker.In advice(String scheme, long step) {
    return new RecordSanctuaryAdviceWorker.In(
        caseRef, journeyId, new Code(scheme), new Code("offer"), aJob(step));
  }
}
