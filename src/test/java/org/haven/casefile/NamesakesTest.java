package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.SAM;
import static org.haven.testing.TestCasefile.TERRY;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Role;
import org.haven.platform.StaffChanged;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is a party, or knows one, is kept out from the moment that it is known. */
class NamesakesTest {
  private final TestCasefile haven = TestCasefile.fresh();
  private final CaseRef caseRef = aCase();

  private CaseRef aCase() {
    return haven
        .get(CaseFiles.class)
        .open(
            new NewCase(
                new Code("phone"), haven.clock.instant(), "alex", Team.HOUSING_SOLUTIONS, false),
            By.of(ALEX));
  }

  @BeforeEach
  void theTeamWorksOnIt() {
    haven.get(CaseAccess.class).involve(caseRef, Team.HOUSING_SOLUTIONS, new Code("task"));
  }

  @AfterEach
  void stop() {
    haven.close();
  }

  private boolean mayOpen(ActingPerson who) {
    return haven.get(CaseAccess.class).mayOpen(who, caseRef);
  }

  @Test
  void shouldCloseTheCaseForANamesake_whenAPartyIsNamed() {
    assertThat(mayOpen(SAM)).isTrue();
    haven
        .get(People.class)
        .add(
            caseRef,
            PersonKind.PERPETRATOR,
            Map.of("name", SAM.displayName().toUpperCase() + " "),
            By.of(ALEX));
    assertThat(mayOpen(SAM)).isFalse();
    assertThat(mayOpen(ALEX)).isTrue();
  }

  @Test
  void shouldCloseTheCaseForANamesake_whenAPartyIsNamedLater() {
    String person =
        haven
            .get(People.class)
            .add(caseRef, PersonKind.PERPETRATOR, Map.of("phone", "01632 960001"), By.of(ALEX));
    assertThat(mayOpen(SAM)).isTrue();
    haven.get(People.class).revise(caseRef, person, Map.of("name", SAM.displayName()), By.of(ALEX));
    assertThat(mayOpen(SAM)).isFalse();
  }

  @Test
  void shouldCloseTheCaseForAStarter_whenTheyBearAPartysName() {
    haven
        .get(People.class)
        .add(caseRef, PersonKind.PERPETRATOR, Map.of("name", "Zoë Sample"), By.of(ALEX));
    var starter =
        new ActingPerson(
            "zoe.sample", "Zoe Sample", Set.of(Role.OFFICER), Set.of(Team.HOUSING_SOLUTIONS));
    assertThat(mayOpen(starter)).isTrue();
    haven.get(Namesakes.class).on(new StaffChanged(starter));
    assertThat(mayOpen(starter)).isFalse();
    assertThat(haven.get(Conflicts.class).of(aCase())).isEmpty();
  }

  @Test
  void shouldReadTheStaffListOnce_whenAllPartiesAreCompared() {
    // given
    for (var kind : List.of(PersonKind.VICTIM, PersonKind.PERPETRATOR)) {
      haven.get(People.class).add(caseRef, kind, Map.of("name", kind + " Sample"), By.of(ALEX));
    }
    var namesake =
        new ActingPerson(
            "zoe", "Perpetrator Sample", Set.of(Role.OFFICER), Set.of(Team.HOUSING_SOLUTIONS));
    var staff = mock(StaffDirectory.class);
    when(staff.all()).thenReturn(List.of(namesake));

    // when
    new Namesakes(haven.get(PeopleIndex.class), staff, haven.get(Conflicts.class))
        .named(caseRef, haven.get(People.class).unaudited(caseRef));

    // then
    assertThat(mayOpen(namesake)).isFalse();
    verify(staff).all();
  }

  @Test
  void shouldNotCompareWhoeverReports() {
    haven
        .get(People.class)
        .add(caseRef, PersonKind.REPORTER, Map.of("name", SAM.displayName()), By.of(ALEX));
    assertThat(mayOpen(SAM)).isTrue();
  }

  @Test
  void shouldKeepOutWhomAColleagueNames() {
    CaseActions actions = haven.get(CaseActions.class);
    actions.keepOut(ALEX, caseRef, SAM.username(), "related");
    assertThat(mayOpen(SAM)).isFalse();
    assertThatThrownBy(() -> actions.keepOut(SAM, caseRef, ALEX.username(), "related"))
        .isInstanceOf(NoSuchCaseException.class);
    assertThatThrownBy(() -> actions.keepOut(TERRY, caseRef, ALEX.username(), "related"))
        .isInstanceOf(NoSuchCaseException.class);
    assertThat(mayOpen(ALEX)).isTrue();
    assertThat(
            haven
                .db
                .sql(
                    "select details ->> 'username' from audit_entry where action ="
                        + " 'declare-conflict'")
                .query(String.class)
                .list())
        .containsExactly(SAM.username());
  }
}
