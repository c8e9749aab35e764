package org.haven.casefile.glass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.AUDREY;
import static org.haven.testing.TestCasefile.SAM;
import static org.haven.testing.TestCasefile.TERRY;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseWorkers;
import org.haven.casefile.Conflicts;
import org.haven.casefile.NoSuchCaseException;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.haven.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A look through broken glass, and the address vault that it leaves shut. */
class BreakGlassTest {
  private static final String WHY = "She rang from the station";

  private final TestCasefile haven = TestCasefile.fresh();
  private final BreakGlass glass = haven.get(BreakGlass.class);
  private final CaseAccess access = haven.get(CaseAccess.class);
  private final CaseRef caseRef = aCase();

  private CaseRef aCase() {
    CaseRef made = haven.aCase();
    haven.get(CaseFiles.class).assignLead(made, Team.HOUSING_SOLUTIONS, null, By.SYSTEM);
    return made;
  }

  @AfterEach
  void stop() {
    haven.close();
  }

  private List<String> audit(String action) {
    return haven
        .db
        .sql("select who || ' ' || coalesce(case_ref, '') from audit_entry where action = ?")
        .param(action)
        .query(String.class)
        .list();
  }

  private long looks() {
    return haven.db.sql("select count(*) from break_glass").query(Long.class).single();
  }

  @Test
  void shouldOpenACaseOfAnotherTeam_forAWhileAndToLookOnly() {
    // given
    assertThat(access.mayOpen(TERRY, caseRef)).isFalse();
    // when
    assertThat(glass.open(TERRY, caseRef, WHY)).isTrue();
    // then
    assertThat(access.mayOpen(TERRY, caseRef)).isTrue();
    assertThat(access.mayWork(TERRY, caseRef)).isFalse();
    assertThat(access.isNamed(TERRY, caseRef)).isFalse();
    assertThat(glass.until(TERRY, caseRef))
        .contains(haven.clock.instant().plus(Duration.ofMinutes(60)));
    assertThat(haven.get(CaseFiles.class).latest(TERRY, 10)).hasSize(1);
    assertThat(audit("break-glass")).containsExactly("terry " + caseRef);
    assertThat(haven.db.sql("select sealed::text from break_glass").query(String.class).single())
        .doesNotContain("station");
    // when the time is up
    haven.clock.move(Duration.ofMinutes(60));
    // then
    assertThat(access.mayOpen(TERRY, caseRef)).isFalse();
    assertThat(glass.until(TERRY, caseRef)).isEmpty();
    assertThat(haven.get(CaseFiles.class).latest(TERRY, 10)).isEmpty();
  }

  @Test
  void shouldWriteNothing_whenTheCaseIsOpenAnyway() {
    assertThat(glass.open(ALEX, caseRef, WHY)).isTrue();
    assertThat(looks()).isZero();
    assertThat(glass.until(ALEX, caseRef)).isEmpty();
  }

  @Test
  void shouldBeOneLook_whenThePageIsSentTwiceAtOnce() throws Exception {
    Callable<Boolean> send = () -> glass.open(TERRY, caseRef, WHY);
    try (var pool = Executors.newFixedThreadPool(4)) {
      for (var answer : pool.invokeAll(List.of(send, send, send, send))) {
        assertThat(answer.get()).isTrue();
      }
    }
    assertThat(looks()).isEqualTo(1);
  }

  @Test
  void shouldBeThereToReview_whenTheReasonWasChanged() {
    // given
    glass.open(TERRY, caseRef, WHY);
    var owner = TestDatabase.owner(haven.db);
    owner.sql("alter table break_glass disable trigger user").update();
    owner.sql("update break_glass set sealed = jsonb_set(sealed, '{reason}', '\"AAAA\"')").update();
    // then
    var look = glass.toReview(SAM).getFirst();
    assertThat(glass.toReview(SAM, look.id()).orElseThrow().reason()).isNull();
  }

  @Test
  void shouldBeAsIfThereWereNoCase_forSomebodyOnTheConflictList() {
    haven.get(Conflicts.class).add(caseRef, "terry", new Code("related"), By.SYSTEM);
    assertThat(glass.open(TERRY, caseRef, WHY)).isFalse();
    assertThat(glass.open(TERRY, new CaseRef("HV-22222222"), WHY)).isFalse();
    assertThat(looks()).isZero();
    assertThat(audit("break-glass")).isEmpty();
    assertThat(audit("break-glass-refused"))
        .containsExactlyInAnyOrder("terry " + caseRef, "terry HV-22222222");
  }

  @Test
  void shouldCloseAtOnce_whenAConflictIsFoundDuringTheLook() {
    glass.open(TERRY, caseRef, WHY);
    haven.get(Conflicts.class).add(caseRef, "terry", new Code("related"), By.SYSTEM);
    assertThat(access.mayOpen(TERRY, caseRef)).isFalse();
    assertThat(glass.until(TERRY, caseRef)).isEmpty();
  }

