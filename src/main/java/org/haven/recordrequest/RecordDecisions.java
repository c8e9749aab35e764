package org.haven.recordrequest;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.haven.casefile.NoSuchCaseException;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.recordrequest.ListedRecords.Entry;
import org.haven.recordrequest.ListedRecords.Line;
import org.haven.recordrequest.ListedRecords.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Each record that was listed is decided on: it goes, or not, or without some of its words. Source:
 * policy 12.1; UK GDPR art. 12, 15, 20; Data Protection Act 2018 schedule 2 paragraph 16.
 */
@Service
public class RecordDecisions {
  /** Why a record may go although it names, or comes from, somebody else. */
  public static final List<String> MAY_GO =
      List.of("own-words", "known-already", "agreed", "reasonable");

  /** Why something is taken out: as the form of this step has it. */
  public static final List<String> TAKEN_OUT =
      List.of("other-people", "vault", "marac", "legal-advice", "harm");

  private final RecordRequests requests;
  private final ListedRecords listed;
  private final KeptDecisions kept;
  private final Audit audit;

  RecordDecisions(RecordRequests requests, ListedRecords listed, KeptDecisions kept, Audit audit) {
    this.requests = requests;
    this.listed = listed;
    this.kept = kept;
    this.audit = audit;
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
   * Why a decision cannot be kept.
   *
   * @param field beside which it is said
   * @param code its words are {@code record-request.problem.<code>}
   */
  public record Problem(String field, String code) {}

  /**
   * Keeps what was decided of a record, unless something would go that must not.
   *
   * @return what stands against it; empty if it was kept
   * @throws NoSuchCaseException if the person may not work on the case, or it was not listed
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
    Entry entry = listed.toWorkOn(who, caseRef, journeyId, kind, ref, words);
    Optional<Problem> problem = problem(caseRef, journeyId, entry, asked);
    if (problem.isEmpty()) {
      keep(who, caseRef, journeyId, entry, asked);
    }
    return problem;
  }

  private Optional<Problem> problem(
      CaseRef caseRef, JourneyId journeyId, Entry entry, Asked asked) {
    if (!asked.seen().equals(entry.digest())) {
      return Optional.of(new Problem("choice", "changed"));
    }
    return switch (asked.choice()) {
      case KEEP -> whole(entry, asked);
      case WITHHOLD -> withoutReason(asked);
      case REDACT -> redaction(entry, asked).or(() -> left(caseRef, journeyId, entry, asked));
    };
  }

  private static Optional<Problem> whole(Entry entry, Asked asked) {
    if (entry.unreadable()) {
      return Optional.of(new Problem("choice", "unreadable"));
    }
    if (!entry.stops().isEmpty()) {
      return Optional.of(new Problem("choice", entry.stops().getFirst()));
    }
    return entry.aboutAnother() && (asked.reason() == null || !MAY_GO.contains(asked.reason()))
        ? Optional.of(new Problem("keepReason", "keep-reason"))
        : Optional.empty();
  }

  private static Optional<Problem> withoutReason(Asked asked) {
    return asked.reason() == null || !TAKEN_OUT.contains(asked.reason())
        ? Optional.of(new Problem("outReason", "out-reason"))
        : Optional.empty();
  }

  private static Optional<Problem> redaction(Entry entry, Asked asked) {
    if (asked.leftOut().isEmpty() && asked.passages().isEmpty()) {
      return Optional.of(new Problem("passages", "nothing-taken-out"));
    }
    if (asked.leftOut().stream().anyMatch(at -> at < 0 || at >= entry.lines().size())) {
      return Optional.of(new Problem("leftOut", "no-such-line"));
    }
    String text = Redaction.text("", entry.lines());
    for (String passage : asked.passages()) {
      if (Redaction.plain(passage).length() < 2) {
        return Optional.of(new Problem("passages", "too-short"));
      }
      if (!Redaction.finds(passage, text)) {
        return Optional.of(new Problem("passages", "not-there"));
      }
    }
    return withoutReason(asked);
  }

  /** Is something left that may go? */
  private Optional<Problem> left(CaseRef caseRef, JourneyId journeyId, Entry entry, Asked asked) {
    List<Line> left = Redaction.without(entry.lines(), asked.leftOut(), asked.passages());
    if (left.stream().allMatch(line -> line.text().equals(ExportFiles.LEFT_OUT))) {
      return Optional.of(new Problem("choice", "nothing-left"));
    }
    return listed.stops(caseRef, journeyId).apply(Redaction.text(entry.title(), left)).stream()
        .findFirst()
        .map(stop -> new Problem("passages", "still-" + stop));
  }

  private void keep(
      ActingPerson who, CaseRef caseRef, JourneyId journeyId, Entry entry, Asked asked) {
    kept.add(who, caseRef, journeyId, entry, asked);
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
   * @throws NoSuchCaseException if the person may not work on the case
   */
  @Transactional
  public int keepPlain(ActingPerson who, CaseRef caseRef, JourneyId journeyId, Words words) {
    List<Entry> plain =
        listed.toWorkOn(who, caseRef, journeyId, words).stream()
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

  /** Of how many of the records that were listed nobody has decided. */
  public int undecided(JourneyId journeyId) {
    Set<String> decided = kept.keys(journeyId);
    return (int)
        requests.items(journeyId).stream()
            .filter(item -> !decided.contains(KeptDecisions.key(item.kind(), item.ref())))
            .count();
  }
}
