package org.haven.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.evidence.Samples.text;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.AUDREY;
import static org.haven.testing.TestCasefile.TERRY;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.NoSuchCaseException;
import org.haven.evidence.Documents.Added;
import org.haven.platform.CaseRef;
import org.haven.platform.audit.AuditTrail;
import org.haven.platform.sealing.KeyDestroyedException;
import org.haven.platform.sealing.KeyScope;
import org.haven.platform.sealing.Sealing;
import org.haven.platform.sealing.TamperedValueException;
import org.haven.testing.TestCasefile;
import org.haven.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@SuppressWarnings("NullAway")
class DocumentsTest {
  private static final ClamdForTests CLAMD = clamd();

  static {
    System.setProperty("haven.documents.scanner", CLAMD.address());
    System.setProperty("haven.documents.max-file-size", "8MB");
    System.setProperty("haven.documents.max-unpacked", "20MB");
    System.setProperty("haven.documents.max-megapixels", "10");
  }

  private final TestCasefile haven = TestCasefile.with("org.haven.evidence", "org.haven.letters");
  private final Documents documents = haven.get(Documents.class);
  private final CaseRef caseRef = haven.aCase();

  private static ClamdForTests clamd() {
    try {
      return new ClamdForTests();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeAll
  static void noMoreThanThis() {
    assertThat(CLAMD.address()).contains(":");
  }

  @AfterAll
  static void close() throws IOException {
    CLAMD.close();
    Stream.of("scanner", "max-file-size", "max-unpacked", "max-megapixels")
        .forEach(name -> System.clearProperty("haven.documents." + name));
  }

  private Added add(String name, byte[] content) {
    return documents.add(
        ALEX,
        caseRef,
        name,
        "Photo of the Zebrafish door",
        UUID.randomUUID(),
        new ByteArrayInputStream(content));
  }

  private FileRefusal refusal(String name, byte[] content) {
    Added added = add(name, content);
    assertThat(added).as(name).isInstanceOf(Added.Refused.class);
    return ((Added.Refused) added).why();
  }

  private String kept(String name, byte[] content) {
    Added added = add(name, content);
    assertThat(added).as(name).isInstanceOf(Added.Kept.class);
    return ((Added.Kept) added).documentId();
  }

  private byte[] read(String id) throws IOException {
    try (InputStream in = documents.open(ALEX, caseRef, id).orElseThrow().open()) {
      return in.readAllBytes();
    }
  }

  private long count(String table) {
    return haven.db.sql("select count(*) from " + table).query(Long.class).single();
  }

  private List<String> audited() {
    return haven
        .db
        .sql("select action from audit_entry where case_ref = ? order by id")
        .param(caseRef.value())
        .query(String.class)
        .list();
  }

  static Stream<Arguments> honest() {
    return Stream.of(
        Arguments.of("door.JPG", Samples.photo("jpg", 400, 300), FileKind.JPEG),
        Arguments.of("screen.png", Samples.photo("png", 400, 300), FileKind.PNG),
        Arguments.of("no ending", Samples.photo("gif", 40, 30), FileKind.GIF),
        Arguments.of("letter.pdf", Samples.pdf(List.of("Dear", "Sir")), FileKind.PDF),
        Arguments.of("photo.pdf", Samples.pdfWithPicture(40, 30), FileKind.PDF),
        Arguments.of("../../etc/passwd", text("Plain words of a text.\n"), FileKind.TEXT),
        Arguments.of("scan.tif", Samples.photo("tif", 400, 300), FileKind.TIFF),
        Arguments.of("log.docx", Samples.word(Map.of()), FileKind.WORD),
        Arguments.of(
            "sums.xlsx",
            Samples.zip(Map.of("[Content_Types].xml", text("x"), "xl/workbook.xml", text("x"))),
            FileKind.SHEET),
        Arguments.of(
            "open.odt",
            Samples.zip(Map.of("mimetype", text("application/vnd.oasis.opendocument.text"))),
            FileKind.OPEN_TEXT),
        Arguments.of(
            "mail.eml",
            text(
                "Received: from a.example by b.example; Tue, 3 Mar 2026 09:00:00 +0000\r\n"
                    + "From: a@example.org\r\nTo: b@example.org\r\nSubject: Tuesday\r\n"
                    + "Message-ID: <1@example.org>\r\n\r\nSee you.\r\n"),
            FileKind.MAIL),
        Arguments.of("scan.2026-11-04", text("Plain words of a text.\n"), FileKind.TEXT));
  }

  @ParameterizedTest
  @MethodSource("honest")
  void shouldKeepAFileAsItCame_whateverKindItIs(String name, byte[] content, FileKind kind)
      throws IOException {
    // when
    String id = kept(name, content);
    // then
    var document = documents.of(ALEX, caseRef).getFirst();
    assertThat(document.kind()).isEqualTo(kind);
    assertThat(document.size()).isEqualTo(content.length);
    assertThat(document.scanned()).isTrue();
    assertThat(document.name().clear()).isEqualTo(name);
    assertThat(read(id)).isEqualTo(content);
    assertThat(CLAMD.seen().getLast()).isEqualTo(content.length);
  }

  static Stream<Arguments> dishonest() {
    byte[] exe = Arrays.copyOf(text("MZ\u0090\0\3\0\0\0\4\0\0\0"), 4000);
    byte[] wide = Samples.photo("png", 400, 300);
    // the width that the file claims: 65,536 dots
    System.arraycopy(new byte[] {0, 1, 0, 0}, 0, wide, 16, 4);
    return Stream.of(
        Arguments.of("nothing.pdf", new byte[0], FileRefusal.EMPTY),
        Arguments.of("letter.pdf", Samples.photo("jpg", 40, 30), FileRefusal.NAME_LIES),
        Arguments.of("door.jpg", Samples.pdf(List.of("x")), FileRefusal.NAME_LIES),
        Arguments.of("door.jpg.exe", Samples.photo("jpg", 40, 30), FileRefusal.NAME_LIES),
        Arguments.of("log.xlsx", Samples.word(Map.of()), FileRefusal.NAME_LIES),
        Arguments.of("door.jpg", exe, FileRefusal.NOT_TAKEN),
        Arguments.of(
            "door.txt", text("<html><script>alert(1)</script></html>"), FileRefusal.NOT_TAKEN),
        Arguments.of(
            "door.svg",
            text("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            FileRefusal.NOT_TAKEN),
        Arguments.of("log.docx", Samples.zip(Map.of("run.exe", text("MZ"))), FileRefusal.NOT_TAKEN),
        Arguments.of(
            "log.docx",
            Samples.word(Map.of("word/vbaProject.bin", text("x"))),
            FileRefusal.PROGRAM),
        Arguments.of("log.docx", Samples.zipBomb(25), FileRefusal.BOMB),
        Arguments.of("letter.pdf", Samples.pdfBomb(25, 1), FileRefusal.BOMB),
        Arguments.of("letter.pdf", Samples.pdfBomb(25, 2), FileRefusal.BOMB),
        Arguments.of("letter.pdf", Samples.pdfBombInLetters(25, true), FileRefusal.BOMB),
        Arguments.of("letter.pdf", Samples.pdfBombInLetters(25, false), FileRefusal.BOMB),
        Arguments.of("letter.pdf", Samples.pdfBombOfRuns(25), FileRefusal.BOMB),
        Arguments.of("letter.pdf", Samples.pdfBombOfCodes(3), FileRefusal.BOMB),
        Arguments.of("letter.pdf", Samples.pdfWithPicture(9000, 9000), FileRefusal.BOMB),
        Arguments.of("scan.tif", Samples.photo("tif", 3100, 3000), FileRefusal.BOMB),
        Arguments.of("door.png", wide, FileRefusal.BOMB),
        Arguments.of("letter.pdf", text("%PDF-1.7\nand nothing else of it"), FileRefusal.DAMAGED),
        Arguments.of("letter.pdf", Samples.pdf(List.of("x"), "secret"), FileRefusal.LOCKED),
        Arguments.of("note.txt", text("This brings a VIRUS along"), FileRefusal.INFECTED),
        Arguments.of("note.txt", text("x".repeat(8 << 20) + "y"), FileRefusal.TOO_LARGE),
        // the scanner did not look through it, so it is not kept as if it had
        Arguments.of("note.txt", text("x".repeat(4_000_000)), FileRefusal.SCANNER_AWAY));
  }

  @ParameterizedTest
  @MethodSource("dishonest")
  void shouldRefuseAndLeaveTheCaseAsItWas_whenAFileIsNotWhatItShouldBe(
      String name, byte[] content, FileRefusal why) {
    long lines = count("timeline");
    assertThat(refusal(name, content)).isEqualTo(why);
    assertThat(count("document")).isZero();
    assertThat(count("sealed_piece")).isZero();
    assertThat(count("timeline")).isEqualTo(lines);
    assertThat(audited()).contains("refuse-document");
  }

  @Test
  void shouldKeepOneFile_whenAPageIsSentTwice() throws Exception {
    // given
    UUID page = UUID.randomUUID();
    Callable<Added> sending =
        () ->
            documents.add(
                ALEX, caseRef, "a.txt", "A", page, new ByteArrayInputStream(text("some words")));
    // when: at once, and again later
    Added first;
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      var sent = two.invokeAll(List.of(sending, sending));
      first = sent.getFirst().get();
      assertThat(sent.getLast().get()).isEqualTo(first);
    }
    assertThat(sending.call()).isEqualTo(first);
    // then
    assertThat(count("document")).isEqualTo(1);
    assertThat(count("sealed_piece")).isEqualTo(1);
    assertThat(audited()).containsOnlyOnce("add-document");
    // another file by the same page, as after going back to it, is kept too
    assertThat(
            documents.add(
                ALEX, caseRef, "a.txt", "A", page, new ByteArrayInputStream(text("not these"))))
        .isNotEqualTo(first);
    assertThat(count("document")).isEqualTo(2);
    // the mark of a page says nothing in another case
    CaseRef another = haven.aCase();
    assertThat(
            documents.add(
                ALEX, another, "a.txt", "A", page, new ByteArrayInputStream(text("other words"))))
        .isNotEqualTo(first);
  }

  @Test
  void shouldKeepNothing_whenTheSenderBreaksOff() {
    var broken =
        new InputStream() {
          private int left = 200_000;

          @Override
          public int read() throws IOException {
            if (--left < 0) {
              throw new IOException("gone");
            }
            return 'x';
          }
        };
    assertThat(documents.add(ALEX, caseRef, "note.txt", "A text", UUID.randomUUID(), broken))
        .isEqualTo(new Added.Refused(FileRefusal.CUT_OFF));
    assertThat(count("sealed_piece")).isZero();
  }

  @Test
  void shouldHoldNothingInClear_andOpenNowhereElse_whenAFileIsKept() throws IOException {
    // given: several pieces
    byte[] content = new byte[2_500_000];
    new Random(7).nextBytes(content);
    System.arraycopy(text("Plain words, as a text begins. "), 0, content, 0, 31);
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) ('a' + (content[i] & 15));
    }
    String id = kept("secret-street.txt", content);
    // then
    assertThat(count("sealed_piece")).isEqualTo(3);
    String dump =
        haven.db.sql("select string_agg(d::text, ' ') from document d").query(String.class).single()
            + haven
                .db
                .sql("select string_agg(p::text, ' ') from sealed_piece p")
                .query(String.class)
                .single()
            + haven
                .db
                .sql("select string_agg(a::text, ' ') from audit_entry a")
                .query(String.class)
                .single();
    assertThat(dump)
        .doesNotContain("secret-street", "Zebrafish", new String(content, 0, 40))
        .doesNotContain(HexFormat.of().formatHex(content, 1000, 1040));
    assertThat(read(id)).isEqualTo(content);
    // another file's pieces under this name
    String other = kept("other.txt", content);
    TestDatabase.owner(haven.db)
        .sql("alter table sealed_piece disable trigger sealed_piece_append_only")
        .update();
    haven.db.sql("delete from sealed_piece where file_id = ?").param(id).update();
    haven
        .db
        .sql("update sealed_piece set file_id = ? where file_id = ?")
        .params(id, other)
        .update();
    assertThatThrownBy(() -> documents.open(ALEX, caseRef, id))
        .isInstanceOf(TamperedValueException.class);
    assertThat(audited()).contains("find-document-changed");
  }

  @Test
  void shouldRefuseAFile_whenAByteOfItWasChangedOrItsEndIsGone() {
    String id = kept("a.txt", text("words ".repeat(400_000)));
    TestDatabase.owner(haven.db)
        .sql("alter table sealed_piece disable trigger sealed_piece_append_only")
        .update();
    haven
        .db
        .sql(
            "update sealed_piece set bytes = set_byte(bytes, 500, 255 - get_byte(bytes, 500))"
                + " where n = 1")
        .update();
    assertThatThrownBy(() -> documents.open(ALEX, caseRef, id))
        .isInstanceOf(TamperedValueException.class);
    String cut = kept("b.txt", text("words ".repeat(400_000)));
    haven.db.sql("delete from sealed_piece where file_id = ? and n = 2").param(cut).update();
    assertThatThrownBy(() -> documents.open(ALEX, caseRef, cut))
        .isInstanceOf(TamperedValueException.class);
    // the rest stays usable
    assertThat(documents.of(ALEX, caseRef)).hasSize(2);
  }

  @Test
  void shouldReadNothing_whenTheCasesKeyIsDestroyed() {
    String id = kept("a.txt", text("some words"));
    new TransactionTemplate(haven.get(PlatformTransactionManager.class))
        .executeWithoutResult(_ -> haven.get(Sealing.class).destroy(KeyScope.of(caseRef)));
    assertThatThrownBy(() -> documents.open(ALEX, caseRef, id))
        .isInstanceOf(KeyDestroyedException.class);
  }

  @Test
  void shouldTellNothing_whenSomebodyMayNotOpenTheCase() {
    String id = kept("a.txt", text("some words"));
    for (var who : List.of(TERRY, AUDREY)) {
      assertThat(documents.open(who, caseRef, id)).isEmpty();
      assertThat(documents.count(who, caseRef)).isZero();
      assertThatThrownBy(() -> documents.of(who, caseRef)).isInstanceOf(NoSuchCaseException.class);
      assertThatThrownBy(
              () ->
                  documents.add(
                      who, caseRef, "a.txt", "A", UUID.randomUUID(), InputStream.nullInputStream()))
          .isInstanceOf(NoSuchCaseException.class);
    }
    // nor another case's file by its id
    CaseRef another = haven.aCase();
    assertThat(haven.get(CaseFiles.class).find(ALEX, another)).isPresent();
    assertThat(documents.open(ALEX, another, id)).isEmpty();
  }

  @Test
  void shouldAuditEachLook_andKeepTheChainWhole() throws IOException {
    String id = kept("a.txt", text("some words"));
    read(id);
    documents.of(ALEX, caseRef);
    assertThat(audited()).contains("add-document", "read-document", "read-documents");
    assertThat(haven.get(AuditTrail.class).verify().holds()).isTrue();
  }

  @Test
  void shouldRemoveWhatWasNeverKept_onceItIsOld() {
    String id = kept("a.txt", text("some words"));
    haven
        .db
        .sql("insert into sealed_piece values ('DO-2222222222', 0, ?, 'x', ?)")
        .params(caseRef.value(), java.sql.Timestamp.from(haven.clock.instant()))
        .update();
    SealedFiles files = haven.get(SealedFiles.class);
    files.tidy();
    assertThat(count("sealed_piece")).isEqualTo(2);
    haven.clock.move(Duration.ofHours(25));
    files.tidy();
    assertThat(haven.db.sql("select file_id from sealed_piece").query(String.class).list())
        .containsExactly(id);
  }

  @Test
  void shouldNeverChangeARow_whenAFileIsKept() {
    kept("a.txt", text("some words"));
    assertThatThrownBy(() -> haven.db.sql("update document set by = 'x'").update())
        .hasMessageContaining("never changed");
    assertThatThrownBy(() -> haven.db.sql("update sealed_piece set bytes = 'x'").update())
        .hasMessageContaining("never changed");
  }
}
