package org.haven.casefile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.LEE;
import static org.haven.testing.TestCasefile.SAM;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.haven.casefile.PeopleSearch.Asked;
import org.haven.casefile.works.ContractorJobs;
import org.haven.casefile.works.WorksFiles;
import org.haven.casefile.works.WorksOrders;
import org.haven.meetings.Agendas;
import org.haven.meetings.AgreedActions;
import org.haven.meetings.Listing;
import org.haven.meetings.LiveMinutes;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.platform.sealing.KeyDestroyedException;
import org.haven.platform.sealing.Sealing;
import org.haven.testing.TestCasefile;
import org.haven.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What was told in confidence cannot be had once its case is erased: not from the database, what
 * stands on its disk, exports, logs or temporary files, nor from an older copy of the record that
 * is restored beside the newest keys.
 */
class ErasureTest {
  /** Stands in all that anybody says; letters alone, so that no spelling of it hides it. */
  private static final String MARK = "zz" + letters();

  private static final String BORN = "1931-07-19";

  /** What no text may hold, in small letters. */
  private static final List<String> CLEAR =
      List.of(MARK, BORN, "19 july 1931", "01632 960417", "01632960417");

  private static final ActingPerson MIA =
      new ActingPerson(
          "mia", "Mia Maintenance", Set.of(Role.OFFICER), Set.of(Team.HOUSING_MAINTENANCE));

  private final Instant began = Instant.now();
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger all = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level before = all.getLevel();
  private final Logger ours = (Logger) LoggerFactory.getLogger("org.haven");
  private final String keys = TestDatabase.emptyUrl();
  private final JdbcClient keyDb = JdbcClient.create(TestDatabase.ownerAt(keys));
  private final TestCasefile haven =
      TestCasefile.withKeysApart(TestDatabase.fresh(), keys, "org.haven.casereview");
  private final CaseRef caseRef = haven.aCase();
  private final JourneyId review = haven.aJourney(caseRef, "case-review");

  private static String letters() {
    return new Random()
        .ints(12, 'a', 'z')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @BeforeEach
  void listen() {
    logged.start();
    all.addAppender(logged);
    // whatever an application that was started before has set
    all.setLevel(Level.DEBUG);
    ours.setLevel(Level.DEBUG);
  }

  @AfterEach
  void stop() {
    ours.setLevel(null);
    all.setLevel(before);
    all.detachAppender(logged);
    haven.close();
  }

  private static String said(String words) {
    return words + " " + MARK;
  }

  /** A case with something of each kind that is kept. */
  private void aCaseWithEverything() {
    By by = By.of(ALEX);
    haven.get(CaseFiles.class).assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, by);
    var person =
        Map.of(
            "name",
            said("Jordan"),
            "birthDate",
            BORN,
            "phone",
            "01632 960417",
            "address",
            said("1 Example Row"));
    for (PersonKind kind : PersonKind.values()) {
      String ref = haven.get(People.class).add(caseRef, kind, person, by);
      haven.get(People.class).revise(caseRef, ref, Map.of("language", said("English")), by);
    }
    haven
        .get(SafeContacts.class)
        .record(
            caseRef,
            true,
            Map.of("method", "phone", "detail", "01632 960417", "codeWord", MARK),
            by);
    haven.get(AddressVault.class).write(caseRef, Map.of("safeAddress", said("7 Row")), by);
    haven
        .get(Timeline.class)
        .add(caseRef, review, "note", "timeline.reported", Map.of(), said("A note"), by);
    haven
        .get(DecisionLog.class)
        .record(
            caseRef,
            review,
            "riskLevel",
            1,
            Map.of(),
            Map.of(),
            LocalDate.of(2026, 11, 16),
            said("For a reason"),
            by);
    haven
        .get(JourneyNotes.class)
        .record(caseRef, review, "Task_Look", new Code("keep-open"), said("Why"), null, by);
    haven
        .get(FormRecords.class)
        .record(
            caseRef,
            review,
            "Task_RecordIt",
            "record-victims-wishes",
            Map.of(),
            Map.of(),
            Map.of("words", said("She wishes")),
            by);
    haven
        .get(Meetings.class)
        .record(
            caseRef,
            review,
            77,
            "record-meeting",
            LocalDate.of(2026, 11, 16),
            said("Minutes"),
            List.of(
                new Meetings.NewAction(
                    said("Ring"), Team.HOUSING_SOLUTIONS, LocalDate.of(2026, 11, 20))),
            by);
    aMeeting();
    haven
        .get(SharingLedger.class)
        .record(
            caseRef,
            new Code("marac"),
            new Code("given"),
            null,
            Map.of("necessity", said("For")),
            by);
    haven
        .get(WorksOrders.class)
        .create(caseRef, review, null, said("1 Example Row"), List.of(new Code("locks")), null, 78);
    String told =
        haven
            .get(WorksOrders.class)
            .create(
                caseRef, review, null, said("2 Example Row"), List.of(new Code("locks")), null, 79)
            .value();
    haven.get(ContractorJobs.class).find(LEE, told).orElseThrow();
    haven
        .get(ContractorJobs.class)
        .notDone(LEE, told, new Code("no-access"), said("The gate was locked"));
  }

