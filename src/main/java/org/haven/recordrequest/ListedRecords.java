package org.haven.recordrequest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.haven.casefile.AddressVault;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.HeldRecords;
import org.haven.casefile.HeldRecords.Held;
import org.haven.casefile.NoSuchCaseException;
import org.haven.letters.GivenAway;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.recordrequest.RecordDecisions.Choice;
import org.haven.recordrequest.RecordDecisions.Decision;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What was listed for whoever asks for records, opened: who else is in a record, and what of it
 * must not go. Source: policy 12.1; Data Protection Act 2018 schedule 2 paragraph 16.
 */
@Service
public class ListedRecords {
  /** Stops that hold for whoever reads; the others hold for whoever is not her. */
  private static final Set<String> EVEN_FOR_HER = Set.of("safe-address", "marac-words");

  private static final Set<String> FOR_WHOM_SHE_CHOSE =
      Set.of("safe-address", "marac-words", "her-contact");

  private final JdbcClient db;
  private final List<HeldRecords> held;
  private final RecordRequests requests;
  private final CaseAccess access;
  private final AddressVault vault;
  private final GivenAway givenAway;
  private final OtherPeople others;
  private final KeptDecisions decisions;
  private final Audit audit;

  ListedRecords(
      JdbcClient db,
      List<HeldRecords> held,
      RecordRequests requests,
      CaseAccess access,
      AddressVault vault,
      GivenAway givenAway,
      OtherPeople others,
      KeptDecisions decisions,
      Audit audit) {
    this.db = db;
    this.held = held;
    this.requests = requests;
    this.access = access;
    this.vault = vault;
    this.givenAway = givenAway;
    this.others = others;
    this.decisions = decisions;
    this.audit = audit;
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

    /** What would go of it, as the reader will have it; empty if it would not go. */
    public Optional<Given> given() {
      return decision == null || decision.choice() == Choice.WITHHOLD || lines.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Given(
                  kind,
                  title,
                  of,
                  Redaction.without(lines, decision.leftOut(), decision.passages())));
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

  /**
   * What was listed, opened, with what was decided of each; one look is on the audit trail.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public List<Entry> entries(ActingPerson who, CaseRef caseRef, JourneyId journeyId, Words words) {
    access.require(who, caseRef);
    List<Entry> entries = all(who, caseRef, journeyId, words);
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
    var found = one(who, caseRef, journeyId, kind, ref, words);
    found.ifPresent(
        _ -> audit.record(who, "read-held-record", caseRef, Map.of("kind", kind, "record", ref)));
    return found;
  }

  /**
   * The same for a step that keeps what it does on the audit trail itself.
   *
   * @throws NoSuchCaseException if the person may not work on the case
   */
  List<Entry> toWorkOn(ActingPerson who, CaseRef caseRef, JourneyId journeyId, Words words) {
    requireWork(who, caseRef);
    return all(who, caseRef, journeyId, words);
  }

  /**
   * @throws NoSuchCaseException if the person may not work on the case, or it was not listed
   */
  Entry toWorkOn(
      ActingPerson who,
      CaseRef caseRef,
      JourneyId journeyId,
      String kind,
      String ref,
      Words words) {
    requireWork(who, caseRef);
    return one(who, caseRef, journeyId, kind, ref, words).orElseThrow(NoSuchCaseException::new);
  }

  /** A look through broken glass is none to work with. */
  private void requireWork(ActingPerson who, CaseRef caseRef) {
    if (!access.mayWork(who, caseRef)) {
      throw new NoSuchCaseException();
    }
  }

  private List<Entry> all(ActingPerson who, CaseRef caseRef, JourneyId journeyId, Words words) {
    Look look = look(who, caseRef, journeyId);
    return requests.items(journeyId).stream().map(item -> open(item, words, look)).toList();
  }

  private Optional<Entry> one(
      ActingPerson who,
      CaseRef caseRef,
      JourneyId journeyId,
      String kind,
      String ref,
      Words words) {
    return requests.items(journeyId).stream()
        .filter(item -> item.kind().equals(kind) && item.ref().equals(ref))
        .findFirst()
        .map(item -> open(item, words, look(who, caseRef, journeyId)));
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
    return new Look(
        stops(caseRef, requester),
        others.names(who, caseRef, RecordRequests.about(requester)),
        decisions.opened(caseRef, journeyId));
  }

  /** Says of a text what in it must not go to whoever asks. */
  Function<String, List<String>> stops(CaseRef caseRef, JourneyId journeyId) {
    return stops(caseRef, requester(journeyId));
  }

  private Function<String, List<String>> stops(CaseRef caseRef, String requester) {
    Function<String, List<String>> given = givenAway.reader(caseRef);
    Set<String> strict =
        switch (requester) {
          case "survivor" -> EVEN_FOR_HER;
          case "other", "agency", "police" -> FOR_WHOM_SHE_CHOSE;
          default -> Set.of();
        };
    return text -> {
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
  }

  private Entry open(RecordRequests.Item item, Words words, Look look) {
    Optional<Held> found =
        held.stream()
            .filter(area -> area.kind().equals(item.kind()))
            .findFirst()
            .flatMap(area -> area.open(item.caseRef(), item.ref()));
    Decision decision = look.decisions().get(KeptDecisions.key(item.kind(), item.ref()));
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
    String text = Redaction.text(title, lines);
    String digest = digest(text);
    String plain = " " + Redaction.plain(text) + " ";
    return new Entry(
        item.kind(),
        item.ref(),
        item.of(),
        title,
        lines,
        look.names().stream()
            .filter(name -> plain.contains(" " + Redaction.plain(name) + " "))
            .toList(),
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

  /** By what was logged of this request: another request of the case may be somebody else's. */
  String requester(JourneyId journeyId) {
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
}
