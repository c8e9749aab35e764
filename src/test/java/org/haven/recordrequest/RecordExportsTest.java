package org.haven.recordrequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.TERRY;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseJoins;
import org.haven.casefile.FormRecords;
import org.haven.casefile.HeldRecords.Held;
import org.haven.casefile.Incidents;
import org.haven.casefile.JourneyNotes;
import org.haven.casefile.NewCase;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.SafeContacts;
import org.haven.casefile.TimelineEntry;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.platform.sealing.Sealing;
import org.haven.recordrequest.DisclosureSafety.Objection;
import org.haven.recordrequest.ListedRecords.Entry;
import org.haven.recordrequest.ListedRecords.Line;
import org.haven.recordrequest.RecordDecisions.Asked;
import org.haven.recordrequest.RecordDecisions.Choice;
import org.haven.recordrequest.RecordDecisions.Problem;
import org.haven.recordrequest.RecordExports.Again;
import org.haven.recordrequest.RecordExports.Fetched;
import org.haven.testing.TestCasefile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.json.JsonMapper;

/**
 * From what is on record to what somebody gets of it: nothing more, once, and never by one alone.
 */
@Tag("thorough")
@SuppressWarnings("NullAway")
class RecordExportsTest {
  private static final ActingPerson MARK =
      new ActingPerson("mark", "Mark Data", Set.of(Role.OFFICER), Set.of(Team.DATA_PROTECTION));
  private static final ActingPerson MINA =
      new ActingPerson("mina", "Mina Data", Set.of(Role.OFFICER), Set.of(Team.DATA_PROTECTION));
  private static final ActingPerson GRACE =
      new ActingPerson(
          "grace", "Grace Guard", Set.of(Role.OFFICER), Set.of(Team.SAFEGUARDING_LEAD));
  private static final JourneyId OTHER = new JourneyId("JO-OTHER");

  /** Plain words, so that the test sees what the record says. */
  private static final ListedRecords.Words WORDS =
      new ListedRecords.Words() {
        @Override
        public String title(String kind, Held held) {
          return kind + " " + held.what();
        }

        @Override
        public List<Line> lines(String kind, Held held) {
          return held.pieces().stream()
              .map(
                  piece ->
                      new Line(
                          piece.name(),
                          piece.value() instanceof TimelineEntry entry
                              ? entry.textKey()
                              : String.valueOf(piece.value())))
              .toList();
        }
      };

  private TestCasefile haven;
  private ListedRecords listed;
  private RecordDecisions decisions;
  private DisclosureSafety safety;
  private RecordExports exports;
  private RecordRequests requests;
  private CaseRef caseRef;
  private JourneyId journeyId;
  private String requestId;
  private long task;

  @BeforeEach
  void aRequest() {
    haven = TestCasefile.with("org.haven.letters", "org.haven.recordrequest");
    listed = haven.get(ListedRecords.class);
    decisions = haven.get(RecordDecisions.class);
    safety = haven.get(DisclosureSafety.class);
    exports = haven.get(RecordExports.class);
    requests = haven.get(RecordRequests.class);
    caseRef = haven.aCase();
    for (Team team : List.of(Team.DATA_PROTECTION, Team.SAFEGUARDING_LEAD)) {
      haven.get(CaseAccess.class).involve(caseRef, team, new Code("task"));
    }
    person(PersonKind.VICTIM, "Maya Sample");
    person(PersonKind.PERPETRATOR, "Edmund Sample");
    haven
        .get(SafeContacts.class)
        .record(
            caseRef,
            true,
            Map.of(
                "method", "phone",
                "detail", "01632 960001",
                "codeWord", "marigold",
                "unsafeToTell", "Everybody named Thistlewood"),
            By.of(ALEX));
    task = 900;
  }

  @AfterEach
  void close() {
    haven.close();
  }

  private void person(PersonKind kind, String name) {
    haven.get(People.class).add(caseRef, kind, Map.of("name", name), By.of(ALEX));
  }

  private String form(String formId, Map<String, String> entities, Map<String, ?> sealed) {
    return haven
        .get(FormRecords.class)
        .record(caseRef, OTHER, "Task_Some", formId, entities, Map.of(), sealed, By.of(ALEX));
  }

  private void letter(String id, String reader, String words) {
    letter(id, reader, words, "plain-letter", OTHER);
  }

