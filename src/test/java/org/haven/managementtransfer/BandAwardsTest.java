package org.haven.managementtransfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.SAM;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.ImportProgress;
import org.haven.casefile.NewCase;
import org.haven.casefile.TenancyRegister;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
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
  }

  private String file() {
    var out = new ByteArrayOutputStream();
    awards.write(SAM, out);
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
    assertThat(register.isInVault("T-000077")).isTrue();
    assertThat(register.isInVault("T-000078")).isFalse();
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
    return new ByteArrayInputStream(
        (String.join(",", TenancyRegister.columns())
                + "\r\nT-000077,770077,"
                + address
                + ",,Sampleton,ZZ1 1AA,council-tenant,secure-lifetime,sole,2026-05-04,monday,,"
                + "Sample Tenant\r\n")
            .getBytes(StandardCharsets.UTF_8));
  }
}
