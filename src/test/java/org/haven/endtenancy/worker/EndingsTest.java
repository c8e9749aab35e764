package org.haven.endtenancy.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.TestCasefile.ALEX;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.NewCase;
import org.haven.endtenancy.Endings;
import org.haven.engine.JobContext;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.platform.calendar.RentPeriods;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The last day of a tenancy, and its holder; the job runs twice and has one effect. */
class EndingsTest {
  private TestCasefile haven;
  private CaseRef caseRef;

  @BeforeEach
  void aCase() {
    haven = TestCasefile.with("org.haven.endtenancy");
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
  }

  private String holdingInRegister() {
    return haven
        .db
        .sql("select holding from tenancy where tenancy_ref = 'T-1001'")
        .query(String.class)
        .single();
  }

  private void aRegisteredTenancy() {
    haven
        .db
        .sql(
            """
            insert into tenancy (tenancy_ref, uprn_index, tenure, tenancy_type, holding, start_on,
              period_day, in_scheme, sealed, fingerprint, imported_at)
            values ('T-1001', 'x', 'council-tenant', 'secure-lifetime', 'joint', '2019-04-01', 1,
              false, '{}', 'x', now())
            """)
        .update();
  }

  @Test
  void shouldPassTheTenancyOnOnce_whenTheJobRunsTwice() {
    // given
    aRegisteredTenancy();
    var job = new JobContext(7, "end-tenancy", 1, 1, 1, "Task", 7, Map.of());
    var worker = haven.get(UpdateHolderWorker.class);
    var in = new UpdateHolderWorker.In(caseRef, new Code("T-1001"), new Code("sole-victim"), job);

    // when
    var first = worker.work(in);
    haven.db.sql("update tenancy set holding = 'other'").update();
    var second = worker.work(in);

    // then
    assertThat(second).isEqualTo(first);
    assertThat(holdingInRegister()).isEqualTo("other");
    assertThat(haven.get(CaseFacts.class).of(caseRef)).containsEntry("holding", "sole-victim");
  }

  @Test
  void shouldChangeTheRegister_whenItHasTheTenancy() {
    aRegisteredTenancy();
    var endings = haven.get(Endings.class);
    endings.passOn(caseRef, new Code("T-1001"), new Code("sole-victim"), 8);
    assertThat(holdingInRegister()).isEqualTo("sole-victim");
    endings.passOn(caseRef, null, new Code("joint"), 9);
    assertThat(holdingInRegister()).isEqualTo("sole-victim");
  }

  @Test
  void shouldEndOnASunday_whenNoticeCameOnAWednesday() {
    assertThat(
            haven
                .get(Endings.class)
                .noticeReceived(
                    caseRef,
                    new JourneyId("J-00000001"),
                    LocalDate.parse("2026-02-04"),
                    new RentPeriods.Weekly(DayOfWeek.MONDAY),
                    By.SYSTEM))
        .isEqualTo("2026-03-08");
  }
}
