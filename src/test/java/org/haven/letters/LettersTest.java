package org.haven.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.SAM;
import static org.haven.testing.TestCasefile.TERRY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseDisposal;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.FormRecords;
import org.haven.casefile.NewCase;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.SafeContacts;
import org.haven.casefile.Timeline;
import org.haven.casefile.clocks.ClockMoves;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.Team;
import org.haven.platform.sealing.Sealed;
import org.haven.testing.TestCasefile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class LettersTest {
  private static final Path QUEUE = folder();
  private static final JourneyId JOURNEY = new JourneyId("J-TESTLETTER");

  static {
    System.setProperty("haven.letters.print-queue", QUEUE.toString());
  }

  private final TestCasefile haven = TestCasefile.with("org.haven.letters");
  private final Letters letters = haven.get(Letters.class);
  private final LetterMaking making = haven.get(LetterMaking.class);
  private final LetterChecks checks = haven.get(LetterChecks.class);
  private final LetterCorrections corrections = haven.get(LetterCorrections.class);
  private final LetterSending sending = haven.get(LetterSending.class);
  private final SafeContacts contacts = haven.get(SafeContacts.class);
  private final CaseRef caseRef = aCase();
  private long step = 100;

  private static Path folder() {
    try {
      return Files.createTempDirectory("print-queue");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  static void tidy() throws IOException {
    try (var files = Files.list(QUEUE)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(QUEUE);
  }

  private CaseRef aCase() {
    var cases = haven.get(CaseFiles.class);
    CaseRef ref =
        cases.open(
            new NewCase(
                new Code("phone"), haven.clock.instant(), "alex", Team.HOUSING_SOLUTIONS, true),
            By.of(ALEX));
    cases.assignLead(ref, Team.HOUSING_SOLUTIONS, null, By.SYSTEM);
    var people = haven.get(People.class);
    people.add(ref, PersonKind.VICTIM, Map.of("name", "Maya Sample"), By.of(ALEX));
    people.add(
        ref,
        PersonKind.PERPETRATOR,
        Map.of("name", "Jay Sample", "address", "1 Example Row, Sampleton"),
        By.of(ALEX));
    return ref;
  }

  private void reachedBy(String method, String detail) {
    contacts.record(
        caseRef,
        true,
        Map.of("method", method, "detail", detail, "codeWord", "marigold"),
        By.of(ALEX));
  }

  private void known(String name, Object value) {
    haven.get(CaseFacts.class).put(caseRef, Map.of(name, value), By.of(ALEX));
  }

  private LetterMaking.Made make(String template, String recipient) {
    return making.make(caseRef, JOURNEY, new Code(template), new Code(recipient), 7, step++);
  }

  private Code made(String template, String recipient) {
    return ((LetterMaking.Made.Draft) make(template, recipient)).letterId();
  }

  private LetterView view() {
    return letters.ofInstance(ALEX, 7).orElseThrow();
  }

  private static Map<String, String> allRight() {
    return Map.of(
        "recipientRight", "yes", "noSafeAddress", "yes", "noMarac", "yes", "neutralSender", "yes");
  }

  private Code passed(String template, String recipient) {
    Code id = made(template, recipient);
    checks.checked(ALEX, 7, true, allRight());
    checks.checked(SAM, 7, true, allRight());
    return id;
  }

  private PDDocument open(Code letterId) throws IOException {
    return Loader.loadPDF(letters.pdf(ALEX, caseRef, letterId.value()).orElseThrow());
  }

  @Test
  void shouldBeAnAccessiblePdf_whenMade() throws IOException {
    // given
    reachedBy("post", "c/o The Corner Shop, 2 Example Row, Sampleton");
    // when
    Code id = made("plain-letter", "victim");
    // then
    try (PDDocument pdf = open(id)) {
      var catalog = pdf.getDocumentCatalog();
      assertThat(catalog.getMarkInfo().isMarked()).isTrue();
      assertThat(catalog.getStructureTreeRoot()).isNotNull();
      assertThat(catalog.getLanguage()).isEqualTo("en-GB");
      assertThat(pdf.getDocumentInformation().getTitle()).isEqualTo("About your housing");
      for (var name : pdf.getPage(0).getResources().getFontNames()) {
        assertThat(pdf.getPage(0).getResources().getFont(name).isEmbedded()).isTrue();
      }
      assertThat(new PDFTextStripper().getText(pdf))
          .contains(
              "Housing Services",
              "Dear Maya Sample",
              "16 November 2026",
              id.value(),
              "We would like to talk with you about your housing.")
          .doesNotContain(caseRef.value(), "Corner Shop", "not on record");
    }
  }

  @Test
  void shouldBePrintedLarger_whenSheAskedForLargePrint() throws IOException {
    reachedBy("post", "Box 5, Sampleton");
    var people = haven.get(People.class);
    people.revise(
        caseRef,
        people.ref(caseRef, PersonKind.VICTIM).orElseThrow(),
        Map.of("format", "large-print"),
        By.of(ALEX));
    try (PDDocument pdf = open(made("plain-letter", "victim"))) {
      var sizes = new java.util.TreeSet<Float>();
      new PDFTextStripper() {
        @Override
        protected void processTextPosition(org.apache.pdfbox.text.TextPosition text) {
          sizes.add(text.getFontSizeInPt());
          super.processTextPosition(text);
        }
      }.getText(pdf);
      assertThat(sizes).contains(18f).doesNotContain(12f);
    }
    assertThat(view().format()).isEqualTo("large-print");
  }

  @Test
  void shouldNameWhatIsToBeOrdered_whenSheReadsBraille() {
    reachedBy("post", "Box 5, Sampleton");
    var people = haven.get(People.class);
    people.revise(
        caseRef,
        people.ref(caseRef, PersonKind.VICTIM).orElseThrow(),
        Map.of("format", "braille"),
        By.of(ALEX));
    made("plain-letter", "victim");
    assertThat(view().findings()).containsExactly(new Finding("format", "braille", false));
    assertThat(view().blocked()).isFalse();
  }

  @Test
  void shouldMakeOneDraft_whenTheJobRunsTwice() {
    reachedBy("post", "Box 5, Sampleton");
    var first = making.make(caseRef, JOURNEY, new Code("plain-letter"), new Code("victim"), 7, 5);
    var again = making.make(caseRef, JOURNEY, new Code("plain-letter"), new Code("victim"), 7, 5);
    assertThat(again).isEqualTo(first);
    assertThat(haven.db.sql("select count(*) from letter_draft").query(Long.class).single())
        .isEqualTo(1);
  }

  @Test
  void shouldNotBeMade_whenSheCannotBeReachedSafely() {
    assertThat(make("plain-letter", "victim")).isInstanceOf(LetterMaking.Made.ContactNotSafe.class);
    reachedBy("post", "Box 5, Sampleton");
    haven.clock.move(Duration.ofDays(28));
    assertThat(make("plain-letter", "victim")).isInstanceOf(LetterMaking.Made.ContactNotSafe.class);
  }

  @Test
  void shouldNotBeMadeForAPerpetrator_whenItTellsOfHer() {
    assertThat(make("plain-letter", "perpetrator"))
        .isEqualTo(new LetterMaking.Made.Refused(new Code("wrong-reader")));
  }

  @Test
  void shouldWaitForHerWishes_whenItFacesThePerpetrator() {
    assertThat(make("test-warning", "perpetrator"))
        .isEqualTo(new LetterMaking.Made.Refused(new Code("wishes-missing")));
    known("wishesRecorded", Known.UNKNOWN);
    assertThat(make("test-warning", "perpetrator")).isInstanceOf(LetterMaking.Made.Refused.class);
    known("wishesRecorded", Known.YES);
    assertThat(make("test-warning", "perpetrator")).isInstanceOf(LetterMaking.Made.Draft.class);
    // who decides despite her wishes is told that they stand against it
    assertThat(view().findings()).contains(new Finding("wishes", null, false));
    known("victimWishes", new Code("supports"));
    known("actionUnsafe", Known.NO);
    assertThat(view().findings()).isEmpty();
  }

  @Test
  void shouldNotPass_whenTheSafeAddressIsInIt() {
    reachedBy("post", "Box 5, Sampleton");
    haven
        .get(AddressVault.class)
        .write(
            caseRef,
            Map.of("safeAddress", "Flat 3, 17 Hidden Lane, Sampleton, ZZ9 9ZZ"),
            By.of(ALEX));
    made("plain-letter", "victim");
    assertThat(view().blocked()).isFalse();
    for (String slip : List.of("Come to 17, hidden lane.", "Your postcode zz99zz is right.")) {
      checks.checked(ALEX, 7, false, Map.of());
      corrections.correct(ALEX, 7, slip, "Try");
      made("plain-letter", "victim");
      assertThat(view().findings()).as(slip).contains(new Finding("safe-address", null, true));
      assertThat(checks.objection(ALEX, 7)).contains(LetterChecks.Objection.FOUND);
      assertThatThrownBy(() -> checks.checked(ALEX, 7, true, allRight()))
          .isInstanceOf(IllegalStateException.class);
    }
    corrections.correct(ALEX, 7, "We will meet in Sampleton.", null);
    made("plain-letter", "victim");
    assertThat(view().blocked()).isFalse();
  }

  @Test
  void shouldNotPass_whenTheRegistersAddressOfHerNewHomeIsInIt() {
    reachedBy("post", "Box 5, Sampleton");
    haven
        .get(AddressVault.class)
        .write(
            caseRef,
            Map.of(
                "registerAddress1", "Rose Cottage",
                "registerAddress2", "12 Mill Lane",
                "registerTown", "Sampleton",
                "registerPostcode", "ZZ8 8ZZ"),
            By.of(ALEX));
    made("plain-letter", "victim");
    for (String slip :
        List.of("Meet us at rose cottage.", "Go to 12 Mill Lane.", "It is ZZ88ZZ.")) {
      corrections.correct(ALEX, 7, slip, "Try");
      made("plain-letter", "victim");
      assertThat(view().findings()).as(slip).contains(new Finding("safe-address", null, true));
    }
    corrections.correct(ALEX, 7, "We will meet in Sampleton.", null);
    made("plain-letter", "victim");
    assertThat(view().blocked()).isFalse();
  }

  @Test
  void shouldNotPass_whenAnAddressWithoutANumberIsInIt() {
    reachedBy("post", "Box 5, Sampleton");
    haven
        .get(AddressVault.class)
        .write(caseRef, Map.of("safeAddress", "Orchard House, Mill Lane\nSampleton"), By.of(ALEX));
    haven
        .get(AddressVault.class)
        .write(caseRef, Map.of("safeAddress", "Maya Sample, Orchard House"), By.of(ALEX));
    made("plain-letter", "victim");
    for (String slip :
        List.of("Come to Orchard House.", "Orchard House, Mill Lane, Sampleton is yours.")) {
      corrections.correct(ALEX, 7, slip, "Try");
      made("plain-letter", "victim");
      assertThat(view().findings()).as(slip).contains(new Finding("safe-address", null, true));
    }
    corrections.correct(ALEX, 7, "We will meet near Mill Lane.", null);
    made("plain-letter", "victim");
    assertThat(view().blocked()).isFalse();
  }

  @Test
  void shouldNotPass_whenTheEnvelopeWouldNameAKindOfPerson() throws IOException {
    // given: nobody's name is known
    var cases = haven.get(CaseFiles.class);
    var ref =
        cases.open(
            new NewCase(
                new Code("phone"), haven.clock.instant(), "alex", Team.HOUSING_SOLUTIONS, true),
            By.of(ALEX));
    cases.assignLead(ref, Team.HOUSING_SOLUTIONS, null, By.SYSTEM);
    haven.get(CaseFacts.class).put(ref, Map.of("wishesRecorded", Known.YES), By.of(ALEX));

    // when
    making.make(ref, JOURNEY, new Code("test-warning"), new Code("perpetrator"), 8, step++);

    // then
    var made = letters.ofInstance(ALEX, 8).orElseThrow();
    assertThat(made.recipientName()).isNull();
    assertThat(made.findings()).contains(new Finding("missing", "recipient.name", true));
    assertThat(made.blocked()).isTrue();
  }

  @Test
  void shouldNotPass_whenTheNameOnTheEnvelopeTells() {
    making.make(caseRef, JOURNEY, new Code("test-needs"), new Code("agency-abuse-hub"), 8, step++);
    assertThat(letters.ofInstance(ALEX, 8).orElseThrow().findings())
        .contains(new Finding("envelope", "abuse", true));
  }

  @Test
  void shouldLeadIntoTheOnlineAccountOnly_whenSheSaidYesToIt() {
    for (var said : Map.of("yes", Route.NOTICE, "no", Route.HAND_OVER).entrySet()) {
      contacts.record(
          caseRef,
          true,
          Map.of("method", "email", "detail", "maya@example.org", "portal", said.getKey()),
          By.of(ALEX));
      assertThat(Route.of(Reader.VICTIM, contacts.forSending(caseRef), true))
          .isEqualTo(said.getValue());
    }
    // not asked is no
    reachedBy("email", "maya@example.org");
    assertThat(Route.of(Reader.VICTIM, contacts.forSending(caseRef), true))
        .isEqualTo(Route.HAND_OVER);
  }

  @Test
  void shouldNotPass_whenAPerpetratorWouldLearnOfHerHelp() {
    reachedBy("phone", "01632 960001");
    known("wishesRecorded", Known.YES);
    made("test-warning", "perpetrator");
    var slips =
        Map.of(
            "The Marac met.", "marac-words",
            "She is in a refuge.", "help-words",
            "Ring 01632960001.", "her-contact",
            "Say Marigold.", "her-contact");
    slips.forEach(
        (words, code) -> {
          corrections.correct(ALEX, 7, words, null);
          made("test-warning", "perpetrator");
          assertThat(view().findings()).as(words).anyMatch(f -> f.code().equals(code));
          assertThat(view().blocked()).isTrue();
        });
    corrections.correct(ALEX, 7, "Maya Sample lives here.", null);
    made("test-warning", "perpetrator");
    assertThat(view().findings()).contains(new Finding("her-name", null, false));
    assertThat(view().blocked()).isFalse();
  }

  @Test
  void shouldNotPass_whenAnAgencyWouldLearnHowSheIsReached() {
    reachedBy("phone", "01632 960001");
    haven
        .get(FormRecords.class)
        .record(
            caseRef,
            JOURNEY,
            "Task_AnswerOmbudsman",
            "answer-ombudsman",
            Map.of(),
            Map.of(),
            Map.of("answer", "Maya Sample went to a refuge after the MARAC."),
            By.of(ALEX));
    made("ombudsman-answer", "agency");
    assertThat(view().findings()).isEmpty();
    for (String slip : List.of("Ring 01632960001.", "Say Marigold.")) {
      corrections.correct(ALEX, 7, slip, null);
      made("ombudsman-answer", "agency");
      assertThat(view().findings()).as(slip).contains(new Finding("her-contact", null, true));
      assertThat(view().blocked()).isTrue();
    }
  }

  @Test
  void shouldNotPass_whenSomethingItNeedsIsMissing() throws IOException {
    Code id = made("test-needs", "agency");
    assertThat(view().findings()).contains(new Finding("missing", "facts.answerBy", true));
    assertThat(view().blocked()).isTrue();
    try (PDDocument pdf = open(id)) {
      assertThat(new PDFTextStripper().getText(pdf)).contains("[not on record]");
    }
    known("answerBy", LocalDate.of(2026, 12, 1));
    made("test-needs", "agency");
    assertThat(view().blocked()).isFalse();
    try (PDDocument pdf = open(id)) {
      assertThat(new PDFTextStripper().getText(pdf)).contains("Please answer by 1 December 2026.");
    }
  }

  @Test
  void shouldTellWhatAFormOfTheJourneyGave_whenItsTemplateAsks() throws IOException {
    var forms = haven.get(FormRecords.class);
    var other = new JourneyId("J-OTHERLETTR");
    for (var given :
        Map.of(other, "Of another journey.", JOURNEY, "You asked us first.").entrySet()) {
      forms.record(
          caseRef,
          given.getKey(),
          "Task_Decide",
          "test-reasons",
          Map.of("reasons", "Letter.reasons", "safeAddress", "AddressVault.safeAddress"),
          Map.of(),
          Map.of("reasons", given.getValue(), "safeAddress", "17 Hidden Lane"),
          By.of(ALEX));
    }
    try (PDDocument pdf = open(made("test-reasons", "agency"))) {
      assertThat(new PDFTextStripper().getText(pdf))
          .contains("You asked us first.")
          .doesNotContain("another journey", "Hidden");
    }
  }

  @Test
  void shouldPromiseTheDayOfItsOwnJourney_whenAnotherIsGivenMoreTimeMeanwhile() throws IOException {
    // given: a complaint is given more time, and then a request for records
    haven
        .get(FormRecords.class)
        .record(
            caseRef,
            JOURNEY,
            "Task_InvestigateComplaint",
            "investigate-complaint",
            Map.of(),
            Map.of(),
            Map.of("reasons", "Somebody is away."),
            By.of(ALEX));
    var clocks = haven.get(ClockMoves.class);
    clocks.extend(caseRef, JOURNEY, "stage1", null, By.of(ALEX));
    haven.clock.move(Duration.ofDays(3));
    clocks.extend(caseRef, new JourneyId("J-OTHERLETTR"), "sar", null, By.of(ALEX));

    // then: ten working days from 16 November
    try (PDDocument pdf = open(made("complaint-more-time", "person-who-complained"))) {
      assertThat(new PDFTextStripper().getText(pdf))
          .contains("We will answer by", "30 November 2026")
          .doesNotContain("3 December 2026");
    }
  }

  @Test
  void shouldAskForTwoPeople_whenItIsChecked() {
    // given
    reachedBy("post", "Box 5, Sampleton");
    made("plain-letter", "victim");
    // when
    checks.checked(ALEX, 7, true, allRight());
    // then
    assertThat(view().status()).isEqualTo(LetterStatus.CHECKED_ONCE);
    assertThat(checks.objection(ALEX, 7)).contains(LetterChecks.Objection.SAME_PERSON);
    assertThatThrownBy(() -> checks.checked(ALEX, 7, true, allRight()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(checks.objection(SAM, 7)).isEmpty();
    checks.checked(SAM, 7, true, allRight());
    assertThat(view())
        .satisfies(
            l -> {
              assertThat(l.status()).isEqualTo(LetterStatus.CHECKED);
              assertThat(l.checker1()).isEqualTo("alex");
              assertThat(l.checker2()).isEqualTo("sam");
            });
  }

  @Test
  void shouldStartAnew_whenTheSecondCheckerSaysNo() {
    reachedBy("post", "Box 5, Sampleton");
    made("plain-letter", "victim");
    checks.checked(ALEX, 7, true, allRight());
    checks.checked(SAM, 7, false, Map.of("whatToChange", "The tone"));
    assertThat(view().status()).isEqualTo(LetterStatus.DRAFT);
    assertThat(view().checker1()).isNull();
    assertThat(view().toChange()).isEqualTo(new Sealed("The tone"));
    corrections.correct(ALEX, 7, "Softer words.", null);
    made("plain-letter", "victim");
    assertThat(view().draft()).isEqualTo(2);
    assertThat(view().toChange()).isNull();
    assertThat(view().paragraph()).isEqualTo(new Sealed("Softer words."));
    // the first draft is still on record
    assertThat(haven.db.sql("select count(*) from letter_draft").query(Long.class).single())
        .isEqualTo(2);
  }

  @Test
  void shouldGoToThePrintQueueOnce_whenTwoPassedIt() throws IOException {
    // given
    reachedBy("post", "c/o The Corner Shop, 2 Example Row, Sampleton");
    Code id = passed("plain-letter", "victim");
    // when
    assertThat(sending.send(caseRef, id)).isEqualTo(new LetterSending.Outcome.Sent());
    assertThat(sending.send(caseRef, id)).isEqualTo(new LetterSending.Outcome.Sent());
    // then
    assertThat(Files.readString(QUEUE.resolve(id + ".txt")))
        .contains(
            "Post in a plain envelope", "From: Housing Services", "Maya Sample\nc/o The Corner")
        .doesNotContain(caseRef.value());
    assertThat(QUEUE.resolve(id + ".pdf")).exists();
    assertThat(view().sentAt()).isEqualTo(haven.clock.instant());
    assertThat(timeline()).containsOnlyOnce("timeline.letter-sent");
  }

  @Test
  void shouldLeaveNoFile_whenTheRecordIsErased() throws IOException {
    // given one that the print room has not taken, and one of another case
    reachedBy("post", "c/o The Corner Shop, 2 Example Row, Sampleton");
    Code id = passed("plain-letter", "victim");
    sending.send(caseRef, id);
    Path half = Files.writeString(QUEUE.resolve("." + id + ".pdf.part"), "half");
    Path other = Files.writeString(QUEUE.resolve("LE-OTHER.pdf"), "another case");
    for (CaseStatus next : List.of(CaseStatus.OPEN, CaseStatus.CLOSED, CaseStatus.RETAINED)) {
      haven.get(CaseFiles.class).status(caseRef, next, By.SYSTEM);
    }

    // when
    haven.get(CaseDisposal.class).dispose(caseRef, JOURNEY, "Task_ApproveDisposal", "retention-");

    // then
    assertThat(QUEUE.resolve(id + ".pdf")).doesNotExist();
    assertThat(QUEUE.resolve(id + ".txt")).doesNotExist();
    assertThat(half).doesNotExist();
    assertThat(other).exists();
    assertThat(letters.pdf(ALEX, caseRef, id.value())).isEmpty();
  }

  private List<String> timeline() {
    return haven.db.sql("select text_key from timeline order by id").query(String.class).list();
  }

  @Test
  void shouldBeHandedOver_whenSheNamedNoWayThatALetterCanTake() throws IOException {
    reachedBy("phone", "01632 960001");
    Code id = passed("plain-letter", "victim");
    sending.send(caseRef, id);
    assertThat(Files.readString(QUEUE.resolve(id + ".txt")))
        .contains("Do not post")
        .doesNotContain("01632 960001");
  }

  @Test
  void shouldBeCheckedAgain_whenTheContactRulesChangedMeanwhile() {
    // given
    reachedBy("post", "Box 5, Sampleton");
    Code id = passed("plain-letter", "victim");
    // when
    reachedBy("phone", "01632 960002");
    // then
    assertThat(sending.send(caseRef, id)).isEqualTo(new LetterSending.Outcome.Stale());
    assertThat(sending.send(caseRef, id)).isEqualTo(new LetterSending.Outcome.Stale());
    assertThat(QUEUE.resolve(id + ".pdf")).doesNotExist();
    assertThat(view().status()).isEqualTo(LetterStatus.DRAFT);
    assertThat(checks.objection(ALEX, 7)).contains(LetterChecks.Objection.STALE);
    made("plain-letter", "victim");
    assertThat(checks.objection(ALEX, 7)).isEmpty();
    assertThat(view().route()).isEqualTo(Route.HAND_OVER);
  }

  /** What was handed to it, and what happens to Haven then. */
  private final class Post implements LetterPost {
    final List<Outgoing> given = new ArrayList<>();
    final List<String> onRecord = new ArrayList<>();
    @Nullable RuntimeException refusal;
    boolean dies;

    @Override
    public boolean takes(Route route, String recipient) {
      return true;
    }

    @Override
    public void send(Outgoing letter) {
      assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isFalse();
      if (refusal != null) {
        throw refusal;
      }
      given.add(letter);
      onRecord.add(haven.db.sql("select status from letter").query(String.class).single());
      if (dies) {
        throw new NodeLost();
      }
    }
  }

  /** The node is gone: nothing of Haven runs after it. */
  private static final class NodeLost extends Error {}

  private LetterSending by(Post post) {
    var posts = new DefaultListableBeanFactory();
    posts.registerSingleton("post", post);
    return new LetterSending(
        haven.db,
        haven.clock,
        haven.get(Audit.class),
        contacts,
        haven.get(Timeline.class),
        haven.get(LettersProperties.class),
        haven.get(LetterRows.class),
        haven.get(OpenedLetters.class),
        posts.getBeanProvider(LetterPost.class),
        haven.get(PlatformTransactionManager.class));
  }

  @Test
  void shouldBeOnRecordBeforeItLeaves() {
    // given
    reachedBy("post", "Box 5, Sampleton");
    Code id = passed("plain-letter", "victim");
    var post = new Post();
    // when
    by(post).send(caseRef, id);
    // then
    assertThat(post.onRecord).containsExactly("sending");
    assertThat(view().status()).isEqualTo(LetterStatus.SENT);
  }

  @Test
  void shouldNeverBeSaidToHaveStayed_whenHavenWasLostAfterItLeft() {
    // given
    reachedBy("post", "Box 5, Sampleton");
    Code id = passed("plain-letter", "victim");
    var post = new Post();
    post.dies = true;
    assertThatThrownBy(() -> by(post).send(caseRef, id)).isInstanceOf(NodeLost.class);
    // when the rules change before the step is done again
    reachedBy("phone", "01632 960002");
    haven.clock.move(Duration.ofMinutes(1));
    post.dies = false;
    // then
    assertThat(by(post).send(caseRef, id)).isEqualTo(new LetterSending.Outcome.Sent());
    assertThat(post.given).hasSize(1);
    assertThat(view().status()).isEqualTo(LetterStatus.SENT);
    assertThat(timeline()).contains("timeline.letter-may-have-gone");
  }

  @Test
  void shouldGoUnderTheSameName_whenTheStepIsDoneAgain() {
    // given
    reachedBy("post", "Box 5, Sampleton");
    Code id = passed("plain-letter", "victim");
    var post = new Post();
    post.dies = true;
    assertThatThrownBy(() -> by(post).send(caseRef, id)).isInstanceOf(NodeLost.class);
    post.dies = false;
    // while another node may still be at it
    assertThatThrownBy(() -> by(post).send(caseRef, id)).isInstanceOf(IllegalStateException.class);
    // when
    haven.clock.move(Duration.ofMinutes(1));
    assertThat(by(post).send(caseRef, id)).isEqualTo(new LetterSending.Outcome.Sent());
    // then
    assertThat(post.given).extracting(LetterPost.Outgoing::letterId).containsOnly(id.value());
    assertThat(post.given.stream().map(LetterPost.Outgoing::sendingId).distinct()).hasSize(1);
    assertThat(timeline()).containsOnlyOnce("timeline.letter-sent");
  }

  @Test
  void shouldStillBeHeldBack_whenItCouldNotLeave() {
    // given
    reachedBy("post", "Box 5, Sampleton");
    Code id = passed("plain-letter", "victim");
    var post = new Post();
    post.refusal = new IllegalStateException("The print queue is full");
    assertThatThrownBy(() -> by(post).send(caseRef, id)).isSameAs(post.refusal);
    assertThat(view().status()).isEqualTo(LetterStatus.SENDING);
    // when
    reachedBy("phone", "01632 960002");
    post.refusal = null;
    // then
    assertThat(by(post).send(caseRef, id)).isEqualTo(new LetterSending.Outcome.Stale());
    assertThat(post.given).isEmpty();
    assertThat(view().status()).isEqualTo(LetterStatus.DRAFT);
  }

  @Test
  void shouldListLettersWithOneReadOfTheirPerson_andNoneOfHavens() {
    // given
    reachedBy("post", "Box 5, Sampleton");
    made("plain-letter", "victim");
    making.make(caseRef, JOURNEY, new Code("plain-letter"), new Code("victim"), 8, step++);
    long before = haven.db.sql("select max(id) from audit_entry").query(Long.class).single();
    // when
    var lines = letters.of(ALEX, caseRef);
    // then
    assertThat(lines)
        .extracting(LetterLine::recipientName)
        .containsOnly(new Sealed("Maya Sample"))
        .hasSize(2);
    assertThat(lines.toString()).doesNotContain("Maya");
    assertThat(
            haven
                .db
                .sql("select action || ' ' || who from audit_entry where id > ?")
                .param(before)
                .query(String.class)
                .list())
        .containsExactly("read-letters alex");
  }

  @Test
  void shouldNotGo_whenItWasNotPassedByTwo() {
    reachedBy("post", "Box 5, Sampleton");
    Code id = made("plain-letter", "victim");
    checks.checked(ALEX, 7, true, allRight());
    assertThatThrownBy(() -> sending.send(caseRef, id)).isInstanceOf(IllegalStateException.class);
    corrections.stop(SAM, 7, "She asked us not to write");
    assertThat(view().status()).isEqualTo(LetterStatus.STOPPED);
    assertThatThrownBy(() -> sending.send(caseRef, id)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldBeOpenedByThoseOfTheCaseOnly_andAudited() {
    reachedBy("post", "Box 5, Sampleton");
    Code id = made("plain-letter", "victim");
    assertThat(letters.pdf(TERRY, caseRef, id.value())).isEmpty();
    assertThat(letters.of(TERRY, caseRef)).isEmpty();
    assertThat(letters.ofInstance(TERRY, 7)).isEmpty();
    assertThat(letters.pdf(ALEX, caseRef, id.value())).isPresent();
    assertThat(letters.of(ALEX, caseRef)).hasSize(1);
    assertThat(
            haven
                .db
                .sql("select count(*) from audit_entry where action = 'read-letter'")
                .query(Long.class)
                .single())
        .isEqualTo(1);
    assertThat(view().toString()).doesNotContain("Maya", "Box 5");
  }

  @Test
  void shouldHaveNoMoveOutOfSentOrStopped() {
    for (LetterStatus next : LetterStatus.values()) {
      assertThat(LetterStatus.SENT.mayBecome(next)).isFalse();
      assertThat(LetterStatus.STOPPED.mayBecome(next)).isFalse();
    }
    assertThat(LetterStatus.DRAFT.mayBecome(LetterStatus.SENT)).isFalse();
    assertThat(LetterStatus.CHECKED_ONCE.mayBecome(LetterStatus.SENT)).isFalse();
  }

  @Test
  void shouldSayNothingOfAbuse_onAnyEnvelope() {
    for (LetterTemplate template : haven.get(LetterTemplates.class).all()) {
      assertThat(Scan.TELLING.matcher(template.title()).find()).as(template.id()).isFalse();
    }
  }

  @Test
  void shouldMakeEveryLetterThatJourneysBring() {
    reachedBy("post", "Box 5, Sampleton");
    known("wishesRecorded", Known.YES);
    long instance = 1000;
    for (LetterTemplate template : haven.get(LetterTemplates.class).all()) {
      for (Reader reader : template.audience()) {
        String recipient = reader == Reader.OTHER ? "tenant" : reader.code();
        assertThat(
                making.make(
                    caseRef,
                    JOURNEY,
                    new Code(template.id()),
                    new Code(recipient),
                    instance++,
                    instance * 10))
            .as(template.id() + " to " + recipient)
            .isInstanceOf(LetterMaking.Made.Draft.class);
      }
    }
  }
}
