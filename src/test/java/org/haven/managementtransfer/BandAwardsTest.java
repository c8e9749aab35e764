package org.haven.managementtransfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.SAM;
import static org.haven.testing.TestCasefile.TERRY;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.NewCase;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.register.HomesInVault;
import org.haven.casefile.register.ImportProgress;
import org.haven.casefile.register.TenancyRegister;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BandAwardsTest {
  private static final JourneyId JOURNEY = new JourneyId("JO-2222222222");
  private final TestCasefile haven = TestCasefile.with("org.haven.managementtransfer");
  private final BandAwards awards = haven.get(BandAwards.class);
  private CaseRef caseRef;

  @BeforeEach
  void open() {
    var by = By.of(ALEX);
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
                by);
    haven.get(CaseFiles.class).status(caseRef, CaseStatus.OPEN, by);
    haven.get(CaseFiles.class).assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, by);
  }

  private String file() {
    return file(SAM);
  }

  private String file(ActingPerson who) {
    var out = new ByteArrayOutputStream();
    awards.write(who, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void shouldAwardOnce_whenTheStepRunsTwice() {
    // given
    haven.get(CaseFacts.class).put(caseRef, Map.of("bedrooms", 3), By.of(ALEX));

    // when
    var first = awards.award(caseRef, JOURNEY);
    haven.clock.move(java.time.Duration.ofDays(3));
    var second = awards.award(caseRef, JOURNEY);

    // then
    assertThat(second).isEqualTo(first);
    assertThat(file().lines())
        .containsExactly(
            "awardRef,caseRef,band,bedrooms,awardedOn",
            first.value() + "," + caseRef.value() + ",A,3,2026-11-16");
  }

  @Test
  void shouldLeaveOutACase_whenWhoAsksMustNotKnowOfIt() {
    // given
    awards.award(caseRef, JOURNEY);
    haven
        .db
        .sql(
            "insert into case_conflict (case_ref, username, why, at, by) values (?, ?, ?, now(),"
                + " ?)")
        .params(caseRef.value(), "sam", "related", "system")
        .update();

    // then
    assertThat(file().lines()).containsExactly("awardRef,caseRef,band,bedrooms,awardedOn");
    assertThatThrownBy(() -> awards.write(ALEX, new ByteArrayOutputStream()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldListNoCase_whenTheSupervisorMayNotOpenIt() {
    awards.award(caseRef, JOURNEY);
    var tess =
        new ActingPerson(
            "tess", "Tess", Set.of(Role.OFFICER, Role.SUPERVISOR), Set.of(Team.TENANCY_SERVICES));
    assertThat(file(tess).lines()).containsExactly("awardRef,caseRef,band,bedrooms,awardedOn");
    assertThat(file().lines()).hasSize(2);
  }

  @Test
  void shouldFindTheRowOfHerNewHome_howeverItsReferenceWasTyped() {
    // given
    var homes = haven.get(SafeHomes.class);
    var register = haven.get(TenancyRegister.class);
    register.importCsv(home("1 Sample Mews"), SAM, ImportProgress.NONE);

    // when
    homes.granted(caseRef, JOURNEY, " t-0000 77", By.of(ALEX));
    homes.store(caseRef, JOURNEY);

    // then
    assertThat(register.find(ALEX, "T-000077")).isEmpty();
    assertThat(haven.get(HomesInVault.class).isInVault("t-000077 ")).isTrue();
    assertThat(homes.isSought(ALEX, caseRef)).isFalse();
    assertThat(
            register
                .importCsv(home("t-000077", "1 Sample Mews"), SAM, ImportProgress.NONE)
                .unchanged())
        .isEqualTo(1);
    assertThat(register.find(ALEX, "t-000077")).isEmpty();
  }

  @Test
  void shouldTakeTheRightRow_whenTheReferenceIsCorrected() {
    // given: mistyped, and her row stands there for all to see
    var homes = haven.get(SafeHomes.class);
    var register = haven.get(TenancyRegister.class);
    register.importCsv(home("1 Sample Mews"), SAM, ImportProgress.NONE);
    homes.granted(caseRef, JOURNEY, "T-000078", By.of(ALEX));
    homes.store(caseRef, JOURNEY);
    assertThat(register.find(ALEX, "T-000077")).isPresent();
    assertThat(homes.isSought(ALEX, caseRef)).isTrue();
    assertThat(homes.isSought(TERRY, caseRef)).isFalse();
    assertThatThrownBy(() -> homes.correct(TERRY, caseRef, "T-000077"))
        .isInstanceOf(NoSuchCaseException.class);

    // when
    homes.correct(ALEX, caseRef, "T-000077");

    // then: and the wrong reference takes nobody else's row
    assertThat(register.find(ALEX, "T-000077")).isEmpty();
    assertThat(homes.isSought(ALEX, caseRef)).isFalse();
    assertThat(haven.get(HomesInVault.class).isInVault("T-000078")).isFalse();
    assertThat(haven.get(AddressVault.class).reveal(ALEX, caseRef, "to plan").values())
        .containsEntry("registerAddress1", "1 Sample Mews")
        .containsEntry("registerRef", "T-000077");
    homes.store(caseRef, JOURNEY);
    assertThat(homes.isSought(ALEX, caseRef)).isFalse();
  }

  @Test
  void shouldTakeTheRowOfHerNewHome_whenItIsImportedBeforeOrAfter() {
    // given: the row is there already
    var homes = haven.get(SafeHomes.class);
    var register = haven.get(TenancyRegister.class);
    register.importCsv(home("1 Sample Mews"), SAM, ImportProgress.NONE);
    homes.granted(caseRef, JOURNEY, " T-000077 ", By.of(ALEX));
    assertThat(register.find(ALEX, "T-000077")).isPresent();

    // when
    homes.store(caseRef, JOURNEY);
    homes.store(caseRef, JOURNEY);

    // then: and every later import of it
    var same = register.importCsv(home("1 Sample Mews"), SAM, ImportProgress.NONE);
    assertThat(same.unchanged()).isEqualTo(1);
    var other = register.importCsv(home("2 Sample Mews"), SAM, ImportProgress.NONE);
    assertThat(other.changed()).isEqualTo(1);
    assertThat(register.find(ALEX, "T-000077")).isEmpty();
    assertThat(register.atProperty(ALEX, "770077")).isEmpty();
    assertThat(haven.get(HomesInVault.class).isInVault("T-000077")).isTrue();
    assertThat(haven.get(HomesInVault.class).isInVault("T-000078")).isFalse();
    assertThat(haven.get(AddressVault.class).reveal(ALEX, caseRef, "to plan").values())
        .containsEntry("registerAddress1", "2 Sample Mews");
    assertThat(
            haven
                .db
                .sql("select string_agg(v::text, '') from tenancy_vault v")
                .query(String.class)
                .single())
        .doesNotContain("T-000077");
  }

  private static ByteArrayInputStream home(String address) {
    return home("T-000077", address);
  }

  private static ByteArrayInputStream home(String ref, String address) {
    return new ByteArrayInputStream(
        (String.join(",", TenancyRegister.columns())
                + "\r\n"
                + ref
                + ",770077,"
                + address
                + ",,Sampleton,ZZ1 1AA,council-tenant,secure-lifetime,sole,2026-05-04,monday,,"
                + "Sample Tenant\r\n")
            .getBytes(StandardCharsets.UTF_8));
  }
}
