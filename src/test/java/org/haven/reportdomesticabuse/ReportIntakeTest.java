package org.haven.reportdomesticabuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.SAM;
import static org.haven.testing.TestCasefile.TERRY;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseJoins;
import org.haven.casefile.CaseWorkers;
import org.haven.casefile.Conflicts;
import org.haven.casefile.Incidents;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.glass.BreakGlass;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Known;
import org.haven.platform.Team;
import org.haven.reportdomesticabuse.IntakeReport.IntakeIncident;
import org.haven.reportdomesticabuse.IntakeReport.IntakePerson;
import org.haven.testing.TestCasefile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportIntakeTest {
  private TestCasefile haven;
  private ReportIntake intake;

  @BeforeAll
  void start() {
    haven = TestCasefile.with("org.haven.reportdomesticabuse");
    intake = haven.get(ReportIntake.class);
  }

  @AfterAll
  void stop() {
    haven.close();
  }

  @BeforeEach
  void clear() {
    haven.outbox.said.clear();
    haven.clock.set(Instant.parse("2026-04-02T15:00:00Z"));
  }

  private static IntakeReport aReport(@Nullable CaseRef openCase, Map<String, Object> facts) {
    return new IntakeReport(
        UUID.randomUUID(),
        openCase,
        Channel.PHONE,
        ReporterKind.NEIGHBOUR,
        Known.NO,
        true,
        "Shouting through the wall again",
        "01632 960777",
        List.of(
            IntakePerson.named("victim", "Maya Sample"),
            new IntakePerson(
                "child", "Robin Sample", LocalDate.of(2019, 5, 1), null, Known.NO, null, null)),
        new IntakeIncident(
            LocalDate.of(2026, 4, 1), Set.of("physical"), null, Known.YES, "46/12345"),
        facts);
  }

  @Test
  void shouldOpenTheCaseAndStartItsJourney_whenAReportIsTaken() {
    // when
    var caseRef = intake.take(aReport(null, Map.of("childAffected", Known.YES)), ALEX);

    // then
    assertThat(haven.get(CaseFiles.class).head(caseRef))
        .satisfies(
            head -> {
              assertThat(head.status().code()).isEqualTo("reported");
              assertThat(head.receivedBy()).isEqualTo("alex");
              assertThat(head.receiverTeam()).isEqualTo(Team.HOUSING_SOLUTIONS);
            });
    assertThat(haven.said("domestic-abuse-reported"))
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.key()).isEqualTo(caseRef.value());
              assertThat(said.told())
                  .contains(
                      Map.entry("channel", "phone"),
                      Map.entry("immediateDanger", false),
                      Map.entry("outOfHours", false),
                      Map.entry("receiverTeam", "housing-solutions"),
                      Map.entry("disclosureTaken", true),
                      Map.entry("childAffected", true),
                      Map.entry("homelessNow", "unknown"))
                  .containsKeys("caseRef", "journeyId");
              assertThat(said.facts().toString())
                  .doesNotContain("Maya", "Robin", "Shouting", "01632", "46/1", "2019", "alex");
            });
  }

  @Test
  void shouldKeepAllItWasTold_sealed() {
    // when
    var caseRef = intake.take(aReport(null, Map.of()), ALEX);
    haven.get(CaseFiles.class).assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, By.SYSTEM);

    // then
    assertThat(haven.get(People.class).of(ALEX, caseRef)).hasSize(2);
    assertThat(haven.get(Incidents.class).of(ALEX, caseRef))
        .singleElement()
        .satisfies(
            incident -> {
              assertThat(incident.on()).isEqualTo(LocalDate.of(2026, 4, 1));
              assertThat(incident.fields().values())
                  .containsEntry("words", "Shouting through the wall again")
                  .containsEntry("policeRef", "46/12345");
            });
    assertThat(haven.get(Disclosures.class).onRecord(caseRef, ALEX))
        .containsEntry("reporterContact", "01632 960777");
    assertThat(haven.get(CaseFacts.class).of(caseRef))
        .containsEntry("reporterKind", "neighbour")
        .containsEntry("outOfHours", false);
    assertThat(
            haven
                .db
                .sql("select sealed::text from report where case_ref = ?")
                .param(caseRef.value())
                .query(String.class)
                .single())
        .doesNotContain("960777");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-04-02T15:00:00Z, false", // Thursday 16.00 in London
    "2026-04-02T16:20:00Z, true", // Thursday 17.20: closed at 17.15
    "2026-04-03T10:00:00Z, true", // Good Friday
    "2026-04-06T10:00:00Z, true", // Easter Monday
    "2026-11-21T11:00:00Z, true", // a Saturday
    "2026-11-20T16:50:00Z, true", // a Friday closes at 16.45
    "2026-11-19T16:50:00Z, false"
  })
  void shouldKnowTheOfficeHours_whenAReportComes(Instant at, boolean outOfHours) {
    // given
    haven.clock.set(at);

    // when
    intake.take(aReport(null, Map.of()), ALEX);

    // then
    assertThat(haven.said("domestic-abuse-reported").getFirst().told())
        .containsEntry("outOfHours", outOfHours);
  }

  @Test
  void shouldBeOneReport_whenThePageIsSentTwice() {
    // given
    var report = aReport(null, Map.of());

    // when
    var first = intake.take(report, ALEX);
    var second = intake.take(report, ALEX);

    // then
    assertThat(second).isEqualTo(first);
    assertThat(haven.outbox.said).hasSize(1);
  }

  @Test
  void shouldBeOneReport_whenThePageIsSentTwiceAtOnce() throws Exception {
    // given
    var report = aReport(null, Map.of());
    Callable<CaseRef> send = () -> intake.take(report, ALEX);

    // when
    try (var pool = Executors.newFixedThreadPool(4)) {
      var answers = pool.invokeAll(List.of(send, send, send, send));

      // then
      for (var answer : answers) {
        assertThat(answer.get()).isEqualTo(answers.getFirst().get());
      }
    }
    assertThat(haven.said("domestic-abuse-reported")).hasSize(1);
  }

  @Test
  void shouldStartARiskAssessment_whenTheCaseIsOpen() {
    // given
    var caseRef = intake.take(aReport(null, Map.of("homelessNow", Known.YES)), ALEX);
    haven.get(CaseFiles.class).assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, By.SYSTEM);

    // when
    var again = intake.take(aReport(caseRef, Map.of()), SAM);

    // then
    assertThat(again).isEqualTo(caseRef);
    assertThat(haven.said("domestic-abuse-reported")).hasSize(1);
    assertThat(haven.said("incident-reported"))
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.key()).isEqualTo(said.facts().get("incidentId"));
              assertThat(said.facts().get("incidentOn")).hasToString("2026-04-01");
            });
    assertThat(haven.get(Incidents.class).of(ALEX, caseRef)).hasSize(2);
    assertThat(haven.get(People.class).of(ALEX, caseRef)).hasSize(2);
    assertThat(haven.get(CaseFacts.class).of(caseRef)).containsEntry("homelessNow", true);
  }

  @Test
  void shouldBelongToTheCaseThatLeads_whenAReportNamesAPartOfIt() {
    // given
    CaseRef leading = intake.take(aReport(null, Map.of()), ALEX);
    haven.clock.move(Duration.ofHours(1));
    CaseRef part = intake.take(aReport(null, Map.of()), ALEX);
    for (CaseRef one : List.of(leading, part)) {
      haven.get(CaseAccess.class).involve(one, Team.HOUSING_SOLUTIONS, new Code("task"));
    }
    var none = new CaseJoins.Choices(Map.of(), Map.of());
    assertThat(haven.get(CaseJoins.class).join(SAM, part, leading, none, "the same"))
        .isEqualTo(new CaseJoins.Result.Done(leading));

    // when
    CaseRef taken = intake.take(aReport(part, Map.of()), ALEX);

    // then
    assertThat(taken).isEqualTo(leading);
    assertThat(haven.get(Incidents.class).of(ALEX, leading)).hasSize(2);
    assertThat(haven.get(Incidents.class).of(ALEX, part)).hasSize(1);
  }

  @Test
  void shouldSayThereIsNoOpenCase_whenItIsClosedToThem() {
    // given
    var caseRef = intake.take(aReport(null, Map.of()), ALEX);
    haven.get(CaseFiles.class).assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, By.SYSTEM);
    haven.get(Conflicts.class).add(caseRef, "sam", new Code("staff"), By.SYSTEM);

    // then
    assertThatThrownBy(() -> intake.take(aReport(caseRef, Map.of()), SAM))
        .isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> intake.take(aReport(caseRef, Map.of()), TERRY))
        .isInstanceOf(NoSuchElementException.class);
    // a look changes nothing
    assertThat(haven.get(BreakGlass.class).open(TERRY, caseRef, "She rang")).isTrue();
    assertThatThrownBy(() -> intake.take(aReport(caseRef, Map.of()), TERRY))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void shouldKeepAllThatWasDisclosed_whenANameInItClosesTheCaseToWhoeverTypesIt() {
    // given
    var people = haven.get(People.class);
    var other = intake.take(aReport(null, Map.of()), TERRY);
    people.add(other, PersonKind.VICTIM, Map.of("name", "Rowan Otherwise"), By.SYSTEM);
    haven.get(CaseWorkers.class).worked(other, By.of(ALEX));
    haven.clock.move(Duration.ofMinutes(1));
    var report = aReport(null, Map.of());
    var caseRef = intake.take(report, SAM);
    haven.get(CaseFiles.class).assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, By.SYSTEM);
    var journey = haven.aJourney(caseRef, "report-domestic-abuse");
    var told =
        new IntakeReport(
            UUID.randomUUID(),
            null,
            report.channel(),
            report.reporterKind(),
            report.immediateDanger(),
            true,
            report.words(),
            report.reporterContact(),
            List.of(
                IntakePerson.named("perpetrator", "Rowan Otherwise"),
                IntakePerson.named("child", "Ash Sample")),
            report.incident(),
            Map.of());
    // when
    haven.get(ReportIntakeService.class).complete(caseRef, journey, told, null, true, ALEX);
    // then
    assertThat(haven.get(Conflicts.class).isConflicted(caseRef, "alex")).isTrue();
    assertThat(people.of(SAM, caseRef))
        .extracting(person -> person.fields().values().get("name"))
        .contains("Rowan Otherwise", "Ash Sample", "Robin Sample");
  }

  @Test
  void shouldRefuseAFactThatIsNone() {
    assertThatThrownBy(() -> intake.take(aReport(null, Map.of("shoeSize", 7)), ALEX))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shoeSize");
    assertThat(haven.outbox.said).isEmpty();
  }
}
