package org.haven.supportplan.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.TestCasefile.ALEX;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.engine.JobContext;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.supportplan.OneStopShopVisits;
import org.haven.supportplan.SupportOffers;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each job of support-plan and support-offer runs twice and has one effect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SupportWorkersTest {
  private TestCasefile haven;
  private CaseRef caseRef;
  private JourneyId journeyId;

  @BeforeAll
  void start() {
    haven = TestCasefile.with("org.haven.supportplan");
    haven.clock.set(Instant.parse("2026-04-06T09:00:00Z"));
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
    journeyId =
        haven.get(JourneyRegister.class).request(caseRef, "support-plan", Map.of(), By.of(ALEX));
  }

  @AfterAll
  void stop() {
    haven.close();
  }

  private static JobContext aJob(long step) {
    return new JobContext(step, "support-plan", 1, 1, 4711, "Task", step, Map.of());
  }

  @Test
  void shouldBookOneMorning_whenTheJobRunsTwice() {
    // when: the second time after that morning
    var worker = haven.get(BookOneStopShopWorker.class);
    var in = new BookOneStopShopWorker.In(caseRef, journeyId, aJob(9401));
    var first = worker.work(in);
    haven.clock.move(Duration.ofDays(3));

    // then
    assertThat(worker.work(in)).isEqualTo(first);
    assertThat(first.oneStopShopAt()).isEqualTo(Instant.parse("2026-04-07T08:30:00Z"));
    assertThat(haven.get(OneStopShopVisits.class).of(caseRef))
        .containsExactly(first.oneStopShopAt());
  }

  @Test
  void shouldNoteTheOfferOnce_whenTheJobRunsTwice() {
    // when
    var worker = haven.get(LoadSupportOfferWorker.class);
    worker.work(new LoadSupportOfferWorker.In(caseRef, new Code("pets"), aJob(9402)));
    worker.work(new LoadSupportOfferWorker.In(caseRef, new Code("pets"), aJob(9402)));

    // then
    assertThat(haven.get(SupportOffers.class).of(4711)).contains(new Code("pets"));
    assertThat(haven.get(SupportOffers.class).of(4712)).isEmpty();
  }
}