  private void letter(String id, String reader, String words, String template, JourneyId journey) {
    haven
        .db
        .sql(
            """
            insert into letter (letter_id, case_ref, journey_id, process_instance_key, template,
              recipient, reader, route, status, draft, contact_version, checker1, checker2,
              made_at, sent_at)
            values (:id, :case, :journey, :key, :template, :reader, :reader, 'post', 'sent', 1, 0,
              'alex', 'sam', :at, :at)
            """)
        .param("id", id)
        .param("case", caseRef.value())
        .param("journey", journey.value())
        .param("key", id.hashCode())
        .param("template", template)
        .param("reader", reader)
        .param("at", java.sql.Timestamp.from(haven.clock.instant()))
        .update();
    haven
        .db
        .sql(
            """
            insert into letter_draft (letter_id, draft, step_key, contact_version, sealed,
              sealed_pdf, made_at)
            values (?, 1, ?, 0, ?::jsonb, '', now())
            """)
        .params(
            id,
            id.hashCode(),
            haven
                .get(Sealing.class)
                .sealAll(
                    caseRef, "letter", id + ".1", Map.of("words", words, "addressLabel", "Box 5")))
        .update();
  }

  /** Somebody asks, and what is on record is listed. */
  private void asked(String requester) {
    requests.receive(ALEX, caseRef, java.util.UUID.randomUUID(), LocalDate.parse("2026-11-16"));
    requestId = requests.of(ALEX, caseRef).getFirst().requestId();
    journeyId =
        new JourneyId(
            haven
                .db
                .sql("select journey_id from record_request where request_id = ?")
                .param(requestId)
                .query(String.class)
                .single());
    haven
        .get(FormRecords.class)
        .record(
            caseRef,
            journeyId,
            "Task_LogRecordRequest",
            "log-record-request",
            Map.of(),
            Map.of("requester", new Code(requester)),
            Map.of("wanted", "My file"),
            By.of(MARK));
    requests.collect(caseRef, journeyId, new Code(requester));
  }

  private List<Entry> entries() {
    return listed.entries(MARK, caseRef, journeyId, WORDS);
  }

  private Entry entry(String kind) {
    return entries().stream().filter(e -> e.kind().equals(kind)).findFirst().orElseThrow();
  }

  private Optional<Problem> decide(Entry entry, Choice choice, @Nullable String reason) {
    return redact(entry, choice, reason, Set.of(), List.of());
  }

  private Optional<Problem> redact(
      Entry entry,
      Choice choice,
      @Nullable String reason,
      Set<Integer> leftOut,
      List<String> passages) {
    return decisions.decide(
        MARK,
        caseRef,
        journeyId,
        entry.kind(),
        entry.ref(),
        new Asked(choice, reason, leftOut, passages, entry.digest()),
        WORDS);
  }

  private void keepTheRest() {
    for (Entry entry : entries()) {
      if (entry.decision() == null && decide(entry, Choice.KEEP, "own-words").isPresent()) {
        assertThat(decide(entry, Choice.WITHHOLD, "harm")).isEmpty();
      }
    }
  }

  private void checked(String outcome) {
    if (!outcome.equals("withhold")) {
      safety.seal(GRACE, caseRef, journeyId, ++task, WORDS);
    }
    haven
        .get(JourneyNotes.class)
        .record(
            caseRef,
            journeyId,
            "Task_CheckDisclosureSafety",
            new Code(outcome),
            null,
            null,
            By.of(GRACE));
  }

  private void letterGoes() {
    letter("LE-ANSWER" + caseRef.value(), "victim", "Enclosed", "record-answer", journeyId);
  }

