package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.SAM;
import static org.haven.testing.TestCasefile.TERRY;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.haven.casefile.glass.BreakGlass;
import org.haven.casefile.register.TenancyFlags;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nobody who works one party's case sees the other party's. */
class OtherPartyTest {
  private final TestCasefile haven = TestCasefile.fresh();
  private final People people = haven.get(People.class);
  private final CaseWorkers workers = haven.get(CaseWorkers.class);
  private final CaseRef hers = aCase();
  private final CaseRef his = aCase();

  /** Open to both teams; nobody has worked on it. */
  private CaseRef aCase() {
    CaseRef made =
        haven
            .get(CaseFiles.class)
            .open(
                new NewCase(new Code("phone"), haven.clock.instant(), null, null, false),
                By.SYSTEM);
    haven
        .get(CaseFiles.class)
        .assignLead(made, Team.HOUSING_SOLUTIONS, Team.TENANCY_SERVICES, By.SYSTEM);
    return made;
  }

  @AfterEach
  void stop() {
    haven.close();
  }

  private boolean sees(ActingPerson who, CaseRef caseRef) {
    return haven.get(CaseAccess.class).mayOpen(who, caseRef);
  }

  private void named(CaseRef caseRef, PersonKind kind, Map<String, ?> fields) {
    people.add(caseRef, kind, fields, By.SYSTEM);
  }

  private void heIsTheOtherParty() {
    named(hers, PersonKind.PERPETRATOR, Map.of("name", "Rowan Sample"));
    named(his, PersonKind.VICTIM, Map.of("name", " rowan  SAMPLE "));
  }

  @Test
  void shouldCloseHisCase_forWhoeverWorksHersAlready() {
    workers.worked(hers, By.of(ALEX));
    assertThat(sees(ALEX, his)).isTrue();
    heIsTheOtherParty();
    assertThat(sees(ALEX, his)).isFalse();
    assertThat(sees(ALEX, hers)).isTrue();
    assertThat(sees(SAM, his)).isTrue();
    assertThat(haven.get(CaseFiles.class).latest(ALEX, 10))
        .extracting(CaseHead::caseRef)
        .containsExactly(hers);
  }

  @Test
  void shouldCloseTheOther_forWhoeverBeginsToWorkTheOne() {
    heIsTheOtherParty();
    haven.get(Timeline.class).add(his, null, "note", "timeline.status", Map.of(), By.of(TERRY));
    assertThat(sees(TERRY, hers)).isFalse();
    assertThat(sees(TERRY, his)).isTrue();
    assertThat(sees(ALEX, hers)).isTrue();
  }

  @Test
  void shouldNameNobody_forTheSystemAndForAgencies() {
    for (By by : List.of(By.SYSTEM, By.PARTNER, new By("partner.kent-police"))) {
      workers.worked(hers, by);
    }
    assertThat(haven.db.sql("select username from case_worker").query(String.class).list())
        .isEmpty();
  }

  @Test
  void shouldLeaveWhoWorksBothWithTheFirst() {
    workers.worked(his, By.of(ALEX));
    haven.clock.move(Duration.ofMinutes(1));
    workers.worked(hers, By.of(ALEX));
    heIsTheOtherParty();
    assertThat(sees(ALEX, his)).isTrue();
    assertThat(sees(ALEX, hers)).isFalse();
  }

  @Test
  void shouldCloseTheOther_forWhoeverLookedThroughBrokenGlass() {
    var looker =
        new ActingPerson(
            "kit",
            "Kit",
            java.util.Set.of(org.haven.platform.Role.OFFICER),
            java.util.Set.of(Team.OUT_OF_HOURS));
    heIsTheOtherParty();
    haven.get(BreakGlass.class).open(looker, hers, "She rang");
    assertThat(haven.get(BreakGlass.class).open(looker, his, "He rang")).isFalse();
  }

  @Test
  void shouldKeepNobodyApart_whenTheDatesOfBirthDiffer() {
    workers.worked(hers, By.of(ALEX));
    named(
        hers,
        PersonKind.PERPETRATOR,
        Map.of("name", "Rowan Sample", "birthDate", LocalDate.of(1980, 1, 2)));
    named(
        his,
        PersonKind.VICTIM,
        Map.of("name", "Rowan Sample", "birthDate", LocalDate.of(1991, 3, 4)));
    assertThat(sees(ALEX, his)).isTrue();
  }

  @Test
  void shouldKeepNobodyApart_whenTheRoleIsTheSame() {
    workers.worked(hers, By.of(ALEX));
    named(hers, PersonKind.PERPETRATOR, Map.of("name", "Rowan Sample"));
    named(his, PersonKind.PERPETRATOR, Map.of("name", "Rowan Sample"));
    assertThat(sees(ALEX, his)).isTrue();
  }

  @Test
  void shouldForgetWhoIsTheOtherParty_whenTheOneCaseWasDisposedOf() {
    // given
    heIsTheOtherParty();
    var review = haven.aJourney(his, "case-review");
    for (CaseStatus next : List.of(CaseStatus.OPEN, CaseStatus.CLOSED, CaseStatus.RETAINED)) {
      haven.get(CaseFiles.class).status(his, next, By.SYSTEM);
    }
    // when
    haven.get(CaseDisposal.class).dispose(his, review, "Task_ApproveDisposal", "retention-");
    // then
    assertThat(haven.db.sql("select count(*) from case_counterpart").query(Long.class).single())
        .isZero();
  }

  @Test
  void shouldFindThem_whenTheNameIsPutRightLater() {
    workers.worked(hers, By.of(ALEX));
    named(his, PersonKind.VICTIM, Map.of("name", "Rowan Sample"));
    String him = people.add(hers, PersonKind.PERPETRATOR, Map.of("phone", "01632 1"), By.SYSTEM);
    assertThat(sees(ALEX, his)).isTrue();
    people.revise(hers, him, Map.of("name", "Rowan Sample"), By.SYSTEM);
    assertThat(sees(ALEX, his)).isFalse();
  }

  @Test
  void shouldNotKnowOfATenancy_whoeverMustNotKnowOfItsCase() {
    // given
    haven.get(CaseFacts.class).put(hers, Map.of("tenancyRef", new Code("T-100200")), By.SYSTEM);
    var flags = haven.get(TenancyFlags.class);
    assertThat(flags.isClosedTo(ALEX, "T-100200")).isFalse();
    // when
    haven.get(Conflicts.class).add(hers, "alex", new Code("related"), By.SYSTEM);
    // then
    assertThat(flags.isClosedTo(ALEX, " t-100200")).isTrue();
    assertThat(flags.isClosedTo(ALEX, "T-100201")).isFalse();
    assertThat(flags.isClosedTo(SAM, "T-100200")).isFalse();
  }
}
