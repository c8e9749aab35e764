package org.haven.recordrequest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.haven.casefile.AddressVault;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseGroups;
import org.haven.casefile.HeldRecords;
import org.haven.casefile.HeldRecords.About;
import org.haven.casefile.HeldRecords.Held;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.PersonView;
import org.haven.casefile.SafeContacts;
import org.haven.letters.GivenAway;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.platform.sealing.KeyScope;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What goes to whoever asks for records: each record that was listed is looked at and decided on, a
 * second person checks the whole, and the bundle is sealed until it is handed out, once. Source:
 * policy 12.1; UK GDPR art. 12, 15, 20; Data Protection Act 2018 schedule 2 paragraph 16.
 */
@Service
public class RecordExports {
  /** Why a record may go although it names, or comes from, somebody else. */
  public static final List<String> MAY_GO =
      List.of("own-words", "known-already", "agreed", "reasonable");

  /** Why something is taken out: as the form of this step has it. */
  public static final List<String> TAKEN_OUT =
      List.of("other-people", "vault", "marac", "legal-advice", "harm");

  static final String CHECK = "Task_CheckDisclosureSafety";
  private static final String ANSWER = "record-answer";
  private static final String ENTITY = "record-export";
  private static final String DECISION = "record-decision";
  private static final String AGAIN = "record-export-again";
  private static final Set<String> GOES = Set.of("release", "part");

  /** Stops that hold for whoever reads; the others hold for whoever is not her. */
  private static final Set<String> EVEN_FOR_HER = Set.of("safe-address", "marac-words");

  private static final Set<String> FOR_WHOM_SHE_CHOSE =
      Set.of("safe-address", "marac-words", "her-contact");

  /** Words that begin a note about who must not know, and name nobody. */
  private static final Set<String> NOBODY =
      Set.of("everybody", "everyone", "nobody", "anybody", "anyone", "the", "her", "his", "their");

  private final JdbcClient db;
  private final Sealing sealing;
  private final List<HeldRecords> held;
  private final RecordRequests requests;
  private final CaseAccess access;
  private final People people;
  private final SafeContacts contacts;
  private final AddressVault vault;
  private final GivenAway givenAway;
  private final CaseGroups groups;
  private final ExportFiles files;
  private final Audit audit;
  private final Clock clock;

  RecordExports(
      JdbcClient db,
      Sealing sealing,
      List<HeldRecords> held,
      RecordRequests requests,
      CaseAccess access,
      People people,
      SafeContacts contacts,
      AddressVault vault,
      GivenAway givenAway,
      CaseGroups groups,
      ExportFiles files,
      Audit audit,
      Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.held = held;
    this.requests = requests;
    this.access = access;
    this.people = people;
    this.contacts = contacts;
    this.vault = vault;
    this.givenAway = givenAway;
    this.groups = groups;
    this.files = files;
    this.audit = audit;
    this.clock = clock;
  }

  /** Records in the words in which pages show them. */
  public interface Words {
    String title(String kind, Held held);

    List<Line> lines(String kind, Held held);
  }

  /** A question and its answer. */
  public record Line(String label, String text) {
    @Override
    public String toString() {
      return "Line[***]";
    }
  }

  /** What becomes of a record. */
  public enum Choice {
    KEEP,
    REDACT,
    WITHHOLD;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Choice> ofCode(@Nullable String code) {
      return Stream.of(values()).filter(c -> c.code().equals(code)).findFirst();
    }
  }

  /**
   * @param leftOut lines that are left out, by their place
   * @param passages words that are taken out wherever they stand in this record
   * @param seen the digest of the record as it was when it was decided on
   */
  public record Decision(
      Choice choice,
      @Nullable String reason,
      Set<Integer> leftOut,
      List<String> passages,
      String seen,
      Instant at,
      String by) {
    public Decision {
      leftOut = Set.copyOf(leftOut);
      passages = List.copyOf(passages);
    }

    @Override
    public String toString() {
      return "Decision[" + choice + " ***]";
    }
  }

