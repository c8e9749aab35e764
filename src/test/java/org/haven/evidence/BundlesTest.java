package org.haven.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.AUDREY;
import static org.haven.testing.TestCasefile.SAM;
import static org.haven.testing.TestCasefile.TERRY;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.text.PDFTextStripper;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.DecisionLog;
import org.haven.casefile.FormRecord;
import org.haven.casefile.FormRecords;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.SafeContacts;
import org.haven.casefile.Timeline;
import org.haven.casefile.TimelineEntry;
import org.haven.evidence.BundleChecks.Objection;
import org.haven.evidence.BundleChoice.Cover;
import org.haven.evidence.BundleChoice.Exhibit;
import org.haven.evidence.BundleMaking.Made;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.platform.audit.AuditTrail;
import org.haven.platform.sealing.TamperedValueException;
import org.haven.testing.TestCasefile;
import org.haven.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;

@Tag("thorough")
@SuppressWarnings("NullAway")
class BundlesTest {
  private static final ActingPerson BRIDGET =
      new ActingPerson(
          "bridget", "Bridget Officer", Set.of(Role.OFFICER), Set.of(Team.HOUSING_SOLUTIONS));
  private static final Map<String, String> YES =
      Map.of(
          "recipientRight",
          "yes",
          "noSafeAddress",
          "yes",
          "noMarac",
          "yes",
          "neutralSender",
          "yes");

  private final TestCasefile haven = TestCasefile.with("org.haven.letters", "org.haven.evidence");
  private final Bundles bundles = haven.get(Bundles.class);
  private final BundleMaking making = haven.get(BundleMaking.class);
  private final BundleChecks checks = haven.get(BundleChecks.class);
  private final Documents documents = haven.get(Documents.class);
  private final CaseNotes notes = haven.get(CaseNotes.class);
  private final CaseRef caseRef = aCase();

  private CaseRef aCase() {
    CaseRef ref = haven.aCase();
    haven.get(CaseFiles.class).assignLead(ref, Team.HOUSING_SOLUTIONS, null, By.of(ALEX));
    haven
        .get(SafeContacts.class)
        .record(ref, true, Map.of("method", "phone", "detail", "01632 960123"), By.of(ALEX));
    return ref;
  }

  /** Plain words, where the pages have better ones. */
  private static final BundleMaking.Words WORDS =
      new BundleMaking.Words() {
        @Override
        public Map<String, String> answers(FormRecord record) {
          var answers = new LinkedHashMap<String, String>();
          record.answers().forEach((field, value) -> answers.put(field, String.valueOf(value)));
          return answers;
        }

        @Override
        public String title(FormRecord record) {
          return record.formId();
        }

        @Override
        public String sentence(TimelineEntry entry) {
          return entry.textKey();
        }

        @Override
        public String value(String name, @Nullable Object value) {
          return String.valueOf(value);
        }

        @Override
        public String plain(String code) {
          return code;
        }

        @Override
        public String name(String username) {
          return username;
        }

        @Override
        public String title(CaseNote note) {
          return note.kind() + (note.person() == null ? "" : " of " + note.person().clear());
        }
      };

  private UUID statement(String words) {
    var id = UUID.randomUUID();
    var entry =
        new CaseNotes.Entry(
            id,
            new Code("statement"),
            null,
            haven.clock.instant().minus(Duration.ofDays(1)),
            words,
            "Jordan Example");
    assertThat(notes.write(ALEX, caseRef, entry)).isEqualTo(CaseNotes.Written.KEPT);
    return id;
  }

  private String file(String name, byte[] content) {
    return ((Documents.Added.Kept)
            documents.add(
                ALEX,
                caseRef,
                name,
                "About " + name,
                UUID.randomUUID(),
                new ByteArrayInputStream(content)))
        .documentId();
  }

