package org.haven.possessionground2a.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;

import java.time.LocalDate;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.casefile.clocks.Clocks;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.possessionground2a.PossessionNotices;
import org.haven.possessionground2a.PossessionNotices.Unlawful;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The dates of a notice; its job runs twice and has one effect. */
class PossessionNoticesTest {
  private TestCasefile haven;
  private PossessionNotices notices;
  private CaseRef caseRef;
  private JourneyId journeyId;

  @BeforeEach
  void aCase() {
    haven = TestCasefile.with("org.haven.possessionground2a");
    notices = haven.get(PossessionNotices.class);
    at("2026-02-03");
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
        haven
            .get(JourneyRegister.class)
            .request(caseRef, "possession-ground-2a", Map.of(), By.of(ALEX));
  }

  private void at(String day) {
    haven.clock.set(LocalDate.parse(day).atTime(10, 0).atZone(WorkingCalendar.LONDON).toInstant());
  }

  private void rentFromMonday() {
    haven.get(CaseFacts.class).put(caseRef, Map.of("periodDay", "monday"), By.SYSTEM);
  }

  @Test
  void shouldStateTheSameDay_whenTheJobRunsTwice() {
    // given
    rentFromMonday();
    var worker = haven.get(RenderNoticeWorker.class);

    // when
    var first = worker.work(new RenderNoticeWorker.In(caseRef));
    var second = worker.work(new RenderNoticeWorker.In(caseRef));

    // then
    assertThat(first.noticeStatesOn()).isEqualTo("2026-03-08");
    assertThat(second).isEqualTo(first);
    assertThat(
            haven
                .db
                .sql("select count(*) from case_fact where name = 'noticeStatesOn'")
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void shouldNotGuess_whenTheRentPeriodIsNotKnown() {
    assertThatThrownBy(() -> notices.make(caseRef))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("periodDay");
  }

  @Test
  void shouldTakeOnlyADayOfServiceThatIsLawful() {
    // given: made on Tuesday 3 February, it states Sunday 8 March
    rentFromMonday();
    notices.make(caseRef);

    // then: served by Sunday 8 February it is lawful, from Monday on it is too short
    at("2026-02-12");
    assertThat(notices.check(caseRef, LocalDate.parse("2026-02-03"))).isEmpty();
    assertThat(notices.check(caseRef, LocalDate.parse("2026-02-08"))).isEmpty();
    assertThat(notices.check(caseRef, LocalDate.parse("2026-02-09")))
        .contains(
            new Unlawful.TooShort(LocalDate.parse("2026-03-09"), LocalDate.parse("2026-03-08")));
    assertThat(notices.check(caseRef, LocalDate.parse("2026-02-02")))
        .contains(new Unlawful.BeforeMade());
    assertThat(notices.check(caseRef, LocalDate.parse("2026-02-13")))
        .contains(new Unlawful.InFuture());
  }

  @Test
  void shouldKeepTheMomentsFromWhichItsClocksRun() {
    // given
    rentFromMonday();
    notices.make(caseRef);
    at("2026-02-04");

    // when
    var from = notices.served(caseRef, journeyId, LocalDate.parse("2026-02-04"));

    // then
    assertThat(from).isEqualTo("2026-03-08");
    var moments = haven.get(CaseMoments.class);
    assertThat(moments.latest(caseRef, journeyId, "served"))
        .map(WorkingCalendar::dateOf)
        .contains(LocalDate.parse("2026-02-04"));
    assertThat(moments.latest(caseRef, journeyId, "notice-earliest"))
        .map(WorkingCalendar::dateOf)
        .contains(LocalDate.parse("2026-03-08"));
    assertThat(haven.get(Clocks.class).rentPeriods(caseRef)).isPresent();
  }
}