  /**
   * A record that somebody may be given.
   *
   * @param names of other people in it, and words about who must not know
   * @param fromAnother true if somebody else told it
   * @param stops what must not go: codes such as {@code safe-address}
   * @param unreadable true if something in it was changed behind our back and is not shown
   * @param digest of what it says
   * @param decision absent while nobody has decided, or once it says something else
   */
  public record Entry(
      String kind,
      String ref,
      Instant of,
      String title,
      List<Line> lines,
      List<String> names,
      boolean fromAnother,
      List<String> stops,
      boolean unreadable,
      String digest,
      @Nullable Decision decision) {
    /** Does a person have to look at it? */
    public boolean flagged() {
      return aboutAnother() || !stops.isEmpty() || unreadable;
    }

    /** Does it name, or come from, somebody else? */
    public boolean aboutAnother() {
      return fromAnother || !names.isEmpty();
    }

    @Override
    public String toString() {
      return "Entry[" + kind + " ***]";
    }
  }

  /** A record as it goes out: what is taken out is not in it. */
  public record Given(String kind, String title, Instant of, List<Line> lines) {
    @Override
    public String toString() {
      return "Given[" + kind + " ***]";
    }
  }

  // looking

  /**
   * What was listed, opened, with what was decided of each; one look is on the audit trail.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public List<Entry> entries(ActingPerson who, CaseRef caseRef, JourneyId journeyId, Words words) {
    access.require(who, caseRef);
    List<Entry> entries = unaudited(who, caseRef, journeyId, words);
    audit.record(who, "read-held-records", caseRef, Map.of("count", entries.size()));
    return entries;
  }

  /** One of them; empty if it was not listed for this request. */
  @Transactional
  public Optional<Entry> entry(
      ActingPerson who,
      CaseRef caseRef,
      JourneyId journeyId,
      String kind,
      String ref,
      Words words) {
    access.require(who, caseRef);
    var found =
        requests.items(journeyId).stream()
            .filter(item -> item.kind().equals(kind) && item.ref().equals(ref))
            .findFirst()
            .map(item -> open(item, words, look(who, caseRef, journeyId)));
    found.ifPresent(
        _ -> audit.record(who, "read-held-record", caseRef, Map.of("kind", kind, "record", ref)));
    return found;
  }

  /** How many were listed, and of how many nobody has decided. */
  public record Count(int listed, int undecided) {}

  public Count count(JourneyId journeyId) {
    var items = requests.items(journeyId);
    var decided = decisions(journeyId).keySet();
    return new Count(
        items.size(),
        (int) items.stream().filter(i -> !decided.contains(key(i.kind(), i.ref()))).count());
  }

  private List<Entry> unaudited(
      ActingPerson who, CaseRef caseRef, JourneyId journeyId, Words words) {
    Look look = look(who, caseRef, journeyId);
    return requests.items(journeyId).stream().map(item -> open(item, words, look)).toList();
  }

  /** What a record is held against: who else has a part in the case, and what must not go. */
  private record Look(
      Function<String, List<String>> stops, List<String> names, Map<String, Decision> decisions) {
    @Override
    public String toString() {
      return "Look[***]";
    }
  }

  private Look look(ActingPerson who, CaseRef caseRef, JourneyId journeyId) {
    String requester = requester(journeyId);
    Function<String, List<String>> given = givenAway.reader(caseRef);
    Set<String> strict =
        switch (requester) {
          case "survivor" -> EVEN_FOR_HER;
          case "other", "agency", "police" -> FOR_WHOM_SHE_CHOSE;
          default -> Set.of();
        };
    Function<String, List<String>> stops =
        text -> {
          var found = new LinkedHashSet<String>(given.apply(text));
          if (!strict.isEmpty()) {
            found.retainAll(strict);
          }
          // said in the same words, whoever's vault it is
          if (vault.isNamedInCounterpart(caseRef, text)) {
            found.add("safe-address");
          }
          return List.copyOf(found);
        };
    return new Look(stops, names(who, caseRef, requester), opened(caseRef, journeyId));
  }

