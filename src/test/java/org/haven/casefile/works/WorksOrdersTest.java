package org.haven.casefile.works;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.Conflicts;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.casefile.register.CsvFile;
import org.haven.casefile.register.HomesInVault;
import org.haven.casefile.register.RegisterFileException;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorksOrdersTest {
  private static final ActingPerson MIA =
      new ActingPerson(
          "mia", "Mia Maintenance", Set.of(Role.OFFICER), Set.of(Team.HOUSING_MAINTENANCE));
  private static final Code LOCKS = new Code("change-locks");

  private static final ActingPerson MEL =
      new ActingPerson(
          "mel", "Mel Maintenance", Set.of(Role.OFFICER), Set.of(Team.HOUSING_MAINTENANCE));

  private final TestCasefile haven = TestCasefile.fresh();
  private final WorksOrders orders = haven.get(WorksOrders.class);
  private final WorksFiles files = haven.get(WorksFiles.class);
  private final CaseRef caseRef =
      haven
          .get(CaseFiles.class)
          .open(
              new NewCase(
                  new Code("phone"), haven.clock.instant(), "alex", Team.HOUSING_SOLUTIONS, false),
              By.of(ALEX));
  private final JourneyId journey = new JourneyId("JO-2222222222");

  @AfterEach
  void stop() {
    haven.close();
  }

  private String order(@Nullable String address, long step) {
    return orders.create(caseRef, journey, null, address, List.of(LOCKS), null, step).value();
  }

  private String exported() {
    var out = new ByteArrayOutputStream();
    files.export(MIA, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private CsvFile.Report feed(String... lines) {
    return files.importFeed(
        new ByteArrayInputStream(
            ("worksOrderId,completedOn,outcome\n" + String.join("\n", lines))
                .getBytes(StandardCharsets.UTF_8)),
        MIA);
  }

  @Test
  void shouldOrderOnceAndExportOnce_withoutNameOrCause() {
    // given
    String id = order("=1 Fictional Row, Maidstone", 5);
    assertThat(order("=1 Fictional Row, Maidstone", 5)).isEqualTo(id);
    assertThat(files.waiting(MIA)).isEqualTo(1);

    // when
    String file = exported();

    // then
    assertThat(file.lines().toList())
        .containsExactly(
            "worksOrderId,contractor,tenancyRef,address,jobs,from,to",
            id
                + ",repairs-contractor,,\"'=1 Fictional Row, Maidstone\",change-locks,"
                + "2026-11-16,2026-11-23");
    assertThat(file).doesNotContain(caseRef.value());
    assertThat(exported().lines().toList()).hasSize(1);
    assertThat(haven.db.sql("select sealed::text from works_order").query(String.class).single())
        .doesNotContain("Fictional");
  }

  @Test
  void shouldMoveTheJourneyOnOnce_whenTheFeedSaysItIsDone() {
    // given
    String id = order(null, 5);

    // when
    var report =
        feed(
            id + ",2026-11-16,completed",
            id + ",2026-11-16,completed",
            "WO-2222222222,2026-11-16,completed",
            id + ",2026-12-24,completed",
            id + ",16/11/2026,completed",
            id + ",2026-11-16,perhaps",
            id);

    // then
    assertThat(report.taken()).isEqualTo(1);
    assertThat(report.known()).isEqualTo(1);
    assertThat(report.faults()).extracting(CsvFile.Fault::line).containsExactly(4L, 5L, 6L, 7L, 8L);
    assertThat(haven.said("works-completed"))
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.key()).isEqualTo(id);
              assertThat(said.told())
                  .isEqualTo(
                      Map.of(
                          "answer",
                          new Code("completed"),
                          "completedOn",
                          LocalDate.of(2026, 11, 16)));
            });
    assertThat(orders.complete(id, new Code("completed"), null, By.of(ALEX))).isFalse();
  }

  @Test
  void shouldTakeTheFile_whenASpreadsheetHasSavedIt() {
    // given: a byte order mark, columns without a name, blanks
    String id = order(null, 5);
    var file =
        "\uFEFFworksOrderId,completedOn, outcome ,,\r\n" + id + ",2026-11-16, completed,,\r\n";

    // when
    var report =
        files.importFeed(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), MIA);

    // then
    assertThat(report).isEqualTo(new CsvFile.Report(1, 1, 0, List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a,b\n",
        "worksOrderId,completedOn,outcome\n",
        "worksOrderId,completedOn,outcome\n\"WO\"-2222222222,2026-11-16,completed\n"
      })
  void shouldRefuseTheFile_whenItHasNoLinesOrIsNotCommaSeparated(String file) {
    assertThatThrownBy(
            () ->
                files.importFeed(
                    new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), MIA))
        .isInstanceOf(RegisterFileException.class);
  }

  @Test
  void shouldGiveNoOrder_whenTheContractorIsConflicted() {
    haven
        .get(Conflicts.class)
        .add(
            caseRef,
            Contractors.conflictName("repairs-contractor"),
            new Code("related"),
            By.of(ALEX));
    order(null, 5);
    assertThat(orders.of(ALEX, caseRef))
        .singleElement()
        .satisfies(
            order -> {
              assertThat(order.status()).isEqualTo(new Code("withheld"));
              assertThat(order.contractor()).isNull();
            });
    assertThat(exported().lines().toList()).hasSize(1);
  }

  private void onTheList(String name) {
    haven.get(Conflicts.class).add(caseRef, name, new Code("related"), By.of(ALEX));
  }

  private String again(UUID file) {
    var out = new ByteArrayOutputStream();
    files.exportAgain(MIA, file, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private List<Map<String, Object>> exports() {
    return haven
        .db
        .sql(
            "select who, case_ref, details ->> 'worksOrder' as works_order,"
                + " details ->> 'address' as address from audit_entry"
                + " where action = 'export-works-order' order by id")
        .query()
        .listOfRows();
  }

  @Test
  void shouldLeaveAnOrderToAColleague_whenWhoFetchesIsOnTheConflictList() {
    // given: he works there, and she must not be found by him
    order("7 Hidden Lane, Sampleton", 5);
    onTheList("mia");

    // then
    assertThat(files.waiting(MIA)).isZero();
    assertThat(exported().lines().toList()).hasSize(1);
    assertThat(files.made(MIA)).isEmpty();
    assertThat(files.waiting(MEL)).isEqualTo(1);
    var file = new ByteArrayOutputStream();
    assertThat(files.export(MEL, file)).isEqualTo(1);
    assertThat(files.made(MIA)).isEmpty();
    var id = files.made(MEL).getFirst().id();
    assertThat(again(id)).isEmpty();
  }

  @Test
  void shouldWriteDownForEachCaseWhoTookWhichAddress() {
    // given
    haven
        .get(AddressVault.class)
        .write(caseRef, Map.of("registerAddress1", "7 Hidden Lane"), By.of(ALEX));
    haven.get(HomesInVault.class).moveToVault(caseRef, "T-000077", By.of(ALEX));
    String home =
        orders.create(caseRef, journey, "t-000077", null, List.of(LOCKS), null, 6).value();
    haven.clock.move(Duration.ofMinutes(1));
    String elsewhere = order("1 Fictional Row, Maidstone", 5);

    // when
    assertThat(exported()).contains("7 Hidden Lane", "1 Fictional Row");

    // then
    assertThat(exports())
        .containsExactly(
            Map.of(
                "who", "mia", "case_ref", caseRef.value(), "works_order", home, "address", "vault"),
            Map.of(
                "who",
                "mia",
                "case_ref",
                caseRef.value(),
                "works_order",
                elsewhere,
                "address",
                "form"));
  }

  @Test
  void shouldGiveTheSameFileAgain_whenTheDownloadWasLost() {
    // given
    String first = order("1 Fictional Row, Maidstone", 5);
    order("2 Fictional Row, Maidstone", 6);
    String file = exported();

    // then
    var made = files.made(MIA).getFirst();
    assertThat(made.orders()).isEqualTo(2);
    assertThat(again(made.id())).isEqualTo(file);
    assertThat(exports()).hasSize(4);
    assertThat(again(UUID.randomUUID())).isEmpty();

    // when: one is done, the other is still to be done
    feed(first + ",2026-11-16,completed");
    assertThat(again(made.id())).doesNotContain(first).contains("2 Fictional Row");
  }

  @Test
  void shouldWithholdAnOrder_whenItsContractorCameOntoTheConflictList() {
    order("1 Fictional Row, Maidstone", 5);
    onTheList(Contractors.conflictName("repairs-contractor"));
    assertThat(exported().lines().toList()).hasSize(1);
    assertThat(orders.of(ALEX, caseRef))
        .singleElement()
        .satisfies(order -> assertThat(order.status()).isEqualTo(new Code("withheld")));
  }

  @Test
  void shouldCallAnOrderOff_whenItsContractorCameOntoTheListAfterTheFile() {
    String id = order("1 Fictional Row, Maidstone", 5);
    exported();
    var file = files.made(MIA).getFirst().id();
    onTheList(Contractors.conflictName("repairs-contractor"));
    assertThat(again(file)).isEmpty();
    assertThat(files.recalled(MIA)).containsExactly(id);
  }

  @Test
  void shouldSendNobody_whenTheJourneyWasStopped() {
    // given: one order is out, one is not
    var journeys = haven.get(JourneyRegister.class);
    var running = journeys.request(caseRef, "sanctuary-scheme", Map.of(), By.of(ALEX));
    var out = orders.create(caseRef, running, null, "1 Fictional Row", List.of(LOCKS), null, 7);
    exported();
    var inside = orders.create(caseRef, running, null, "1 Fictional Row", List.of(LOCKS), null, 8);

    // when
    journeys.stop(caseRef, running, new Code("withdrawn"), By.of(ALEX));
    journeys.stop(caseRef, running, new Code("withdrawn"), By.of(ALEX));

    // then
    assertThat(files.waiting(MIA)).isZero();
    assertThat(orders.find(inside.value()).orElseThrow().status()).isEqualTo(new Code("cancelled"));
    assertThat(files.made(MIA)).isEmpty();
    assertThat(files.recalled(MIA)).containsExactly(out.value());
    assertThat(files.recalled(MEL)).containsExactly(out.value());
    assertThat(haven.said("works-completed")).isEmpty();
    assertThat(timeline("timeline.works-recalled")).isEqualTo(1);
    assertThat(timeline("timeline.works-closed")).isEqualTo(1);

    // when: the housing system has called it off
    feed(out + ",2026-11-16,cancelled");
    assertThat(files.recalled(MIA)).isEmpty();
  }

  private long timeline(String key) {
    return haven
        .db
        .sql("select count(*) from timeline where text_key = ?")
        .param(key)
        .query(Long.class)
        .single();
  }

  @Test
  void shouldSendNobody_whenTheEngineSaysThatTheJourneyIsStopped() {
    // given
    var journeys = haven.get(JourneyRegister.class);
    journeys.started(journey, "sanctuary-scheme", caseRef, 50);
    journeys.started(journey, "check-plan", caseRef, 51);
    order("1 Fictional Row", 5);

    // when: one that it called was cancelled, and it goes on
    journeys.ended(51, "", true);
    assertThat(files.waiting(MIA)).isEqualTo(1);

    // when
    journeys.ended(50, "EndEvent_Stopped", false);
    assertThat(files.waiting(MIA)).isZero();
  }

  @Test
  void shouldKeepFilesFromAdministrators() {
    var ada =
        new ActingPerson("ada", "Ada", Set.of(Role.ADMINISTRATOR), Set.of(Team.HOUSING_SOLUTIONS));
    assertThat(WorksFiles.mayExchange(ada)).isFalse();
    assertThatThrownBy(() -> files.export(ada, new ByteArrayOutputStream()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> files.exportAgain(ada, UUID.randomUUID(), new ByteArrayOutputStream()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldRefuseFilesFromOthers() {
    assertThatThrownBy(() -> files.export(ALEX, new ByteArrayOutputStream()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> files.importFeed(new ByteArrayInputStream("a,b\n1,2\n".getBytes()), MIA))
        .isInstanceOf(RegisterFileException.class);
  }
}
