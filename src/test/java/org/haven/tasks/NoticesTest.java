package org.haven.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.tasks.TestTasks.ALEX;
import static org.haven.tasks.TestTasks.TERRY;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.CaseDisposal;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.Conflicts;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.LeadTold;
import org.haven.casefile.NewCase;
import org.haven.casefile.RequestKept;
import org.haven.casefile.SharedForDanger;
import org.haven.casefile.referrals.AnswerKept;
import org.haven.casefile.register.HomeSought;
import org.haven.casefile.register.HomesInVault;
import org.haven.casefile.register.ImportProgress;
import org.haven.casefile.register.TenancyRegister;
import org.haven.casefile.works.WorksFiles;
import org.haven.casefile.works.WorksOrderWithheld;
import org.haven.casefile.works.WorksOrders;
import org.haven.platform.ActingPerson;
import org.haven.platform.Code;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is told of what happens outside the task list. */
class NoticesTest {
  private final TestTasks haven = new TestTasks();
  private final Notices notices = haven.get(Notices.class);

  @AfterEach
  void close() {
    haven.close();
  }

  private List<NoticeKind> told(ActingPerson who) {
    return notices.unread(who).stream().map(NoticeView::kind).toList();
  }

  private void register(String ref) {
    haven
        .get(TenancyRegister.class)
        .importCsv(
            new ByteArrayInputStream(
                (String.join(",", TenancyRegister.columns())
                        + "\r\n"
                        + ref
                        + ",770077,1 Sample Mews,,Sampleton,ZZ1 1AA,council-tenant,"
                        + "secure-lifetime,sole,2026-05-04,monday,,Sample Tenant\r\n")
                    .getBytes(StandardCharsets.UTF_8)),
            TestTasks.SAM,
            ImportProgress.NONE);
  }

  @Test
  void shouldShowWhatIsToBeDoneAtOnceFirst_whenOtherNewsCameSince() {
    // given
    var caseRef = haven.aCase();
    var alex = List.of(ALEX.username());

    // when
    notices.tell(alex, NoticeKind.WARNING, caseRef, null);
    notices.tell(alex, NoticeKind.AT_ONCE, haven.aCase(), null);
    notices.tell(alex, NoticeKind.REASSIGNED, caseRef, null);

    // then
    assertThat(told(ALEX))
        .containsExactly(NoticeKind.AT_ONCE, NoticeKind.REASSIGNED, NoticeKind.WARNING);
  }

  @Test
  void shouldTellTheLeadTeam_untilTheRegisterHasHerNewHome() {
    // given
    var caseRef = haven.aCase();

    // when
    haven.get(HomesInVault.class).moveToVault(caseRef, "T-000077", By.of(ALEX));

    // then
    assertThat(told(ALEX)).containsExactly(NoticeKind.HOME_NOT_FOUND);
    assertThat(told(TERRY)).isEmpty();

    // when: read, and another file without it comes
    notices.markRead(ALEX, notices.unread(ALEX).getFirst().id());
    register("T-000099");
    assertThat(told(ALEX)).containsExactly(NoticeKind.HOME_NOT_FOUND);

    // when
    register("t-000077");

    // then
    assertThat(told(ALEX)).isEmpty();
    register("T-000077");
    assertThat(told(ALEX)).isEmpty();
  }

  @Test
  void shouldTellNobody_whenHerCaseWasDisposedOf() {
    // given
    var caseRef = haven.aCase();
    haven.get(HomesInVault.class).moveToVault(caseRef, "T-000077", By.of(ALEX));
    var review =
        haven.get(JourneyRegister.class).request(caseRef, "case-review", Map.of(), By.of(ALEX));
    for (var next : List.of(CaseStatus.OPEN, CaseStatus.CLOSED, CaseStatus.RETAINED)) {
      haven.get(CaseFiles.class).status(caseRef, next, By.of(ALEX));
    }
    haven.get(CaseDisposal.class).dispose(caseRef, review, "Task_ApproveDisposal", "retention-");

    // when
    register("T-000099");

    // then
    assertThat(
            haven
                .db
                .sql("select count(*) from notice where case_ref = ?")
                .param(caseRef.value())
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void shouldTellTheTeamThatTookTheReport_whenNoLeadIsNamedYet() {
    // given
    var tara = TestTasks.person("tara", Team.TENANCY_SERVICES, Role.OFFICER, Role.SUPERVISOR);
    haven.get(TestTasks.Staff.class).now(tara);
    var caseRef =
        haven
            .get(CaseFiles.class)
            .open(
                new NewCase(
                    new Code("phone"),
                    haven.clock.instant(),
                    "terry",
                    Team.TENANCY_SERVICES,
                    false),
                By.of(TERRY));
    var journey = haven.aJourney(caseRef, 8);

    // when: its supervisors
    haven.get(SharingNotices.class).shared(new SharedForDanger(caseRef));

    // then
    assertThat(told(tara)).containsExactly(NoticeKind.OTHER);
    assertThat(told(TERRY)).isEmpty();

    // when: all of it
    haven.get(LeadNotices.class).told(new LeadTold(caseRef));
    haven.get(HomeNotices.class).sought(new HomeSought(caseRef, false));
    haven.get(KeptAnswers.class).kept(new AnswerKept(caseRef, journey));
    haven.get(KeptAnswers.class).withheld(new WorksOrderWithheld(caseRef, journey));
    haven.get(KeptRequests.class).kept(new RequestKept(caseRef, journey, "report-domestic-abuse"));

    // then
    assertThat(told(TERRY))
        .containsExactlyInAnyOrder(
            NoticeKind.OTHER,
            NoticeKind.HOME_NOT_FOUND,
            NoticeKind.ANSWER_KEPT,
            NoticeKind.WORKS_WITHHELD,
            NoticeKind.REQUEST_KEPT);
    assertThat(told(ALEX)).isEmpty();
  }

  @Test
  void shouldTellHousingMaintenance_whenWorkThatIsOrderedIsNotWantedAnyMore() {
    // given
    var mia = TestTasks.person("mia", Team.HOUSING_MAINTENANCE, Role.OFFICER);
    var jo = TestTasks.person("jo", Team.HOUSING_MAINTENANCE, Role.OFFICER);
    haven.get(TestTasks.Staff.class).now(mia);
    haven.get(TestTasks.Staff.class).now(jo);
    var caseRef = haven.aCase();
    haven.get(Conflicts.class).add(caseRef, "jo", new Code("related"), By.of(ALEX));
    var journeys = haven.get(JourneyRegister.class);
    var journey = journeys.request(caseRef, "sanctuary-scheme", Map.of(), By.of(ALEX));
    var orders = haven.get(WorksOrders.class);
    orders.create(caseRef, journey, null, "1 Row", List.of(new Code("change-locks")), null, 7);
    haven.get(WorksFiles.class).export(mia, new ByteArrayOutputStream());

    // when
    journeys.stop(caseRef, journey, new Code("withdrawn"), By.of(ALEX));

    // then
    assertThat(told(mia)).containsExactly(NoticeKind.WORKS_RECALLED);
    assertThat(told(jo)).isEmpty();
  }
}