  /** Names, whole and in parts, of everybody but whose records they are. */
  private List<String> names(ActingPerson who, CaseRef caseRef, String requester) {
    PersonKind own =
        RecordRequests.about(requester) == About.OTHER_PARTY
            ? PersonKind.PERPETRATOR
            : PersonKind.VICTIM;
    List<CaseRef> one =
        groups.members(caseRef).stream().filter(member -> access.mayOpen(who, member)).toList();
    List<PersonView> all = one.stream().flatMap(member -> people.of(who, member).stream()).toList();
    Set<String> hers =
        all.stream()
            .filter(person -> person.kind() == own)
            .flatMap(person -> parts(person.fields().values().get("name")))
            .map(RecordExports::plain)
            .collect(Collectors.toSet());
    var names = new LinkedHashSet<String>();
    all.stream()
        .filter(person -> person.kind() != own)
        .map(person -> person.fields().values().get("name"))
        .forEach(
            name -> {
              if (name != null && !name.toString().isBlank()) {
                names.add(name.toString().strip());
                parts(name).filter(part -> !hers.contains(plain(part))).forEach(names::add);
              }
            });
    for (CaseRef member : one) {
      Sealed unsafe = contacts.banner(who, member).unsafeToTell();
      if (unsafe != null) {
        parts(unsafe.clear())
            .filter(word -> Character.isUpperCase(word.codePointAt(0)))
            .filter(word -> !NOBODY.contains(plain(word)) && !hers.contains(plain(word)))
            .forEach(names::add);
      }
    }
    return List.copyOf(names);
  }

  private static Stream<String> parts(@Nullable Object name) {
    return name == null
        ? Stream.of()
        : Arrays.stream(name.toString().split("[^\\p{L}\\p{M}'’-]+"))
            .filter(part -> part.length() >= 3);
  }

  private Entry open(RecordRequests.Item item, Words words, Look look) {
    Optional<Held> found =
        held.stream()
            .filter(area -> area.kind().equals(item.kind()))
            .findFirst()
            .flatMap(area -> area.open(item.caseRef(), item.ref()));
    Decision decision = look.decisions().get(key(item.kind(), item.ref()));
    if (found.isEmpty()) {
      // it is no longer there: nothing of it can go
      return new Entry(
          item.kind(),
          item.ref(),
          item.of(),
          item.what(),
          List.of(),
          List.of(),
          false,
          List.of(),
          true,
          "",
          decision != null && decision.seen().isEmpty() ? decision : null);
    }
    Held one = found.get();
    String title = words.title(item.kind(), one);
    List<Line> lines = words.lines(item.kind(), one);
    String text = text(title, lines);
    String digest = digest(text);
    String plain = " " + plain(text) + " ";
    return new Entry(
        item.kind(),
        item.ref(),
        item.of(),
        title,
        lines,
        look.names().stream().filter(name -> plain.contains(" " + plain(name) + " ")).toList(),
        one.fromAnother(),
        look.stops().apply(text),
        !one.unreadable().isEmpty(),
        digest,
        // what was decided of other words holds for those
        decision != null && decision.seen().equals(digest) ? decision : null);
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(String title, List<Line> lines) {
    return title
        + "\n"
        + lines.stream().map(l -> l.label() + ": " + l.text()).collect(Collectors.joining("\n"));
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{M}\\p{N}]+", " ").strip();
  }

  /** By what was logged of this request: another request of the case may be somebody else's. */
  private String requester(JourneyId journeyId) {
    return db.sql(
            "select coalesce(routing ->> 'requester', 'perpetrator') from form_record"
                + " where journey_id = ? and form_id = 'log-record-request'"
                + " order by seq desc limit 1")
        .param(journeyId.value())
        .query(String.class)
        .optional()
        // what nobody logged is read as strictly as can be
        .orElse("perpetrator");
  }

  // deciding

  /**
   * Why a decision cannot be kept.
   *
   * @param field beside which it is said
   * @param code its words are {@code record-request.problem.<code>}
   */
  public record Problem(String field, String code) {}

  /**
   * What somebody decides of a record.
   *
   * @param reason of {@link #MAY_GO} or {@link #TAKEN_OUT}
   * @param seen the digest of the record as it was shown
   */
  public record Asked(
      Choice choice,
      @Nullable String reason,
      Set<Integer> leftOut,
      List<String> passages,
      String seen) {
    public Asked {
      leftOut = Set.copyOf(leftOut);
      passages = List.copyOf(passages);
    }

    @Override
    public String toString() {
      return "Asked[" + choice + " ***]";
    }
  }