  @Test
  void shouldNeverOpen_forAuditorsAndAdministrators() {
    var both =
        new ActingPerson(
            "ada",
            "Ada Both",
            Set.of(Role.OFFICER, Role.ADMINISTRATOR),
            Set.of(Team.TENANCY_SERVICES));
    for (ActingPerson one : List.of(AUDREY, both)) {
      assertThatThrownBy(() -> glass.open(one, caseRef, WHY))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(() -> glass.open(TERRY, caseRef, " "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(looks()).isZero();
  }

  @Test
  void shouldWaitForASupervisorsReview_andNotForTheLookersOwn() {
    // given
    glass.open(TERRY, caseRef, WHY);
    haven.get(CaseFiles.class).find(TERRY, caseRef);
    // then
    assertThat(glass.toReview(ALEX)).isEmpty();
    assertThat(glass.toReview(AUDREY)).isEmpty();
    var terryAsSupervisor =
        new ActingPerson("terry", "Terry", Set.of(Role.SUPERVISOR), Set.of(Team.HOUSING_SOLUTIONS));
    assertThat(glass.toReview(terryAsSupervisor)).isEmpty();
    var look = glass.toReview(SAM).getFirst();
    assertThat(look.username()).isEqualTo("terry");
    assertThat(look.reads()).isEqualTo(1);
    assertThat(audit("review-read")).isEmpty();
    var typed = glass.toReview(SAM, look.id()).orElseThrow();
    assertThat(String.valueOf(typed.reason() == null ? null : typed.reason().clear()))
        .isEqualTo(WHY);
    assertThat(typed.toString()).doesNotContain("station");
    assertThat(audit("review-read")).containsExactly("sam " + caseRef);
    assertThat(glass.toReview(ALEX, look.id())).isEmpty();
    assertThat(glass.toReview(terryAsSupervisor, look.id())).isEmpty();
    var elsewhere =
        new ActingPerson("eve", "Eve", Set.of(Role.SUPERVISOR), Set.of(Team.TENANCY_SERVICES));
    assertThat(glass.toReview(elsewhere)).isEmpty();
    assertThat(glass.toReview(elsewhere, look.id())).isEmpty();
    assertThat(glass.signOff(elsewhere, look.id(), "justified", "Fine")).isFalse();
    var safeguarding =
        new ActingPerson("fay", "Fay", Set.of(Role.SUPERVISOR), Set.of(Team.SAFEGUARDING_LEAD));
    assertThat(glass.toReview(safeguarding)).hasSize(1);
    haven.get(Conflicts.class).add(caseRef, "fay", new Code("related"), By.SYSTEM);
    assertThat(glass.toReview(safeguarding)).isEmpty();
    assertThat(glass.toReview(safeguarding, look.id())).isEmpty();
    // when
    assertThatThrownBy(() -> glass.signOff(SAM, look.id(), "justified", " "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(glass.signOff(SAM, look.id(), "not-justified", "I spoke with Terry")).isTrue();
    // then
    assertThat(glass.signOff(SAM, look.id(), "justified", "Again")).isFalse();
    assertThat(glass.toReview(SAM)).isEmpty();
    assertThat(glass.toReview(SAM, look.id())).isEmpty();
    assertThat(audit("review-break-glass")).containsExactly("sam " + caseRef);
  }

  @Test
  void shouldTellReviewersOnceMore_whenNobodyReviewedInTime() {
    // given a limit of five working days
    var chase = haven.get(GlassChase.class);
    glass.open(TERRY, caseRef, WHY);
    chase.chase();
    assertThat(audit("chase-break-glass")).isEmpty();
    haven.clock.move(Duration.ofDays(8));
    // when
    chase.chase();
    chase.chase();
    // then
    assertThat(audit("chase-break-glass")).containsExactly("system " + caseRef);
    assertThat(
            haven
                .db
                .sql("select username from notice where kind = 'BREAK_GLASS_LATE' and case_ref = ?")
                .param(caseRef.value())
                .query(String.class)
                .list())
        .containsExactly("sam");
  }

  @Test
  void shouldChaseNobody_whenTheLookWasReviewed() {
    // given
    glass.open(TERRY, caseRef, WHY);
    glass.signOff(SAM, glass.toReview(SAM).getFirst().id(), "justified", "I spoke with Terry");
    haven.clock.move(Duration.ofDays(8));
    // when
    haven.get(GlassChase.class).chase();
    // then
    assertThat(audit("chase-break-glass")).isEmpty();
  }

  @Test
  void shouldShowTheVaultOncePerMark_toNamedOfficersOnly() {
    // given
    var vault = haven.get(AddressVault.class);
    vault.write(caseRef, Map.of("safeAddress", "1 Example Street"), By.of(ALEX));
    var mark = UUID.randomUUID();
    // then: Alex took the report, Sam supervises the lead team
    assertThat(vault.reveal(ALEX, caseRef, "To plan", mark)).isPresent();
    assertThat(vault.reveal(ALEX, caseRef, "To plan", mark)).isEmpty();
    assertThat(vault.reveal(SAM, caseRef, "To plan", UUID.randomUUID())).isPresent();
    assertThat(audit("reveal-address"))
        .containsExactlyInAnyOrder("alex " + caseRef, "sam " + caseRef);
    var colleague =
        new ActingPerson("cleo", "Cleo", Set.of(Role.OFFICER), Set.of(Team.HOUSING_SOLUTIONS));
    assertThat(access.mayOpen(colleague, caseRef)).isTrue();
    glass.open(TERRY, caseRef, WHY);
    for (ActingPerson one : List.of(colleague, TERRY, AUDREY)) {
      assertThatThrownBy(() -> vault.reveal(one, caseRef, "To plan"))
          .isInstanceOf(NoSuchCaseException.class);
    }
    // when her name stands on the work
    haven.get(CaseWorkers.class).worked(caseRef, By.of(colleague));
    // then
    assertThat(vault.reveal(colleague, caseRef, "To plan").text("safeAddress")).isPresent();
  }
}