  /** What is typed at a meeting before anybody records it, and why somebody opened it. */
  private void aMeeting() {
    var agendas = haven.get(Agendas.class);
    for (boolean guarded : List.of(false, true)) {
      var day = haven.clock.instant().plusSeconds(86_400);
      String kind = guarded ? "marac" : "panel";
      agendas.list(caseRef, review, new Listing(kind, day, true, false, guarded));
      var item =
          agendas.coming(SAM).stream()
              .filter(sitting -> sitting.kind().equals(kind))
              .findFirst()
              .orElseThrow()
              .items()
              .getFirst();
      haven.get(LiveMinutes.class).save(SAM, item, 0, said("Minutes"));
      haven.get(LiveMinutes.class).save(SAM, item, 7, said("Beside"));
      haven
          .get(AgreedActions.class)
          .add(
              SAM,
              item,
              UUID.randomUUID(),
              Team.HOUSING_SOLUTIONS,
              LocalDate.of(2026, 11, 20),
              said("Ring"));
      if (guarded) {
        haven.get(LiveMinutes.class).open(SAM, item, said("To go on"));
      }
    }
  }

  private Asked asked() {
    return new Asked("jordan " + MARK, LocalDate.parse(BORN), "01632960417", null);
  }

  private String export() {
    var out = new ByteArrayOutputStream();
    haven.get(WorksFiles.class).export(MIA, out);
    return out.toString(UTF_8);
  }

  private String exportAgain() {
    var out = new ByteArrayOutputStream();
    haven
        .get(WorksFiles.class)
        .made(MIA)
        .forEach(file -> haven.get(WorksFiles.class).exportAgain(MIA, file.id(), out));
    return out.toString(UTF_8);
  }

  @Test
  void shouldLeaveNothingThatCanBeHad_whenACaseIsErased() throws Exception {
    // given what can be had as long as the case is there, and nowhere stands in clear
    aCaseWithEverything();
    assertThat(export()).contains(MARK);
    assertThat(exportAgain()).contains(MARK);
    assertThat(haven.get(PeopleSearch.class).find(SAM, asked()).found())
        .hasSameSizeAs(PersonKind.values());
    assertThat(haven.get(FormRecords.class).forSending(caseRef, review).toString()).contains(MARK);
    assertNothingClear(haven.db);
    var backup = TestDatabase.copyOf(haven.db);
    for (CaseStatus next : List.of(CaseStatus.OPEN, CaseStatus.CLOSED, CaseStatus.RETAINED)) {
      haven.get(CaseFiles.class).status(caseRef, next, By.SYSTEM);
    }

    // when
    assertThat(
            haven
                .get(CaseDisposal.class)
                .dispose(caseRef, review, "Task_ApproveDisposal", "retention-"))
        .isEmpty();

    // then nothing of it is in the database, in the key store, or found or exported
    assertNothingClear(haven.db);
    assertNothingClear(keyDb);
    assertNothingOpens(haven, 0);
    assertThat(keyDb.sql("select count(*) from keys.identity_index").query(Long.class).single())
        .isZero();
    assertThat(
            keyDb
                .sql("select wrapped is null from keys.case_key where scope = ?")
                .param("case:" + caseRef)
                .query(Boolean.class)
                .single())
        .isTrue();
    assertThat(haven.get(PeopleSearch.class).find(SAM, asked()).found()).isEmpty();
    assertThat(export()).doesNotContain(MARK);
    assertThat(exportAgain()).doesNotContain(MARK);
    assertThat(haven.get(FormRecords.class).forSending(caseRef, review)).isEmpty();

    // nor on the disk of either, in a temporary file, or in a log
    assertThat(filesWithTheMark(diskOf(TestDatabase.owner(haven.db)))).isEmpty();
    assertThat(filesWithTheMark(diskOf(keyDb))).isEmpty();
    assertThat(filesWithTheMark(Path.of(System.getProperty("java.io.tmpdir")))).isEmpty();
    ours.info("The end");
    assertThat(logged.list.stream().map(ErasureTest::text))
        .anyMatch(line -> line.startsWith("The end"))
        .noneMatch(ErasureTest::isClear);

    // and a copy from before tells no more, though it has every row
    var restored = TestCasefile.withKeysApart(backup, keys, "org.haven.casereview");
    try {
      assertNothingClear(restored.db);
      assertNothingOpens(restored, 25);
      assertThatThrownBy(() -> restored.get(CaseFiles.class).find(SAM, caseRef))
          .isInstanceOf(KeyDestroyedException.class);
      assertThat(restored.get(PeopleSearch.class).find(SAM, asked()).found()).isEmpty();

      // and is erased again
      assertThat(restored.get(CaseDisposal.class).disposeAgain()).isEqualTo(1);
      assertNothingOpens(restored, 0);
    } finally {
      restored.close();
    }
  }