  /**
   * Keeps what was decided of a record, unless something would go that must not.
   *
   * @return what stands against it; empty if it was kept
   * @throws NoSuchCaseException if the person may not open the case, or it was not listed
   */
  @Transactional
  public Optional<Problem> decide(
      ActingPerson who,
      CaseRef caseRef,
      JourneyId journeyId,
      String kind,
      String ref,
      Asked asked,
      Words words) {
    mayWork(who, caseRef);
    Look look = look(who, caseRef, journeyId);
    Entry entry =
        requests.items(journeyId).stream()
            .filter(item -> item.kind().equals(kind) && item.ref().equals(ref))
            .findFirst()
            .map(item -> open(item, words, look))
            .orElseThrow(NoSuchCaseException::new);
    Optional<Problem> problem = problem(entry, asked, look);
    if (problem.isEmpty()) {
      keep(who, caseRef, journeyId, entry, asked);
    }
    return problem;
  }

  private static Optional<Problem> problem(Entry entry, Asked asked, Look look) {
    String reason = asked.reason();
    if (!asked.seen().equals(entry.digest())) {
      return Optional.of(new Problem("choice", "changed"));
    }
    return switch (asked.choice()) {
      case KEEP -> {
        if (entry.unreadable()) {
          yield Optional.of(new Problem("choice", "unreadable"));
        }
        if (!entry.stops().isEmpty()) {
          yield Optional.of(new Problem("choice", entry.stops().getFirst()));
        }
        yield entry.aboutAnother() && (reason == null || !MAY_GO.contains(reason))
            ? Optional.of(new Problem("keepReason", "keep-reason"))
            : Optional.empty();
      }
      case WITHHOLD ->
          reason == null || !TAKEN_OUT.contains(reason)
              ? Optional.of(new Problem("outReason", "out-reason"))
              : Optional.empty();
      case REDACT -> redaction(entry, asked, look);
    };
  }

  private static Optional<Problem> redaction(Entry entry, Asked asked, Look look) {
    if (asked.leftOut().isEmpty() && asked.passages().isEmpty()) {
      return Optional.of(new Problem("passages", "nothing-taken-out"));
    }
    if (asked.leftOut().stream().anyMatch(at -> at < 0 || at >= entry.lines().size())) {
      return Optional.of(new Problem("leftOut", "no-such-line"));
    }
    String whole = text("", entry.lines());
    for (String passage : asked.passages()) {
      if (plain(passage).length() < 2) {
        return Optional.of(new Problem("passages", "too-short"));
      }
      if (!pattern(passage).matcher(whole).find()) {
        return Optional.of(new Problem("passages", "not-there"));
      }
    }
    if (asked.reason() == null || !TAKEN_OUT.contains(asked.reason())) {
      return Optional.of(new Problem("outReason", "out-reason"));
    }
    List<Line> left = without(entry.lines(), asked.leftOut(), asked.passages());
    if (left.stream().allMatch(line -> line.text().equals(ExportFiles.LEFT_OUT))) {
      return Optional.of(new Problem("choice", "nothing-left"));
    }
    List<String> stops = look.stops().apply(text(entry.title(), left));
    return stops.isEmpty()
        ? Optional.empty()
        : Optional.of(new Problem("passages", "still-" + stops.getFirst()));
  }

