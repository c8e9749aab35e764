package org.haven.repairsconcern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.SAM;
import static org.haven.testing.TestCasefile.TERRY;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.casefile.register.CsvFile;
import org.haven.casefile.register.HomeCases;
import org.haven.casefile.register.HomesInVault;
import org.haven.casefile.register.RegisterFileException;
import org.haven.casefile.register.TenancyRegister;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Decisions;
import org.haven.platform.Known;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.testing.DecisionTable;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cards and counts on a real database: which case, what is kept, nothing twice. */
class RepairsConcernsTest {
  private static final ActingPerson MIA =
      new ActingPerson(
          "mia", "Mia Maintenance", Set.of(Role.OFFICER), Set.of(Team.HOUSING_MAINTENANCE));
  private static final String HOMES =
      """
      tenancyRef,uprn,address1,address2,town,postcode,tenure,tenancyType,holding,startOn,periodDay,scheme,tenantNames
      TEN-1,1,1 Sample Row,,Maidstone,ME14 1AA,council-tenant,secure-lifetime,joint,2019-04-01,monday,,Robin Sample
      TEN-2,2,2 Sample Row,,Maidstone,ME14 1AB,council-tenant,secure-lifetime,joint,2019-04-01,monday,Sample Court,Kim Sample
      TEN-3,3,3 Sample Row,,Maidstone,ME14 1AC,private-rented,not-council,other,2019-04-01,,,Jo Sample
      """;

  private final TestCasefile haven = TestCasefile.with("org.haven.repairsconcern");
  private final RepairsConcerns concerns = haven.get(RepairsConcerns.class);
  private final RepairsFeed feed = haven.get(RepairsFeed.class);
  private final CaseFiles cases = haven.get(CaseFiles.class);
  private RepairsScan scan;

  @BeforeEach
  void homes() {
    haven
        .get(TenancyRegister.class)
        .importCsv(
            new ByteArrayInputStream(HOMES.getBytes(StandardCharsets.UTF_8)), SAM, (_, _) -> {});
    var table = DecisionTable.of("repairsPattern");
    Decisions decisions =
        (id, inputs) -> List.of(Map.of(id, Objects.requireNonNull(table.evaluate(inputs))));
    scan =
        new RepairsScan(
            haven.get(RepairCounts.class),
            concerns,
            haven.get(Homes.class),
            haven.get(HomeCases.class),
            decisions,
            haven.clock);
  }

  private CsvFile.Report repairs(String... lines) {
    return feed.importCsv(
        new ByteArrayInputStream(
            ("repairRef,tenancyRef,kind,reportedOn,insecure\n" + String.join("\n", lines))
                .getBytes(StandardCharsets.UTF_8)),
        MIA);
  }

  private static ConcernCard card(UUID token, String reference, Known danger) {
    return new ConcernCard(token, reference, danger, Known.NO, "A bruised arm", "Pat Plumber");
  }

  private List<TestCasefile.Said> patterns() {
    return haven.said("repair-pattern-found");
  }

  private CaseRef aCaseAbout(String tenancyRef) {
    var caseRef =
        cases.open(
            new NewCase(
                new Code("phone"), haven.clock.instant(), "alex", Team.HOUSING_SOLUTIONS, false),
            By.of(ALEX));
    cases.status(caseRef, CaseStatus.OPEN, By.of(ALEX));
    haven
        .get(CaseFacts.class)
        .put(caseRef, Map.of("tenancyRef", new Code(tenancyRef)), By.of(ALEX));
    return caseRef;
  }