  private static boolean isClear(String text) {
    String small = text.toLowerCase(Locale.ROOT);
    return CLEAR.stream().anyMatch(small::contains);
  }

  private static String text(ILoggingEvent event) {
    var thrown = event.getThrowableProxy();
    return event.getFormattedMessage()
        + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown))
        + event.getMDCPropertyMap();
  }

  private static List<String> tables(JdbcClient db, String condition) {
    return db.sql(
            "select distinct format('%I.%I', t.table_schema, t.table_name)"
                + " from information_schema.tables t"
                + " join information_schema.columns c using (table_schema, table_name)"
                + " where t.table_type = 'BASE TABLE'"
                + " and t.table_schema in ('public', 'keys', 'equality') and "
                + condition
                + " order by 1")
        .query(String.class)
        .list();
  }

  private static void assertNothingClear(JdbcClient db) {
    assertThat(
            db.sql(
                    tables(db, "true").stream()
                        .map(
                            table ->
                                "select '%s' from %s t where lower(t::text) like any (:clear::text[])"
                                    .formatted(table, table))
                        .collect(Collectors.joining(" union ")))
                .param(
                    "clear", CLEAR.stream().map(clear -> "%" + clear + "%").toArray(String[]::new))
                .query(String.class)
                .list())
        .isEmpty();
  }

  /**
   * @param least how many sealed rows of the case there must be; 0 if none may be left
   */
  private void assertNothingOpens(TestCasefile of, int least) {
    int rows = 0;
    Sealing sealing = of.get(Sealing.class);
    for (String table : tables(of.db, "c.column_name = 'sealed'")) {
      for (String sealed :
          of.db
              .sql(
                  "select t.sealed::text from "
                      + table
                      + " t where t.sealed is not null and t.sealed::text <> '{}'"
                      + " and to_jsonb(t) ->> 'case_ref' = ?")
              .param(caseRef.value())
              .query(String.class)
              .list()) {
        rows++;
        assertThatThrownBy(() -> sealing.openAll(caseRef, "any", "any", sealed))
            .as(table)
            .isInstanceOf(KeyDestroyedException.class);
      }
    }
    if (least == 0) {
      assertThat(rows).isZero();
    } else {
      assertThat(rows).isGreaterThanOrEqualTo(least);
    }
  }

  /** The folder of a database's files, all that it has in memory written to them. */
  private static Path diskOf(JdbcClient owner) {
    owner.sql("checkpoint").update();
    return Path.of(
        owner
            .sql(
                "select current_setting('data_directory') || '/base/' || oid from pg_database"
                    + " where datname = current_database()")
            .query(String.class)
            .single());
  }

  /** Files in a folder that were written since this test began. */
  private List<Path> filesWithTheMark(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(this::isNew).filter(ErasureTest::hasTheMark).toList();
    }
  }

  private boolean isNew(Path file) {
    try {
      return Files.isRegularFile(file)
          && Files.isReadable(file)
          && Files.getLastModifiedTime(file).compareTo(FileTime.from(began)) >= 0;
    } catch (IOException e) {
      return false; // gone by now
    }
  }

  private static boolean hasTheMark(Path file) {
    try {
      return new String(Files.readAllBytes(file), ISO_8859_1).contains(MARK);
    } catch (IOException e) {
      return false; // gone by now
    }
  }
}