  /** Words however they are broken over lines, in any case. */
  private static Pattern pattern(String passage) {
    return Pattern.compile(
        Arrays.stream(passage.strip().split("\\s+"))
            .map(Pattern::quote)
            .collect(Collectors.joining("\\s+")),
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /** What is left: the words are gone, and not only hidden. */
  private static List<Line> without(List<Line> lines, Set<Integer> leftOut, List<String> passages) {
    // the longest first: a name is not taken apart by a part of it
    List<Pattern> patterns =
        passages.stream()
            .sorted((a, b) -> Integer.compare(b.length(), a.length()))
            .map(RecordExports::pattern)
            .toList();
    var left = new ArrayList<Line>();
    for (int at = 0; at < lines.size(); at++) {
      String text = lines.get(at).text();
      if (leftOut.contains(at)) {
        text = ExportFiles.LEFT_OUT;
      } else {
        for (Pattern pattern : patterns) {
          text = pattern.matcher(text).replaceAll(ExportFiles.LEFT_OUT);
        }
      }
      left.add(new Line(lines.get(at).label(), text));
    }
    return left;
  }

  private void keep(
      ActingPerson who, CaseRef caseRef, JourneyId journeyId, Entry entry, Asked asked) {
    String id = UUID.randomUUID().toString();
    boolean redacts = asked.choice() == Choice.REDACT;
    db.sql(
            """
            insert into record_decision
              (row_id, journey_id, case_ref, kind, ref, choice, reason, sealed, at, by)
            values (?::uuid, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)
            """)
        .params(
            Arrays.asList(
                id,
                journeyId.value(),
                caseRef.value(),
                entry.kind(),
                entry.ref(),
                asked.choice().code(),
                asked.reason(),
                sealing.sealAll(
                    caseRef,
                    DECISION,
                    id,
                    Map.of(
                        "choice",
                        asked.choice().code(),
                        "leftOut",
                        redacts ? asked.leftOut().stream().sorted().toList() : List.of(),
                        "passages",
                        redacts ? asked.passages() : List.of(),
                        "seen",
                        entry.digest())),
                now(),
                who.username()))
        .update();
    audit.record(
        who,
        "decide-held-record",
        caseRef,
        Map.of("kind", entry.kind(), "record", entry.ref(), "choice", asked.choice().code()));
  }

  /**
   * Keeps, one by one, the records of which nobody has decided and in which Haven found nobody else
   * and nothing that must not go.
   *
   * @return how many
   */
  @Transactional
  public int keepPlain(ActingPerson who, CaseRef caseRef, JourneyId journeyId, Words words) {
    mayWork(who, caseRef);
    List<Entry> plain =
        unaudited(who, caseRef, journeyId, words).stream()
            .filter(entry -> entry.decision() == null && !entry.flagged())
            .toList();
    plain.forEach(
        entry ->
            keep(
                who,
                caseRef,
                journeyId,
                entry,
                new Asked(Choice.KEEP, null, Set.of(), List.of(), entry.digest())));
    return plain.size();
  }

  private static String key(String kind, String ref) {
    return kind + " " + ref;
  }

  private record Row(
      String id, String key, @Nullable String reason, String sealed, Instant at, String by) {
    @Override
    public String toString() {
      return "Row[" + key + " ***]";
    }
  }

  private Map<String, Row> decisions(JourneyId journeyId) {
    return db
        .sql(
            """
            select distinct on (kind, ref) row_id, kind, ref, reason,
              sealed::text as sealed, at, by
            from record_decision where journey_id = ? order by kind, ref, id desc
            """)
        .param(journeyId.value())
        .query(
            (rs, _) ->
                new Row(
                    rs.getString("row_id"),
                    key(rs.getString("kind"), rs.getString("ref")),
                    rs.getString("reason"),
                    rs.getString("sealed"),
                    rs.getTimestamp("at").toInstant(),
                    rs.getString("by")))
        .list()
        .stream()
        .collect(Collectors.toMap(Row::key, Function.identity()));
  }

  private Map<String, Decision> opened(CaseRef caseRef, JourneyId journeyId) {
    var opened = new TreeMap<String, Decision>();
    decisions(journeyId)
        .forEach(
            (key, row) -> {
              var fields = sealing.openAll(caseRef, DECISION, row.id(), row.sealed());
              if (fields.refused().isEmpty()) {
                // one that was changed behind our back is none: it is decided again
                opened.put(
                    key,
                    new Decision(
                        Choice.ofCode(String.valueOf(fields.values().get("choice"))).orElseThrow(),
                        row.reason(),
                        list(fields.values().get("leftOut")).stream()
                            .map(one -> Integer.valueOf(one.toString()))
                            .collect(Collectors.toSet()),
                        list(fields.values().get("passages")).stream()
                            .map(Object::toString)
                            .toList(),
                        String.valueOf(fields.values().get("seen")),
                        row.at(),
                        row.by()));
              }
            });
    return opened;
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> several ? several : List.of();
  }

  // checking

  /** Why somebody may not say that it goes. */
  public enum Objection {
    /** This person decided on one of the records: somebody else checks. */
    SAME_PERSON,
    UNDECIDED,
    /** Something in it must not go. */
    STOPPED,
    /** There are records, and none of them would go. */
    NOTHING_GIVEN
  }

  /** What would go of these, as the reader will have it. */
  public static List<Given> given(List<Entry> entries) {
    var given = new ArrayList<Given>();
    for (Entry entry : entries) {
      Decision decision = entry.decision();
      if (decision != null && decision.choice() != Choice.WITHHOLD && !entry.lines().isEmpty()) {
        given.add(
            new Given(
                entry.kind(),
                entry.title(),
                entry.of(),
                without(entry.lines(), decision.leftOut(), decision.passages())));
      }
    }
    return given;
  }

  /**
   * What stands against this person's saying that it goes. Without a record there is no bundle, and
   * nothing stands against the letter.
   */
  @Transactional
  public Optional<Objection> objection(
      ActingPerson who, CaseRef caseRef, JourneyId journeyId, Words words) {
    mayWork(who, caseRef);
    List<Entry> entries = unaudited(who, caseRef, journeyId, words);
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    if (worked(journeyId).contains(who.username())) {
      return Optional.of(Objection.SAME_PERSON);
    }
    if (entries.stream().anyMatch(entry -> entry.decision() == null)) {
      return Optional.of(Objection.UNDECIDED);
    }
    List<Given> given = given(entries);
    if (given.isEmpty()) {
      return Optional.of(Objection.NOTHING_GIVEN);
    }
    Function<String, List<String>> stops = look(who, caseRef, journeyId).stops();
    return given.stream().allMatch(one -> stops.apply(text(one.title(), one.lines())).isEmpty())
        ? Optional.empty()
        : Optional.of(Objection.STOPPED);
  }

  /** Everybody who decided on a record of this request, or handed the redaction in. */
  private Set<String> worked(JourneyId journeyId) {
    return Set.copyOf(
        db.sql(
                "select by from record_decision where journey_id = :journey union"
                    + " select by from form_record where journey_id = :journey"
                    + " and form_id = 'redact-records'")
            .param("journey", journeyId.value())
            .query(String.class)
            .list());
  }

  /**
   * Makes the bundle that somebody checked and seals it; the same check again makes no other.
   * Nothing of it is written anywhere but into the database.
   *
   * @throws IllegalStateException if something stands against it
   */
  @Transactional
  public void seal(
      ActingPerson who, CaseRef caseRef, JourneyId journeyId, long taskId, Words words) {
    objection(who, caseRef, journeyId, words)
        .ifPresent(
            why -> {
              throw new IllegalStateException("The records cannot go: " + why);
            });
    List<Entry> entries = unaudited(who, caseRef, journeyId, words);
    List<Given> given = given(entries);
    if (given.isEmpty()) {
      return;
    }
    int redacted = count(entries, Choice.REDACT);
    int withheld = count(entries, Choice.WITHHOLD);
    boolean hers = requester(journeyId).equals("survivor");
    byte[] zip =
        files.zip(
            requestId(journeyId),
            clock.instant(),
            given,
            // that there is more is told to nobody but her
            hers ? withheld : null,
            hers && largePrint(who, caseRef));
    UUID id = UUID.randomUUID();
    db.sql(
            """
            insert into record_export
              (export_id, journey_id, case_ref, task_id, given, redacted, withheld, sealed, at, by)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (task_id) do nothing
            """)
        .params(
            id,
            journeyId.value(),
            caseRef.value(),
            taskId,
            given.size(),
            redacted,
            withheld,
            sealing.seal(
                KeyScope.of(caseRef),
                ENTITY,
                id.toString(),
                "zip",
                Base64.getEncoder().encodeToString(zip)),
            now(),
            who.username())
        .update();
    audit.record(
        who,
        "seal-record-export",
        caseRef,
        Map.of(
            "export",
            id.toString(),
            "given",
            given.size(),
            "redacted",
            redacted,
            "withheld",
            withheld));
  }

  private static int count(List<Entry> entries, Choice choice) {
    return (int)
        entries.stream()
            .map(Entry::decision)
            .filter(decision -> decision != null && decision.choice() == choice)
            .count();
  }

  private boolean largePrint(ActingPerson who, CaseRef caseRef) {
    return people.of(who, caseRef).stream()
        .filter(person -> person.kind() == PersonKind.VICTIM)
        .anyMatch(person -> "large-print".equals(person.fields().values().get("format")));
  }

  private String requestId(JourneyId journeyId) {
    return db.sql("select request_id from record_request where journey_id = ?")
        .param(journeyId.value())
        .query(String.class)
        .optional()
        .orElse("");
  }

  // handing out

  /**
   * A bundle that was checked.
   *
   * @param goes true if the last check said that it goes, nothing was decided since, and no case
   *     was made two of of which it holds records
   * @param ready true once the letter that it goes with was sent too
   * @param fetchedAt when it was handed out last, absent while it can be fetched
   */
  public record Bundle(
      UUID exportId,
      int given,
      int redacted,
      int withheld,
      Instant checkedAt,
      String checkedBy,
      boolean goes,
      boolean ready,
      int turn,
      @Nullable Instant fetchedAt,
      @Nullable String fetchedBy) {}

  /** Data protection hand it out, and nobody else. */
  public static boolean mayFetch(ActingPerson who) {
    return who.worksCases() && who.teams().contains(Team.DATA_PROTECTION);
  }

  /** The bundle of this request that was checked last; nothing is opened for it. */
  public Optional<Bundle> of(JourneyId journeyId) {
    return bundle(journeyId, "");
  }

  /**
   * The same by the request's reference.
   *
   * @throws NoSuchCaseException if the person may not open the case, or does not hand bundles out
   */
  public Optional<Bundle> of(ActingPerson who, CaseRef caseRef, String requestId) {
    return journey(who, caseRef, requestId).flatMap(this::of);
  }

  /** Is there a bundle that this person may fetch, or has fetched? */
  public boolean isReadyFor(ActingPerson who, CaseRef caseRef, String requestId) {
    return mayFetch(who)
        && access.mayWork(who, caseRef)
        && of(who, caseRef, requestId).filter(Bundle::ready).isPresent();
  }

  private Optional<JourneyId> journey(ActingPerson who, CaseRef caseRef, String requestId) {
    mayWork(who, caseRef);
    if (!mayFetch(who)) {
      throw new NoSuchCaseException();
    }
    return db.sql("select journey_id from record_request where request_id = ? and case_ref = ?")
        .params(requestId, caseRef.value())
        .query(String.class)
        .optional()
        .map(JourneyId::new);
  }

  private Optional<Bundle> bundle(JourneyId journeyId, String lock) {
    return db.sql(
            """
            select e.export_id, e.given, e.redacted, e.withheld, e.at, e.by,
              (select n.outcome from journey_note n where n.journey_id = e.journey_id
                and n.element_id = :check order by n.seq desc limit 1) as outcome,
              exists (select 1 from letter l where l.journey_id = e.journey_id
                and l.template = :answer and l.status = 'sent' and l.made_at >= e.at) as sent,
              exists (select 1 from record_decision d
                where d.journey_id = e.journey_id and d.at > e.at)
              -- of what was listed some may be another survivor's, as it turned out
              or exists (select 1 from case_join j join record_request_item i
                on i.case_ref in (j.case_ref, j.part)
                where j.undone_at >= e.at and i.journey_id = e.journey_id
                  and i.case_ref <> e.case_ref) as changed,
              coalesce((select max(a.turn) from record_export_again a
                where a.export_id = e.export_id), 0) as turn,
              f.at as fetched_at, f.by as fetched_by
            from record_export e
            left join lateral (select x.at, x.by from record_export_fetch x
              where x.export_id = e.export_id and x.turn = coalesce((select max(a.turn)
                from record_export_again a where a.export_id = e.export_id), 0)) f on true
            where e.journey_id = :journey order by e.seq desc limit 1
            """
                + lock)
        .param("journey", journeyId.value())
        .param("check", CHECK)
        .param("answer", ANSWER)
        .query(RecordExports::bundle)
        .optional();
  }

  private static Bundle bundle(ResultSet rs, int number) throws SQLException {
    Timestamp fetched = rs.getTimestamp("fetched_at");
    String outcome = rs.getString("outcome");
    boolean goes = outcome != null && GOES.contains(outcome) && !rs.getBoolean("changed");
    return new Bundle(
        rs.getObject("export_id", UUID.class),
        rs.getInt("given"),
        rs.getInt("redacted"),
        rs.getInt("withheld"),
        rs.getTimestamp("at").toInstant(),
        rs.getString("by"),
        goes,
        goes && rs.getBoolean("sent"),
        rs.getInt("turn"),
        fetched == null ? null : fetched.toInstant(),
        rs.getString("fetched_by"));
  }

  /** What came of fetching. */
  public sealed interface Fetched {
    record Zip(byte[] bytes) implements Fetched {
      @Override
      public String toString() {
        return "Zip[***]";
      }
    }

    /** Somebody had it before. */
    record Already() implements Fetched {}

    /** There is none, or it may not go yet. */
    record NotReady() implements Fetched {}
  }

  /**
   * Hands the bundle out, once. That it went is on record before its first byte goes.
   *
   * @throws NoSuchCaseException if the person may not open the case, or does not hand bundles out
   */
  @Transactional
  public Fetched fetch(ActingPerson who, CaseRef caseRef, String requestId) {
    Optional<Bundle> found = of(who, caseRef, requestId).filter(Bundle::ready);
    if (found.isEmpty()) {
      return new Fetched.NotReady();
    }
    Bundle bundle = found.get();
    boolean first =
        db.sql(
                    "insert into record_export_fetch (export_id, turn, case_ref, at, by)"
                        + " values (?, ?, ?, ?, ?) on conflict do nothing")
                .params(bundle.exportId(), bundle.turn(), caseRef.value(), now(), who.username())
                .update()
            == 1;
    if (!first) {
      return new Fetched.Already();
    }
    String sealed =
        db.sql("select sealed from record_export where export_id = ?")
            .param(bundle.exportId())
            .query(String.class)
            .single();
    audit.record(
        who,
        "fetch-record-export",
        caseRef,
        Map.of("export", bundle.exportId().toString(), "turn", bundle.turn()));
    return new Fetched.Zip(
        Base64.getDecoder()
            .decode(
                sealing.open(
                    KeyScope.of(caseRef), ENTITY, bundle.exportId().toString(), "zip", sealed)));
  }

  /** What came of letting it be fetched once more. */
  public enum Again {
    DONE,
    /** Whoever fetched it does not say so too. */
    SAME_PERSON,
    /** It was not fetched yet. */
    NOT_FETCHED
  }

  /**
   * It was lost on the way, such as by a line that broke: it can be fetched once more.
   *
   * @param reason as typed; sealed
   * @throws NoSuchCaseException if the person may not open the case, or does not hand bundles out
   */
  @Transactional
  public Again again(ActingPerson who, CaseRef caseRef, String requestId, String reason) {
    Optional<Bundle> found =
        of(who, caseRef, requestId).filter(bundle -> bundle.fetchedAt() != null);
    if (found.isEmpty()) {
      return Again.NOT_FETCHED;
    }
    Bundle bundle = found.get();
    if (who.username().equals(bundle.fetchedBy())) {
      return Again.SAME_PERSON;
    }
    int turn = bundle.turn() + 1;
    db.sql(
            "insert into record_export_again (export_id, turn, case_ref, sealed, at, by)"
                + " values (?, ?, ?, ?::jsonb, ?, ?) on conflict do nothing")
        .params(
            bundle.exportId(),
            turn,
            caseRef.value(),
            sealing.sealAll(
                caseRef, AGAIN, bundle.exportId() + "." + turn, Map.of("reason", reason)),
            now(),
            who.username())
        .update();
    audit.record(
        who,
        "record-export-again",
        caseRef,
        Map.of("export", bundle.exportId().toString(), "turn", turn));
    return Again.DONE;
  }

  /** A look through broken glass is none to work with. */
  private void mayWork(ActingPerson who, CaseRef caseRef) {
    if (!access.mayWork(who, caseRef)) {
      throw new NoSuchCaseException();
    }
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }
}