  private static Map<String, byte[]> unzip(byte[] zip) throws IOException {
    var files = new TreeMap<String, byte[]>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (var one = in.getNextEntry(); one != null; one = in.getNextEntry()) {
        files.put(one.getName(), in.readAllBytes());
      }
    }
    return files;
  }

  private Map<String, byte[]> fetched() throws IOException {
    return unzip(((Fetched.Zip) exports.fetch(MARK, caseRef, requestId)).bytes());
  }

  private static String json(Map<String, byte[]> files) {
    return new String(files.get("records.json"), StandardCharsets.UTF_8);
  }

  private static String pdf(Map<String, byte[]> files) throws IOException {
    try (var document = Loader.loadPDF(files.get("records.pdf"))) {
      return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
    }
  }

  private long audited(String action) {
    return haven
        .db
        .sql("select count(*) from audit_entry where action = ?")
        .param(action)
        .query(Long.class)
        .single();
  }

  /** A second case of hers, or so it seems, that becomes part of the first. */
  private CaseRef aPart() {
    haven.get(CaseAccess.class).involve(caseRef, Team.HOUSING_SOLUTIONS, new Code("task"));
    haven.clock.move(Duration.ofDays(1));
    CaseRef part = haven.aCase();
    haven.get(CaseAccess.class).involve(part, Team.HOUSING_SOLUTIONS, new Code("task"));
    var people = haven.get(People.class);
    people.add(part, PersonKind.VICTIM, Map.of("name", "Maya Sample"), By.of(ALEX));
    people.add(part, PersonKind.CHILD, Map.of("name", "Quincunx Sample"), By.of(ALEX));
    haven
        .get(SafeContacts.class)
        .record(
            part,
            true,
            Map.of("method", "phone", "detail", "01632 960777", "unsafeToTell", "Wetherby"),
            By.of(ALEX));
    haven
        .get(FormRecords.class)
        .record(
            part,
            OTHER,
            "Task_Some",
            "agree-options",
            Map.of(),
            Map.of(),
            Map.of("wishes", "A garden"),
            By.of(ALEX));
    assertThat(
            haven
                .get(CaseJoins.class)
                .join(
                    TestCasefile.SAM,
                    caseRef,
                    part,
                    new CaseJoins.Choices(Map.of(), Map.of()),
                    "the same"))
        .isInstanceOf(CaseJoins.Result.Done.class);
    return part;
  }

  private void twoAgain() {
    var joins = haven.get(CaseJoins.class);
    joins.undo(
        TestCasefile.SAM,
        caseRef,
        joins.standing(TestCasefile.SAM, caseRef).getFirst().joinId(),
        "two sisters");
  }

  @Test
  void shouldHoldEachRecordAgainstEverybodyInAllThatIsOne() {
    // given
    aPart();
    form("agree-options", Map.of(), Map.of("wishes", "Quincunx likes it, Wetherby does not"));
    form("note-legal", Map.of(), Map.of("advice", "Call 01632 960777"));
    // when
    asked("agency");
    // then
    assertThat(entries().stream().map(Entry::names))
        .anySatisfy(names -> assertThat(names).contains("Quincunx", "Wetherby"));
    assertThat(entries().stream().map(Entry::stops))
        .anySatisfy(stops -> assertThat(stops).contains("her-contact"));
  }

  @Test
  void shouldGiveNothingOfAnotherSurvivor_whenTheCasesAreTwoAgain() throws Exception {
    // given: listed, decided, checked and sent while they were one
    CaseRef part = aPart();
    form("agree-options", Map.of(), Map.of("wishes", "A home near my sister"));
    asked("survivor");
    assertThat(requests.items(journeyId).stream().map(RecordRequests.Item::caseRef)).contains(part);
    keepTheRest();
    haven.clock.move(Duration.ofHours(1));
    checked("release");
    letterGoes();
    assertThat(exports.isReadyFor(MARK, caseRef, requestId)).isTrue();
    haven.clock.move(Duration.ofHours(1));
    // when
    twoAgain();
    // then
    assertThat(requests.items(journeyId).stream().map(RecordRequests.Item::caseRef))
        .isNotEmpty()
        .containsOnly(caseRef);
    assertThat(entries().toString()).doesNotContain("garden");
    assertThat(exports.fetch(MARK, caseRef, requestId)).isInstanceOf(Fetched.NotReady.class);
  }

  @Test
  void shouldGiveHerWhatIsHers_andNothingThatWasTakenOut() throws Exception {
    // given: her words, a neighbour's, a letter to her and one to him
    form(
        "agree-options", Map.of(), Map.of("wishes", "A home near my sister. Edmund must not know"));
    form(
        "record-concern",
        Map.of("harm", "SafeguardingLog.threshold"),
        Map.of("harm", "Secret log"));
    form("note-legal", Map.of(), Map.of("advice", "Counsel says wait", "reply", "She agreed"));
    haven
        .get(Incidents.class)
        .record(
            caseRef,
            LocalDate.parse("2026-11-01"),
            List.of(new Code("physical")),
            Known.NO,
            Map.of("account", "He shouted at me"),
            By.of(ALEX));
    letter("LE-HERS" + caseRef.value(), "victim", "Dear Maya, your visit is on Monday");
    letter("LE-HIS" + caseRef.value(), "perpetrator", "Dear Edmund, a warning");
    asked("survivor");

    // then: what is never given is not even listed
    assertThat(entries())
        .extracting(Entry::kind)
        .containsExactlyInAnyOrder("particulars", "form", "form", "incident", "letter", "timeline");

    // when
    var wishes =
        entries().stream()
            .filter(e -> e.title().contains("agree-options"))
            .findFirst()
            .orElseThrow();
    assertThat(wishes.names()).contains("Edmund");
    var legal =
        entries().stream().filter(e -> e.title().contains("note-legal")).findFirst().orElseThrow();
    int advice = legal.lines().stream().map(Line::label).toList().indexOf("advice");
    assertThat(redact(wishes, Choice.REDACT, "other-people", Set.of(), List.of("edmund must  not")))
        .isEmpty();
    assertThat(redact(legal, Choice.REDACT, "legal-advice", Set.of(advice), List.of())).isEmpty();
    keepTheRest();
    checked("part");
    letterGoes();
    var files = fetched();

    // then
    assertThat(files).containsOnlyKeys("about.txt", "records.json", "records.pdf");
    for (String text : List.of(json(files), pdf(files))) {
      assertThat(text)
          .contains("A home near my sister. [left out] know", "He shouted at me", "She agreed")
          .contains("your visit is on Monday")
          .doesNotContain("Edmund", "Counsel", "Secret log", "a warning", "marigold", "960001");
    }
    assertThat(pdf(files)).contains("The information that you asked for", requestId);
    assertThat(List.of("mark", "alex", "grace")).noneMatch(json(files)::contains);
  }

  @Test
  void shouldExplainEveryField_whereTheFileGoes() throws Exception {
    // given
    form("agree-options", Map.of(), Map.of("wishes", "A home"));
    form("some-other", Map.of(), Map.of("words", "To be withheld"));
    asked("survivor");
    assertThat(
            decide(
                entries().stream().filter(e -> e.title().contains("some-other")).findFirst().get(),
                Choice.WITHHOLD,
                "harm"))
        .isEmpty();
    keepTheRest();
    checked("release");
    letterGoes();
    var files = fetched();

    // when
    var fields = new TreeSet<String>();
    collect(JsonMapper.shared().readValue(files.get("records.json"), Object.class), fields);

    // then: each field has a line in the file beside it, and in the documentation
    String about = new String(files.get("about.txt"), StandardCharsets.UTF_8);
    String docs = Files.readString(Path.of("docs/record-export.md"));
    assertThat(fields)
        .containsExactlyInAnyOrder(
            "format",
            "reference",
            "made",
            "leftOutAsAWhole",
            "records",
            "number",
            "kind",
            "title",
            "at",
            "answers",
            "question",
            "answer")
        .allSatisfy(
            field -> {
              assertThat(about).containsPattern("(?m)^ *" + field + " ");
              assertThat(docs).contains("| `" + field + "` |");
            });
    assertThat(json(files)).contains("\"leftOutAsAWhole\" : 1");
  }

  private static void collect(Object json, Set<String> fields) {
    if (json instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            fields.add(key.toString());
            collect(value, fields);
          });
    } else if (json instanceof List<?> list) {
      list.forEach(one -> collect(one, fields));
    }
  }

  @Test
  void shouldReleaseNothing_whileARecordIsUndecided() {
    form("agree-options", Map.of(), Map.of("wishes", "A home"));
    asked("survivor");
    assertThat(decisions.undecided(journeyId)).isEqualTo(entries().size()).isPositive();
    assertThat(safety.objection(GRACE, caseRef, journeyId, WORDS)).contains(Objection.UNDECIDED);
    assertThatThrownBy(() -> safety.seal(GRACE, caseRef, journeyId, 7, WORDS))
        .isInstanceOf(IllegalStateException.class);
    keepTheRest();
    assertThat(decisions.undecided(journeyId)).isZero();
    assertThat(safety.objection(GRACE, caseRef, journeyId, WORDS)).isEmpty();
  }

  @Test
  void shouldAskWhy_whenSomebodyElseIsNamedOrToldIt() {
    // given
    form("agree-options", Map.of(), Map.of("wishes", "Edmund knows my school"));
    form("other-one", Map.of(), Map.of("words", "Old Thistlewood rang"));
    form("plain-one", Map.of(), Map.of("words", "Maya Sample likes tea"));
    asked("survivor");

    // then
    for (String title : List.of("agree-options", "other-one")) {
      var named =
          entries().stream().filter(e -> e.title().contains(title)).findFirst().orElseThrow();
      assertThat(named.aboutAnother()).isTrue();
      assertThat(decide(named, Choice.KEEP, null))
          .contains(new Problem("keepReason", "keep-reason"));
      assertThat(decide(named, Choice.KEEP, "harm"))
          .contains(new Problem("keepReason", "keep-reason"));
      assertThat(decide(named, Choice.WITHHOLD, null))
          .contains(new Problem("outReason", "out-reason"));
    }
    // her own name, which he shares in part, is hers
    assertThat(
            entries().stream()
                .filter(e -> e.title().contains("plain-one"))
                .findFirst()
                .orElseThrow()
                .flagged())
        .isFalse();

    // when: those in which nobody else is can be kept together
    int kept = decisions.keepPlain(MARK, caseRef, journeyId, WORDS);
    assertThat(kept).isPositive();
    assertThat(entries().stream().filter(e -> e.decision() == null))
        .extracting(Entry::title)
        .containsExactlyInAnyOrder("form agree-options", "form other-one");
    assertThat(decisions.keepPlain(MARK, caseRef, journeyId, WORDS)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "survivor, Come to 17 Hidden Lane, safe-address",
    "survivor, The MARAC met, marac-words",
    "other, We ring 01632 960001, her-contact",
    "other, Come to 17 Hidden Lane, safe-address",
  })
  void shouldNotLetGo_whatMustNot(String requester, String words, String why) {
    // given
    haven
        .get(AddressVault.class)
        .write(
            caseRef,
            Map.of("safeAddress", "Flat 3, 17 Hidden Lane, Sampleton, ZZ9 9ZZ"),
            By.of(ALEX));
    form("agree-options", Map.of(), Map.of("wishes", words + " and then home"));
    asked(requester);

    // then
    var entry = entry("form");
    assertThat(entry.stops()).containsExactly(why);
    assertThat(decide(entry, Choice.KEEP, "own-words")).contains(new Problem("choice", why));
    assertThat(redact(entry, Choice.REDACT, "vault", Set.of(), List.of("then home")))
        .contains(new Problem("passages", "still-" + why));
    assertThat(decisions.keepPlain(MARK, caseRef, journeyId, WORDS)).isPositive();
    assertThat(entry("form").decision()).isNull();
    assertThat(redact(entry, Choice.REDACT, "vault", Set.of(), List.of(words))).isEmpty();
  }

  @Test
  void shouldNotTellOfAnAddressInTheCaseOfAnotherParty() {
    // given: he is the one who is protected in a case of his own, on which others work
    var his =
        haven
            .get(CaseFiles.class)
            .open(
                new NewCase(
                    new Code("phone"),
                    haven.clock.instant(),
                    "terry",
                    Team.TENANCY_SERVICES,
                    false),
                By.of(TERRY));
    haven
        .get(People.class)
        .add(his, PersonKind.VICTIM, Map.of("name", "Edmund Sample"), By.of(TERRY));
    haven
        .get(AddressVault.class)
        .write(his, Map.of("safeAddress", "9 Quiet Row, Sampleton, ZZ8 8ZZ"), By.of(TERRY));
    form("agree-options", Map.of(), Map.of("wishes", "They say he is at 9 Quiet Row"));
    asked("survivor");

    // then
    assertThat(entry("form").stops()).containsExactly("safe-address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody there", "x"})
  void shouldSaySo_whenWordsAreNotInTheRecord(String words) {
    form("agree-options", Map.of(), Map.of("wishes", "A home"));
    asked("survivor");
    assertThat(redact(entry("form"), Choice.REDACT, "harm", Set.of(), List.of(words)))
        .map(Problem::field)
        .contains("passages");
    assertThat(redact(entry("form"), Choice.REDACT, "harm", Set.of(), List.of()))
        .contains(new Problem("passages", "nothing-taken-out"));
    assertThat(redact(entry("form"), Choice.REDACT, "harm", Set.of(99), List.of()))
        .contains(new Problem("leftOut", "no-such-line"));
    assertThat(redact(entry("form"), Choice.REDACT, "harm", Set.of(0), List.of()))
        .contains(new Problem("choice", "nothing-left"));
  }

  @Test
  void shouldTakeTwoPeople() {
    form("agree-options", Map.of(), Map.of("wishes", "A home"));
    asked("survivor");
    keepTheRest();
    assertThat(safety.objection(MARK, caseRef, journeyId, WORDS)).contains(Objection.SAME_PERSON);
    assertThatThrownBy(() -> safety.seal(MARK, caseRef, journeyId, 7, WORDS))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldGoOnce_afterCheckAndLetter() throws Exception {
    // given
    form("agree-options", Map.of(), Map.of("wishes", "A home"));
    asked("survivor");
    keepTheRest();
    assertThat(exports.fetch(MARK, caseRef, requestId)).isInstanceOf(Fetched.NotReady.class);
    checked("release");
    assertThat(exports.fetch(MARK, caseRef, requestId)).isInstanceOf(Fetched.NotReady.class);

    // when
    letterGoes();

    // then
    assertThat(haven.twiceAtOnce(() -> exports.fetch(MARK, caseRef, requestId)))
        .hasExactlyElementsOfTypes(Fetched.Zip.class, Fetched.Already.class);
    assertThat(exports.fetch(MINA, caseRef, requestId)).isInstanceOf(Fetched.Already.class);
    assertThat(audited("fetch-record-export")).isEqualTo(1);

    // and once more only when a colleague says why
    assertThat(exports.again(MARK, caseRef, requestId, "The line broke"))
        .isEqualTo(Again.SAME_PERSON);
    assertThat(exports.again(MINA, caseRef, requestId, "The line broke")).isEqualTo(Again.DONE);
    assertThat(exports.again(MINA, caseRef, requestId, "The line broke"))
        .isEqualTo(Again.NOT_FETCHED);
    assertThat(fetched()).hasSize(3);
    assertThat(exports.fetch(MARK, caseRef, requestId)).isInstanceOf(Fetched.Already.class);
  }

  @Test
  void shouldNotGo_whenItWasDecidedOrCheckedAnewSince() {
    // given
    form("agree-options", Map.of(), Map.of("wishes", "A home"));
    asked("survivor");
    keepTheRest();
    checked("release");
    letterGoes();

    // when
    haven.clock.move(Duration.ofMinutes(5));
    assertThat(decide(entry("form"), Choice.WITHHOLD, "harm")).isEmpty();

    // then
    assertThat(exports.fetch(MARK, caseRef, requestId)).isInstanceOf(Fetched.NotReady.class);
    checked("withhold");
    assertThat(exports.of(journeyId)).hasValueSatisfying(b -> assertThat(b.goes()).isFalse());
  }

  @Test
  void shouldBeDecidedAnew_whenTheDecisionWasChangedBehindOurBack() {
    form("agree-options", Map.of(), Map.of("wishes", "Edmund knows"));
    asked("survivor");
    keepTheRest();
    haven.owner().sql("alter table record_decision disable trigger user").update();
    haven
        .db
        .sql(
            "update record_decision set choice = 'keep', sealed = jsonb_set(sealed, '{choice}',"
                + " sealed -> 'seen') where kind = 'form'")
        .update();
    haven.owner().sql("alter table record_decision enable trigger user").update();
    assertThat(safety.objection(GRACE, caseRef, journeyId, WORDS)).contains(Objection.UNDECIDED);
  }

  @Test
  void shouldRefuseToBeChanged() {
    form("agree-options", Map.of(), Map.of("wishes", "A home"));
    asked("survivor");
    keepTheRest();
    checked("release");
    for (String table : List.of("record_decision", "record_export")) {
      assertThatThrownBy(() -> haven.db.sql("update " + table + " set by = 'me'").update())
          .as(table)
          .isInstanceOf(DataAccessException.class);
    }
    var entry = entry("form");
    assertThat(
            decisions.decide(
                MARK,
                caseRef,
                journeyId,
                entry.kind(),
                entry.ref(),
                new Asked(Choice.KEEP, null, Set.of(), List.of(), "another"),
                WORDS))
        .contains(new Problem("choice", "changed"));
  }

  @Test
  void shouldGiveHimHisLettersAlone_andNoHintOfMore() throws Exception {
    // given
    form("agree-options", Map.of(), Map.of("wishes", "A home"));
    letter("LE-HERS" + caseRef.value(), "victim", "Dear Maya, your visit is on Monday");
    letter("LE-HIS" + caseRef.value(), "perpetrator", "Please keep the garden tidy");
    letter("LE-BAD" + caseRef.value(), "perpetrator", "Maya Sample went to a refuge");
    asked("perpetrator");
    assertThat(entries()).extracting(Entry::kind).containsExactly("letter", "letter");
    var bad = entries().stream().filter(Entry::flagged).findFirst().orElseThrow();
    assertThat(decide(bad, Choice.KEEP, "known-already")).map(Problem::field).contains("choice");
    assertThat(decide(bad, Choice.WITHHOLD, "harm")).isEmpty();
    keepTheRest();
    checked("part");
    letterGoes();

    // when
    var files = fetched();

    // then
    for (String text : List.of(json(files), pdf(files))) {
      assertThat(text)
          .contains("garden")
          .doesNotContainIgnoringCase("Maya")
          .doesNotContainIgnoringCase("refuge")
          .doesNotContain("leftOutAsAWhole", "as a whole", caseRef.value());
    }
  }

  @Test
  void shouldSayThatNothingWouldGo_whenAllIsWithheld() {
    form("agree-options", Map.of(), Map.of("wishes", "A home"));
    asked("survivor");
    entries().forEach(entry -> assertThat(decide(entry, Choice.WITHHOLD, "harm")).isEmpty());
    assertThat(safety.objection(GRACE, caseRef, journeyId, WORDS))
        .contains(Objection.NOTHING_GIVEN);
  }

  @Test
  void shouldNotExist_forWhoMayNotOpenTheCaseOrHandsNothingOut() {
    form("agree-options", Map.of(), Map.of("wishes", "A home"));
    asked("survivor");
    keepTheRest();
    checked("release");
    letterGoes();
    assertThatThrownBy(() -> listed.entries(TERRY, caseRef, journeyId, WORDS))
        .isInstanceOf(NoSuchCaseException.class);
    for (ActingPerson who : List.of(TERRY, ALEX, GRACE)) {
      assertThatThrownBy(() -> exports.fetch(who, caseRef, requestId))
          .as(who.username())
          .isInstanceOf(NoSuchCaseException.class);
    }
    haven
        .db
        .sql(
            "insert into case_conflict (case_ref, username, why, at, by)"
                + " values (?, 'mark', 'same-name', now(), 'sam')")
        .param(caseRef.value())
        .update();
    assertThatThrownBy(() -> exports.fetch(MARK, caseRef, requestId))
        .isInstanceOf(NoSuchCaseException.class);
    // another case's request is none of this one
    var another = haven.aCase();
    haven.get(CaseAccess.class).involve(another, Team.DATA_PROTECTION, new Code("task"));
    assertThat(exports.fetch(MINA, another, requestId)).isInstanceOf(Fetched.NotReady.class);
  }

  /** The bundle is made in memory: a folder for what is temporary stays empty. */
  @Test
  void shouldLeaveNoCopyInClear() throws Exception {
    // given
    form("agree-options", Map.of(), Map.of("wishes", "Quincunx and marmalade"));
    asked("survivor");
    keepTheRest();
    Set<Path> before = temporary();

    // when
    checked("release");
    letterGoes();
    assertThat(json(fetched())).contains("Quincunx");

    // then
    Set<Path> after = temporary();
    after.removeAll(before);
    for (Path file : after) {
      assertThat(Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "")
          .as(file.toString())
          .doesNotContain("Quincunx", "%PDF", "PK\u0003\u0004");
    }
    for (String column : List.of("sealed", "given::text")) {
      assertThat(
              haven.db.sql("select " + column + " from record_export").query(String.class).single())
          .doesNotContain("Quincunx", "UEsDB");
    }
    assertThat(
            haven
                .db
                .sql("select coalesce(string_agg(details::text, ' '), '') from audit_entry")
                .query(String.class)
                .single())
        .doesNotContain("Quincunx");
  }

  private static Set<Path> temporary() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(Files::isRegularFile).collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
