package org.haven.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.haven.HavenApplication;
import org.haven.casefile.CasefileOnly;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.modulith.core.ApplicationModules;

/** Who may import whom, and other rules of the house that code can tell by itself. */
class HouseRulesTest {
  /** Packages that every journey may use; whatever stands beside them is a journey. */
  private static final List<String> SHARED =
      List.of(
          "platform",
          "engine",
          "records",
          "forms",
          "tasks",
          "casefile",
          "letters",
          "evidence",
          "meetings",
          "partners",
          "supervision",
          "local",
          "sample",
          "training");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.haven");

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }

  /** All message files are read as one: of a key that stands twice one text would never show. */
  @Test
  void shouldSayEachThingOnce_whenTheWordsOfThePagesAreRead() throws IOException {
    var seen = new TreeMap<String, String>();
    var twice = new TreeSet<String>();
    try (var files = Files.list(Path.of("src/main/resources/messages"))) {
      for (Path file : files.sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          int at = line.indexOf('=');
          if (at > 0 && !line.startsWith("#")) {
            String key = line.substring(0, at).strip();
            String other = seen.put(key, file.getFileName().toString());
            if (other != null) {
              twice.add(key + " in " + other + " and " + file.getFileName());
            }
          }
        }
      }
    }
    assertThat(seen).isNotEmpty();
    assertThat(twice).isEmpty();
  }

  /** Classes that Maven hands out one by one it reads itself, and an older Java cannot. */
  @Test
  void shouldHandOutTestsWithoutReadingThem_whenMavenRunsOnAnOlderJava() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    String always =
        pom.replaceAll("(?s)<profile>(?:(?!</profile>).)*<jdk>\\[25,\\)</jdk>.*?</profile>", "");
    assertThat(always).isNotEqualTo(pom).contains("<unit.forks>1</unit.forks>");
    assertThat(pom).doesNotContain("<reuseForks>");
    assertThat(Pattern.compile("(?<=<forkCount>|<unit.forks>)[^<]+").matcher(always).results())
        .extracting(MatchResult::group)
        .containsOnly("1", "${unit.forks}");
  }

  @Tag("thorough")
  @Test
  void shouldHaveModulesWithoutCycles_whenVerified() {
    ApplicationModules.of(HavenApplication.class).verify();
  }

  /** Modulith looks at the case record as one module. */
  @Test
  void shouldHaveRoomsOfTheCaseRecordWithoutCycles_whenTheyUseEachOther() {
    check(
        slices()
            .matching("org.haven.(**)")
            .that(describe("of the case record", room -> isCasefile(room.getNamePart(1))))
            .should()
            .beFreeOfCycles());
  }

  private static boolean isCasefile(String room) {
    return room.equals("casefile") || room.startsWith("casefile.");
  }

  /** It asks for no right and audits nothing. */
  @Test
  void shouldKeepWhatRoomsOfTheCaseRecordShareAmongThem() {
    var shared = annotatedWith(CasefileOnly.class);
    check(
        noClasses()
            .that(not(resideInAPackage("org.haven.casefile..")))
            .should()
            .dependOnClassesThat(shared)
            .orShould()
            .accessTargetWhere(target(shared).as("the target is for the case record alone")));
  }

  @Test
  void shouldUseTheCamundaClientInTheEngineRoomOnly() {
    check(
        noClasses()
            .that(not(resideInAPackage("org.haven.engine..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.camunda.."));
  }

  @Test
  void shouldUseTheElasticsearchClientInTheRecordsRoomOnly() {
    check(
        noClasses()
            .that(not(resideInAPackage("org.haven.records..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("co.elastic.clients..", "org.elasticsearch.."));
  }

  @Test
  void shouldSendMailToAgenciesHerAndStaffInTheirRoomsOnly() {
    check(
        noClasses()
            .that(
                not(
                    resideInAnyPackage(
                        "org.haven.partners..",
                        "org.haven.letters..",
                        "org.haven.tasks.mail..",
                        // marks whatever they send
                        "org.haven.training..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.mail..", "org.springframework.mail.."));
  }

  @Test
  void shouldLetPartnersUseTheCaseRecordAlone() {
    check(
        noClasses()
            .that(resideInAPackage("org.haven.partners.."))
            .should()
            .dependOnClassesThat(
                resideInAPackage("org.haven..")
                    .and(
                        not(
                            resideInAnyPackage(
                                "org.haven.partners..",
                                "org.haven.casefile..",
                                "org.haven.platform..")))));
  }

  @Test
  void shouldKeepTablesOutOfPages() {
    check(
        noClasses()
            .that(resideInAPackage("org.haven..web.."))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("org.springframework.jdbc..", "org.springframework.data..")));
  }

  @Test
  void shouldKeepPagesAndTheEngineOutOfJourneyServices() {
    check(
        noClasses()
            .that(
                not(resideInAnyPackage(
                        "org.haven..web..",
                        "org.haven..worker..",
                        "org.haven.platform..",
                        "org.haven.engine..",
                        "org.haven.local..",
                        "org.haven.sample.."))
                    .as("services"))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "org.haven.engine..",
                    "org.springframework.web.servlet..",
                    "jakarta.servlet..")));
  }

  @Test
  void shouldGlueWorkersToTheirOwnServiceOnly() {
    check(
        noClasses()
            .that(resideInAPackage("org.haven..worker.."))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "org.springframework.jdbc..",
                    "org.springframework.web..",
                    "org.haven..web..")));
  }

  @Test
  void shouldJoinJourneysByMessagesOnly() {
    check(
        slices()
            .matching("org.haven.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                resideInAPackage("org.haven.."),
                resideInAnyPackage(
                    SHARED.stream().map(s -> "org.haven." + s + "..").toArray(String[]::new)))
            .ignoreDependency(
                resideInAnyPackage("org.haven.sample..", "org.haven"),
                resideInAPackage("org.haven..")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"platform", "forms"})
  void shouldLetFoundationsDependOnThemselvesAlone(String room) {
    check(
        noClasses()
            .that(resideInAPackage("org.haven." + room + ".."))
            .should()
            .dependOnClassesThat(
                resideInAPackage("org.haven..")
                    .and(
                        not(
                            resideInAnyPackage(
                                "org.haven.platform..", "org.haven." + room + "..")))));
  }

  /** So that no cell goes out which a spreadsheet works out. */
  @Test
  void shouldWriteTablesForSpreadsheetsInOnePlace() {
    check(
        noClasses()
            .that()
            .haveNameNotMatching("org\\.haven\\.casefile\\.register\\.CsvFile(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("de.siegmar.fastcsv.writer.."));
  }

  @Test
  void shouldInjectByConstructorOnly() {
    check(
        fields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("org.haven..")
            .should()
            .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired"));
  }

  @Test
  void shouldAskAClockForTheTime() {
    check(
        noClasses()
            .that(not(resideInAPackage("org.haven.local..")))
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("time comes from the injected " + Clock.class.getSimpleName()));
  }

  @Test
  void shouldLogAndNotPrint() {
    check(
        noClasses()
            .that(not(resideInAPackage("org.haven.local..")))
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS));
  }
}
