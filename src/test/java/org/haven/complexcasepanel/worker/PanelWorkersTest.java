package org.haven.complexcasepanel.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.haven.casefile.CaseMoments;
import org.haven.complexcasepanel.PanelListings;
import org.haven.engine.JobContext;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each job of complex-case-panel runs twice and has one effect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PanelWorkersTest {
  private TestCasefile haven;
  private CaseRef caseRef;
  private JourneyId journeyId;

  @BeforeAll
  void start() {
    haven = TestCasefile.with("org.haven.complexcasepanel");
  }

  @AfterAll
  void stop() {
    haven.close();
  }

  @BeforeEach
  void aCase() {
    haven.clock.set(Instant.parse("2026-11-16T10:00:00Z"));
    caseRef = haven.aCase();
    journeyId = haven.aJourney(caseRef, "complex-case-panel");
  }

  private static JobContext aJob(long step) {
    return new JobContext(step, "complex-case-panel", 1, 1, 1, "Task", step, Map.of());
  }

  @Test
  void shouldListForOnePanel_whenTheJobRunsTwice() {
    // when: the second time some days later
    var worker = haven.get(ListForPanelWorker.class);
    var first = worker.work(new ListForPanelWorker.In(caseRef, journeyId, aJob(9101)));
    haven.clock.move(Duration.ofDays(20));
    var second = worker.work(new ListForPanelWorker.In(caseRef, journeyId, aJob(9101)));

    // then
    assertThat(second).isEqualTo(first);
    assertThat(first.panelAt()).isEqualTo(Instant.parse("2026-11-25T10:00:00Z"));
    assertThat(haven.get(PanelListings.class).of(caseRef)).hasSize(1);
    assertThat(haven.get(CaseMoments.class).latest(caseRef, journeyId, "panel"))
        .contains(first.panelAt());
  }

  @Test
  void shouldCountTheNextReviewFromTheLast_onceForEachStep() {
    // given
    var worker = haven.get(StartPanelReviewWorker.class);
    worker.work(new StartPanelReviewWorker.In(caseRef, journeyId, null, aJob(9201)));
    assertThat(haven.get(CaseMoments.class).latest(caseRef, journeyId, "panel")).isEmpty();

    // when
    haven.clock.move(Duration.ofDays(28));
    var again = new StartPanelReviewWorker.In(caseRef, journeyId, new Code("continue"), aJob(9202));
    var first = worker.work(again);
    var reviewed = haven.clock.instant();
    haven.clock.move(Duration.ofDays(1));

    // then
    assertThat(worker.work(again)).isEqualTo(first);
    assertThat(haven.get(CaseMoments.class).latest(caseRef, journeyId, "panel")).contains(reviewed);
  }
}