  @Test
  void shouldRaiseAPatternOnce_whenTwoRepairsCount() {
    // given
    assertThat(
            repairs(
                "R-1,TEN-1,bathroom-lock,2026-06-01,no",
                "R-2,TEN-1,internal-door,2026-11-15,",
                "R-3,TEN-2,external-lock,2026-11-15,yes",
                "R-4,TEN-3,external-lock,2026-11-15,no",
                "R-5,TEN-3,external-lock,2026-11-15,no"))
        .isEqualTo(new CsvFile.Report(5, 5, 0, List.of()));

    // when: two nights, and the same file again
    assertThat(scan.scan()).isEqualTo(1);
    assertThat(scan.scan()).isZero();
    assertThat(repairs("R-1,TEN-1,bathroom-lock,2026-06-01,no").known()).isEqualTo(1);
    assertThat(scan.scan()).isZero();

    // then: not a home of others, not one repair alone
    assertThat(patterns())
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.facts())
                  .containsEntry("tenancyRef", new Code("TEN-1"))
                  .containsEntry("patternCount", 2)
                  .containsEntry("bathroomLock", 1)
                  .containsEntry("insecure", Known.UNKNOWN)
                  .containsEntry("dangerSign", Known.UNKNOWN)
                  .containsEntry("cardRaised", false);
              assertThat(said.key()).startsWith("RC-");
              assertThat(cases.head(said.caseRef()).leadTeam()).isEqualTo(Team.TENANCY_SERVICES);
              assertThat(cases.head(said.caseRef()).channel()).isEqualTo(new Code("repairs"));
            });

    // and the next repair at that home is looked at on the case that is there
    repairs("R-6,TEN-1,broken-window,2026-11-16,yes");
    assertThat(scan.scan()).isEqualTo(1);
    assertThat(patterns()).hasSize(2);
    assertThat(patterns().getLast().caseRef()).isEqualTo(patterns().getFirst().caseRef());
    assertThat(patterns().getLast().facts()).containsEntry("insecure", Known.YES);
  }

  @Test
  void shouldCountTwelveMonthsOnly_whenRepairsAreOld() {
    // given
    repairs("R-1,TEN-1,external-lock,2025-11-16,no", "R-2,TEN-1,external-lock,2026-11-15,no");

    // then
    assertThat(scan.scan()).isZero();
    assertThat(haven.get(RepairCounts.class).of("TEN-1").pattern()).isEqualTo(1);

    // and after two years nothing is kept
    haven.clock.move(Duration.ofDays(740));
    scan.scan();
    assertThat(haven.db.sql("select count(*) from repair").query(Integer.class).single()).isZero();
  }

  @Test
  void shouldTellOfOneRepair_whenTheHomeHasACase() {
    // given
    var caseRef = aCaseAbout("TEN-1");
    repairs("R-1,TEN-1,lost-keys,2026-11-15,no");

    // when
    assertThat(scan.scan()).isEqualTo(1);

    // then
    assertThat(patterns().getFirst().caseRef()).isEqualTo(caseRef);
    var concernRef = patterns().getFirst().key();
    var counted = concerns.count(concernRef);
    assertThat(counted.openCase()).isTrue();
    assertThat(counted.patternCount()).isEqualTo(1);
  }

  @Test
  void shouldFindTheCase_whenTheHomeIsInItsVault() {
    // given
    var caseRef = aCaseAbout("TEN-9");
    haven.get(HomesInVault.class).moveToVault(caseRef, "TEN-2", By.of(ALEX));

    // then
    assertThat(concerns.isHome("TEN-2")).isTrue();
    assertThat(haven.get(HomeCases.class).known("TEN-2")).contains(caseRef);
    assertThat(haven.get(HomeCases.class).known("TEN-1")).isEmpty();

    // and nothing outside says which home it is
    concerns.raiseCard(card(UUID.randomUUID(), "TEN-2", Known.NO), ALEX);
    var said = haven.said("maintenance-concern-raised").getFirst();
    assertThat(said.caseRef()).isEqualTo(caseRef);
    assertThat(said.facts().toString()).doesNotContain("TEN-2");
    assertThat(concerns.count(said.key()).toString()).doesNotContain("TEN-2");

    // and when its case is closed
    cases.status(caseRef, CaseStatus.CLOSED, By.of(ALEX));
    assertThat(haven.get(HomeCases.class).known("TEN-2")).isEmpty();
    assertThat(haven.get(HomeCases.class).known("TEN-9")).isEmpty();
  }

  @Test
  void shouldOpenACaseThatItsSenderCannotOpen_whenACardIsSent() {
    // when: the same page twice
    var token = UUID.randomUUID();
    concerns.raiseCard(card(token, "TEN-2", Known.NO), ALEX);
    concerns.raiseCard(card(token, "TEN-2", Known.NO), ALEX);

    // then
    var said = haven.said("maintenance-concern-raised");
    assertThat(said).hasSize(1);
    var caseRef = said.getFirst().caseRef();
    assertThat(cases.head(caseRef).leadTeam()).isEqualTo(Team.HOUSING_SCHEME_AND_FINANCE);
    assertThat(cases.find(ALEX, caseRef)).isEmpty();
    assertThat(concerns.of(ALEX, caseRef)).isEmpty();
    assertThat(said.getFirst().facts())
        .containsEntry("cardRaised", true)
        .containsEntry("dangerSign", Known.NO);
    assertThat(said.getFirst().facts().toString()).doesNotContain("bruise", "Plumber");
    assertThat(
            haven
                .db
                .sql("select string_agg(c::text, '') from repairs_concern c")
                .query(String.class)
                .single())
        .doesNotContain("bruise", "Plumber");
    assertThat(
            haven
                .db
                .sql("select case_ref is null from audit_entry where action = 'raise-concern-card'")
                .query(Boolean.class)
                .list())
        .containsExactly(true);
  }

  @Test
  void shouldMeanOneHome_howeverItsReferenceIsTyped() {
    // given
    repairs("R-1,ten-1,bathroom-lock,2026-11-15,no", "R-2,TEN-1,internal-door,2026-11-15,no");

    // when
    concerns.raiseCard(card(UUID.randomUUID(), " ten - 1", Known.NO), ALEX);
    concerns.raiseCard(card(UUID.randomUUID(), "TEN-1", Known.NO), ALEX);

    // then
    assertThat(haven.said("maintenance-concern-raised"))
        .hasSize(2)
        .allSatisfy(
            said ->
                assertThat(said.facts())
                    .containsEntry("tenancyRef", new Code("TEN-1"))
                    .containsEntry("patternCount", 2));
    assertThat(scan.scan()).isEqualTo(1);
  }

  @Test
  void shouldTakeNothing_whenTheReferenceIsOfNoCouncilHome() {
    for (String reference : List.of("TEN-3", "TEN-404", "WO-2222222222")) {
      assertThat(concerns.isHome(reference)).as(reference).isFalse();
      assertThatThrownBy(
              () -> concerns.raiseCard(card(UUID.randomUUID(), reference, Known.NO), ALEX))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(
            () ->
                concerns.raiseCard(
                    new ConcernCard(UUID.randomUUID(), "TEN-1", Known.NO, Known.NO, " ", ""), ALEX))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldShowTheCardToWhoMayOpenTheCase() {
    // given
    concerns.raiseCard(card(UUID.randomUUID(), "TEN-1", Known.YES), ALEX);
    var said = haven.said("maintenance-concern-raised").getFirst();

    // then: of a journey, to those who work at it
    var journey = haven.get(JourneyRegister.class).of(said.caseRef()).getFirst().journeyId();
    assertThat(concerns.ofJourney(TERRY, said.caseRef(), journey))
        .hasValueSatisfying(
            one -> {
              assertThat(one.card()).isTrue();
              assertThat(one.dangerSign()).isEqualTo(Known.YES);
              assertThat(one.fields().text("seen").orElseThrow().clear())
                  .isEqualTo("A bruised arm");
              assertThat(one).hasToString("Kept[" + one.concernRef() + " ***]");
            });
  }

  @Test
  void shouldSayWhatIsExpected_whenALineIsWrong() {
    // when
    var report =
        repairs(
            "R-1,TEN-1,chimney,2026-11-15,no",
            "R-2,TEN-1,lost-keys,15/11/2026,no",
            "R-3,TEN-1,lost-keys,2026-11-17,no",
            "R-4,TEN-1,lost-keys,2026-11-15,perhaps",
            "?,TEN-1,lost-keys,2026-11-15,no",
            "R-6,TEN-1",
            "R-8,TEN/1,lost-keys,2026-11-15,no",
            "R-7,TEN-1,other,2026-11-15,no");

    // then
    assertThat(report.taken()).isEqualTo(1);
    assertThat(report.faults())
        .extracting(CsvFile.Fault::line)
        .containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(scan.scan()).isZero();
    assertThatThrownBy(
            () ->
                feed.importCsv(
                    new ByteArrayInputStream("a,b\n1,2".getBytes(StandardCharsets.UTF_8)), MIA))
        .isInstanceOf(RegisterFileException.class);
    assertThatThrownBy(() -> feed.importCsv(new ByteArrayInputStream(new byte[0]), MIA))
        .isInstanceOf(RegisterFileException.class);
    assertThatThrownBy(() -> feed.importCsv(new ByteArrayInputStream(new byte[0]), ALEX))
        .isInstanceOf(IllegalStateException.class);
  }
}