  private static BundleChoice choice(
      List<UUID> notes, List<UUID> records, List<Exhibit> exhibits, String... redact) {
    return new BundleChoice("court", true, true, records, notes, exhibits, List.of(redact));
  }

  private String make(BundleChoice choice) {
    Made made = making.make(ALEX, caseRef, UUID.randomUUID(), choice, WORDS);
    assertThat(made).isInstanceOf(Made.Kept.class);
    return ((Made.Kept) made).bundleId();
  }

  private byte[] pdf(String id) {
    try (var in = bundles.pdf(ALEX, caseRef, id).orElseThrow().open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(byte[] pdf) {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<BufferedImage> pictures(byte[] pdf) throws IOException {
    var pictures = new ArrayList<BufferedImage>();
    try (PDDocument document = Loader.loadPDF(pdf)) {
      for (var page : document.getPages()) {
        for (COSName name : page.getResources().getXObjectNames()) {
          if (page.getResources().getXObject(name) instanceof PDImageXObject image) {
            pictures.add(image.getImage());
          }
        }
      }
    }
    return pictures;
  }

  private UUID record(Map<String, ?> sealed) {
    return UUID.fromString(
        haven
            .get(FormRecords.class)
            .record(
                caseRef,
                haven.aJourney(caseRef, "report-domestic-abuse"),
                "Task_RecordDisclosure",
                "record-disclosure",
                Map.of(),
                Map.of(),
                sealed,
                By.of(ALEX)));
  }

  @Test
  void shouldHoldWhatWasChosen_withContentsPagesAndTheChain() throws IOException {
    // given
    haven
        .get(Timeline.class)
        .add(caseRef, null, "report", "A report was taken", Map.of(), "by telephone", By.of(ALEX));
    haven.get(Timeline.class).add(caseRef, null, "x", "The MARAC met", Map.of(), By.SYSTEM);
    haven
        .get(DecisionLog.class)
        .record(
            caseRef,
            null,
            "riskLevel",
            3,
            Map.of("level", "medium"),
            Map.of("level", "high"),
            LocalDate.of(2026, 11, 16),
            "She fears for the children",
            By.of(ALEX));
    chain();
    UUID statement = statement("He broke the door on Tuesday.");
    UUID record = record(Map.of("herWords", "I am <afraid> & tired."));
    String letter = file("letter.pdf", Samples.pdf(List.of("Dear neighbour", "Second page")));
    String photo = file("door.jpg", Samples.photo("jpg", 900, 600));

    // when
    String id =
        make(
            choice(
                List.of(statement),
                List.of(record),
                List.of(
                    new Exhibit(letter, List.of(), List.of()),
                    new Exhibit(photo, List.of(), List.of()))));

    // then
    byte[] pdf = pdf(id);
    String all = text(pdf);
    assertThat(all)
        .contains("Contents", "Chronology", "A report was taken by telephone")
        .doesNotContain("MARAC")
        .contains("statement of Jordan Example", "He broke the door on Tuesday.")
        .contains("I am <afraid> & tired.")
        .contains("Table riskLevel, version 3, as it stood on 16 November 2026")
        .contains("level: medium", "level: high", "She fears for the children")
        .contains("Exhibit 1: About letter.pdf, page 2", "Exhibit 2: About door.jpg")
        .contains(documents.open(ALEX, caseRef, letter).orElseThrow().digest().substring(0, 40))
        .contains("Row " + chained() + ", hash ")
        .containsPattern("Page 1 of \\d+")
        .containsPattern("Chronology\\s+\\.+ ?2");
    assertThat(pictures(pdf)).hasSize(3);
    var view = bundles.find(ALEX, caseRef, id).orElseThrow();
    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertThat(view.pages()).isEqualTo(document.getNumberOfPages());
    }
    assertThat(view.leftOut()).isEqualTo(1);
    assertThat(view.findings()).isEmpty();
    assertThat(view.status()).isEqualTo(BundleStatus.TO_CHECK);
    assertThat(new String(pdf, StandardCharsets.ISO_8859_1)).doesNotContain("Jordan");
    assertArchival(pdf);
  }

  private void chain() {
    try {
      haven.get(AuditTrail.class).chain();
    } catch (DuplicateKeyException e) {
      // the clock of this context chains too, and was first
    }
  }

  private long chained() {
    return haven.db.sql("select max(seq) from audit_chain").query(Long.class).single();
  }

  private static void assertArchival(byte[] pdf) {
    VeraGreenfieldFoundryProvider.initialise();
    try (var parser =
            Foundries.defaultInstance()
                .createParser(new ByteArrayInputStream(pdf), PDFAFlavour.PDFA_2_A);
        var validator =
            Foundries.defaultInstance()
                .createValidator(PDFAFlavour.PDFA_2_A, 20, false, true, false)) {
      var result = validator.validate(parser);
      assertThat(
              result.getTestAssertions().stream().map(a -> a.getRuleId() + ": " + a.getMessage()))
          .isEmpty();
      assertThat(result.isCompliant()).isTrue();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldHoldNoneOfTheWords_whenTheyAreToBeRemoved() throws IOException {
    // given: in the record, across a line, in a title, and in an exhibit
    UUID statement = statement("I went to my sister Marigold in Sample\nRow, then to MARIGOLD'S.");
    UUID record = record(Map.of("herWords", "Marigold, of 7 Sample-Row, helped."));
    String letter =
        file(
            "letter.pdf",
            Samples.pdf(
                List.of("Dear Marigold\nyou live in Sample\nRow as we know", "Other page")));

    // when
    String id =
        make(
            choice(
                List.of(statement),
                List.of(record),
                List.of(new Exhibit(letter, List.of(), List.of())),
                "Marigold",
                "sample row"));

    // then
    byte[] pdf = pdf(id);
    assertThat(text(pdf).toLowerCase(Locale.ROOT))
        .doesNotContain("marigold")
        .doesNotContainPattern("sample\\W*row")
        .contains("[removed]");
    assertThat(new String(pdf, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT))
        .doesNotContain("marigold");
    assertThat(bundles.find(ALEX, caseRef, id).orElseThrow().findings()).isEmpty();
    // the pages of the exhibit are pictures, and black where the words stood
    List<BufferedImage> pages = pictures(pdf);
    assertThat(pages).hasSize(2);
    int before = dark(pages.get(1));
    assertThat(dark(pages.get(0))).isGreaterThan(before * 3);
    assertThat(isBlack(pages.get(0), 60 + 40, 842 - 780 - 3)).isTrue();
    assertThat(choiceKeeps(id)).contains("Marigold");
  }

  @Test
  void shouldLeaveAPageOut_whereItCannotBeSureWhatStandsWhere() throws IOException {
    // given: a word over the end of a line; a page that is turned; a page to fill our memory
    byte[] pages = Samples.pdf(List.of("Dear Mari-\ngold, you", "Nothing"));
    String turned = file("turned.pdf", Samples.turned(pages, 90));
    String upright = file("upright.pdf", pages);
    String full = file("full.pdf", Samples.pdf(List.of("word ".repeat(30_000))));
    // when
    String id =
        make(
            choice(
                List.of(),
                List.of(),
                List.of(
                    new Exhibit(turned, List.of(), List.of()),
                    new Exhibit(upright, List.of(), List.of()),
                    new Exhibit(full, List.of(), List.of())),
                "Marigold"));
    // then
    assertThat(bundles.find(ALEX, caseRef, id).orElseThrow().unsure()).isEqualTo(2);
    assertThat(text(pdf(id))).contains("This page was left out.").doesNotContain("gold");
    List<BufferedImage> shown = pictures(pdf(id));
    assertThat(shown).hasSize(3);
    // both halves of the word are covered
    assertThat(isBlack(shown.get(1), 60 + 40, 842 - 780 - 3)).isTrue();
    assertThat(isBlack(shown.get(1), 60 + 15, 842 - 766 - 3)).isTrue();
  }

  @Test
  void shouldBeOneBundle_whenAPageIsSentTwice() {
    var choice = choice(List.of(statement("words")), List.of(), List.of());
    UUID page = UUID.randomUUID();
    Made first = making.make(ALEX, caseRef, page, choice, WORDS);
    assertThat(making.make(ALEX, caseRef, page, choice, WORDS)).isEqualTo(first);
    assertThat(bundles.count(ALEX, caseRef)).isEqualTo(1);
    // another choice by the same page, as after going back to it, is another bundle
    var other = choice(choice.notes(), List.of(), List.of(), "words");
    assertThat(making.make(ALEX, caseRef, page, other, WORDS)).isNotEqualTo(first);
    assertThat(ImageIO.getUseCache()).as("pictures in temporary files").isFalse();
  }

  private List<String> choiceKeeps(String id) {
    return bundles.choice(ALEX, caseRef, id).orElseThrow().redact();
  }

  /**
   * @param x in points from the left
   * @param y in points from the top
   */
  private static boolean isBlack(BufferedImage a4, int x, int y) {
    double scale = a4.getHeight() / 842.0;
    var color = new Color(a4.getRGB((int) (x * scale), (int) (y * scale)));
    return color.getRed() < 60 && color.getGreen() < 60 && color.getBlue() < 60;
  }

  private static int dark(BufferedImage image) {
    int dark = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        dark += (image.getRGB(x, y) & 0xff) < 60 ? 1 : 0;
      }
    }
    return dark;
  }

  @Test
  void shouldLeaveOutAndCover_whatTheOfficerSays() throws IOException {
    String letter = file("letter.pdf", Samples.pdf(List.of("One", "Two", "Three")));
    String photo = file("door.png", Samples.photo("png", 600, 600));
    String id =
        make(
            choice(
                List.of(),
                List.of(),
                List.of(
                    new Exhibit(letter, List.of(2), List.of(new Cover(3, 0, 0, 50, 50))),
                    new Exhibit(photo, List.of(), List.of(new Cover(1, 25, 25, 50, 50))))));
    byte[] pdf = pdf(id);
    assertThat(text(pdf)).contains("This page was left out.");
    List<BufferedImage> pages = pictures(pdf);
    assertThat(pages).hasSize(3);
    assertThat(isBlack(pages.get(1), 100, 100)).isTrue();
    assertThat(isBlack(pages.get(1), 500, 800)).isFalse();
    assertThat(isBlack(pages.get(2), 421, 421)).isTrue();
  }

  @Test
  void shouldNotPass_whileItNamesTheVaultHerContactOrAMarac() {
    // given: the address is learnt after the statement was written
    UUID statement =
        statement("I live at 12 Sample Row. Ring 01632 960123. The IDVA knows, MARAC too.");
    haven
        .get(AddressVault.class)
        .write(caseRef, Map.of("safeAddress", "12 Sample Row, Exampleton, EX1 2MP"), By.of(ALEX));
    String id = make(choice(List.of(statement), List.of(), List.of()));
    // then
    assertThat(bundles.find(SAM, caseRef, id).orElseThrow().findings())
        .contains("safe-address", "her-contact", "marac-words");
    assertThat(checks.check(SAM, caseRef, id, true, YES, null)).contains(Objection.FOUND);
    // and so in an exhibit
    String letter = file("letter.pdf", Samples.pdf(List.of("You live at 12 Sample Row.")));
    String second =
        make(choice(List.of(), List.of(), List.of(new Exhibit(letter, List.of(), List.of()))));
    assertThat(bundles.find(SAM, caseRef, second).orElseThrow().findings())
        .containsExactly("safe-address");
    // without the words it can
    String third =
        make(
            choice(
                List.of(statement),
                List.of(),
                List.of(new Exhibit(letter, List.of(), List.of())),
                "12 Sample Row",
                "01632 960123",
                "IDVA",
                "MARAC"));
    assertThat(bundles.find(SAM, caseRef, third).orElseThrow().findings()).isEmpty();
  }

  @Test
  void shouldPassByTwoOthers_andNeverByTheMakerOrOnePersonTwice() {
    String id = make(choice(List.of(statement("At 12 Sample Row.")), List.of(), List.of()));
    assertThat(checks.check(ALEX, caseRef, id, true, YES, null)).contains(Objection.SAME_PERSON);
    assertThat(checks.check(SAM, caseRef, id, true, YES, null)).isEmpty();
    assertThat(checks.check(SAM, caseRef, id, true, YES, null)).contains(Objection.SAME_PERSON);
    assertThat(bundles.find(SAM, caseRef, id).orElseThrow().status())
        .isEqualTo(BundleStatus.CHECKED_ONCE);
    assertThat(checks.check(BRIDGET, caseRef, id, true, YES, null)).isEmpty();
    var passed = bundles.find(ALEX, caseRef, id).orElseThrow();
    assertThat(passed.status()).isEqualTo(BundleStatus.PASSED);
    assertThat(List.of(passed.checker1(), passed.checker2())).containsExactly("sam", "bridget");
    assertThat(checks.check(BRIDGET, caseRef, id, false, YES, "no"))
        .contains(Objection.NONE_TO_CHECK);
    // what passed must not leave once more when she hides where it names her
    assertThat(passed.blocked()).isFalse();
    haven
        .get(AddressVault.class)
        .write(caseRef, Map.of("safeAddress", "12 Sample Row, Exampleton, EX1 2MP"), By.of(ALEX));
    assertThat(bundles.find(ALEX, caseRef, id).orElseThrow().findings())
        .containsExactly("safe-address");
  }

  @Test
  void shouldGoBack_whenACheckerWantsItChanged() {
    String id = make(choice(List.of(statement("words")), List.of(), List.of(), "secret"));
    assertThat(checks.check(SAM, caseRef, id, false, YES, "Take out page 2")).isEmpty();
    var returned = bundles.find(ALEX, caseRef, id).orElseThrow();
    assertThat(returned.status()).isEqualTo(BundleStatus.RETURNED);
    assertThat(returned.toChange().clear()).isEqualTo("Take out page 2");
    assertThat(bundles.choice(ALEX, caseRef, id).orElseThrow().redact()).containsExactly("secret");
  }

  @Test
  void shouldNotPass_whenTheContactRulesChangedMeanwhile() {
    String id = make(choice(List.of(statement("words")), List.of(), List.of()));
    haven.clock.move(Duration.ofMinutes(1));
    haven
        .get(SafeContacts.class)
        .record(caseRef, true, Map.of("method", "email", "detail", "a@example.org"), By.of(ALEX));
    assertThat(bundles.find(SAM, caseRef, id).orElseThrow().stale()).isTrue();
    assertThat(checks.check(SAM, caseRef, id, true, YES, null)).contains(Objection.STALE);
  }

  @Test
  void shouldSayWhatIsWrong_whenItCannotBePutTogether() {
    var nothing =
        new BundleChoice("court", false, false, List.of(), List.of(), List.of(), List.of());
    assertThat(making.make(ALEX, caseRef, UUID.randomUUID(), nothing, WORDS))
        .isEqualTo(new Made.Empty());
    String text = file("a.txt", Samples.text("plain words\n"));
    assertThat(
            making.make(
                ALEX,
                caseRef,
                UUID.randomUUID(),
                choice(List.of(), List.of(), List.of(new Exhibit(text, List.of(), List.of()))),
                WORDS))
        .isEqualTo(new Made.Unreadable(text));
    assertThat(haven.db.sql("select count(*) from bundle").query(Long.class).single()).isZero();
  }

  @Test
  void shouldTellNothing_whenSomebodyMayNotOpenTheCase() {
    String id = make(choice(List.of(statement("words")), List.of(), List.of()));
    for (var who : List.of(TERRY, AUDREY)) {
      assertThat(bundles.pdf(who, caseRef, id)).isEmpty();
      assertThat(bundles.count(who, caseRef)).isZero();
      assertThatThrownBy(() -> bundles.find(who, caseRef, id))
          .isInstanceOf(NoSuchCaseException.class);
      assertThatThrownBy(() -> checks.check(who, caseRef, id, true, YES, null))
          .isInstanceOf(NoSuchCaseException.class);
      assertThatThrownBy(
              () ->
                  making.make(
                      who,
                      caseRef,
                      UUID.randomUUID(),
                      choice(List.of(), List.of(), List.of()),
                      WORDS))
          .isInstanceOf(NoSuchCaseException.class);
    }
  }

  @Test
  void shouldHoldNothingInClearAndRefuseAChangedOne_whenABundleIsKept() {
    String id = make(choice(List.of(statement("The Zebrafish words")), List.of(), List.of()));
    assertThat(haven.db.sql("select b::text from bundle b").query(String.class).single())
        .doesNotContain("Zebrafish", "Jordan");
    TestDatabase.owner(haven.db)
        .sql("alter table sealed_piece disable trigger sealed_piece_append_only")
        .update();
    haven
        .db
        .sql("update sealed_piece set bytes = set_byte(bytes, 90, 255 - get_byte(bytes, 90))")
        .update();
    assertThatThrownBy(() -> bundles.pdf(ALEX, caseRef, id))
        .isInstanceOf(TamperedValueException.class);
  }

  /** Prints figures; fails only on what no machine should need. */
  @Test
  void shouldMakeThreeHundredPages_inBoundedMemory() throws IOException {
    // given: 170 pages of words, 100 of PDF, 30 photos
    String page =
        IntStream.range(0, 42)
            .mapToObj(i -> "On day " + i + " he came to the door again and shouted for an hour.\n")
            .reduce("", String::concat);
    List<UUID> statements =
        IntStream.range(0, 165).mapToObj(i -> statement("Statement " + i + ". " + page)).toList();
    String printed =
        IntStream.range(0, 50)
            .mapToObj(
                i -> "Line " + i + " of a letter that somebody wrote to the housing office.\n")
            .reduce("", String::concat);
    var exhibits = new ArrayList<Exhibit>();
    for (int i = 0; i < 4; i++) {
      String letters =
          file(
              "letters.pdf",
              Samples.pdf(
                  IntStream.range(0, 25).mapToObj(n -> "Page " + n + "\n" + printed).toList()));
      exhibits.add(new Exhibit(letters, List.of(), List.of()));
    }
    byte[] photo = Samples.photo("jpg", 4000, 3000);
    for (int i = 0; i < 30; i++) {
      exhibits.add(new Exhibit(file("photo.jpg", photo), List.of(), List.of()));
    }
    List<MemoryPoolMXBean> heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    System.gc();
    long before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    heap.forEach(MemoryPoolMXBean::resetPeakUsage);

    // when
    long start = System.nanoTime();
    String id = make(choice(statements, List.of(), exhibits, "Marigold"));
    double seconds = (System.nanoTime() - start) / 1e9;

    // then
    long peak = heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    var view = bundles.find(ALEX, caseRef, id).orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "bundle: %d pages, %.1f MB, %.1f s, heap %d MB before, %d MB at most%n",
        view.pages(),
        view.size() / 1e6,
        seconds,
        before >> 20,
        peak >> 20);
    assertThat(view.pages()).isGreaterThanOrEqualTo(300);
    assertThat(seconds).isLessThan(180);
  }
}
