package org.haven.evidence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.AddressVault;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.NoSuchCaseException;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Notes, the telephone log, statements and support offered, beside the journeys. Nothing is
 * changed: what was wrong is put right by a newer entry, and both stay readable. Source: policy
 * 10.2, 10.3.
 */
@Component
public class CaseNotes {
  /** Kinds of entries. */
  public static final List<String> KINDS = List.of("note", "call", "statement", "support");

  private static final String ENTITY = "case-note";

  /** What more has to be said of a kind. */
  private static final Map<String, List<String>> DETAILS =
      Map.of(
          "call", List.of("we-called", "she-called", "other-called", "no-answer"),
          "support", List.of("accepted", "declined", "thinking", "not-answered"));

  private final JdbcClient db;
  private final Sealing sealing;
  private final CaseAccess access;
  private final AddressVault vault;
  private final Audit audit;
  private final Clock clock;

  CaseNotes(
      JdbcClient db,
      Sealing sealing,
      CaseAccess access,
      AddressVault vault,
      Audit audit,
      Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.access = access;
    this.vault = vault;
    this.audit = audit;
    this.clock = clock;
  }

  /** Codes of what more has to be said of a kind; empty if nothing has. */
  public static List<String> details(String kind) {
    return DETAILS.getOrDefault(kind, List.of());
  }

  /**
   * What somebody wants to write down.
   *
   * @param noteId made with the page, so that a form sent twice is kept once
   * @param person with whom, or whose statement
   */
  public record Entry(
      UUID noteId,
      Code kind,
      @Nullable Code detail,
      Instant happenedAt,
      String words,
      @Nullable String person) {
    @Override
    public String toString() {
      return "Entry[" + kind + " ***]";
    }
  }

  /** What came of writing it down. */
  public enum Written {
    KEPT,
    /** It names an address that is in the vault: it must not stand anywhere else. */
    NAMES_VAULT,
    IN_FUTURE,
    /** Somebody corrected the same entry meanwhile: the newer one is to be corrected. */
    CORRECTED_MEANWHILE
  }

  /**
   * @throws NoSuchCaseException if the person may not work on the case
   */
  @Transactional
  public Written write(ActingPerson who, CaseRef caseRef, Entry entry) {
    return write(who, caseRef, entry, null, null);
  }

  /**
   * Puts an older entry right by a newer one.
   *
   * @param reason what was wrong
   * @throws NoSuchCaseException if the person may not work on the case, or it has no such entry
   */
  @Transactional
  public Written correct(
      ActingPerson who, CaseRef caseRef, UUID older, Entry entry, String reason) {
    CaseNote before = find(who, caseRef, older).orElseThrow(NoSuchCaseException::new);
    if (before.correctedBy() != null && !entry.noteId().equals(before.correctedBy())) {
      return Written.CORRECTED_MEANWHILE;
    }
    return write(who, caseRef, entry, older, reason);
  }

  private Written write(
      ActingPerson who,
      CaseRef caseRef,
      Entry entry,
      @Nullable UUID corrects,
      @Nullable String reason) {
    if (!access.mayWork(who, caseRef)) {
      throw new NoSuchCaseException();
    }
    Instant now = clock.instant();
    if (entry.happenedAt().isAfter(now)) {
      return Written.IN_FUTURE;
    }
    String all =
        String.join(
            "\n",
            entry.words(),
            entry.person() == null ? "" : entry.person(),
            reason == null ? "" : reason);
    if (vault.isNamedIn(caseRef, all)) {
      return Written.NAMES_VAULT;
    }
    String id = entry.noteId().toString();
    var sealed = new LinkedHashMap<String, @Nullable Object>();
    sealed.put("words", entry.words());
    sealed.put(
        "person", entry.person() == null || entry.person().isBlank() ? null : entry.person());
    sealed.put("reason", reason);
    int written =
        db.sql(
                """
                insert into case_note (note_id, case_ref, kind, detail, corrects, happened_at,
                  sealed, at, by)
                values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?) on conflict do nothing
                """)
            .params(
                Arrays.asList(
                    entry.noteId(),
                    caseRef.value(),
                    entry.kind().value(),
                    entry.detail() == null ? null : entry.detail().value(),
                    corrects,
                    Timestamp.from(entry.happenedAt()),
                    sealing.sealAll(caseRef, ENTITY, id, sealed),
                    Timestamp.from(now),
                    who.username()))
            .update();
    if (written == 0) {
      boolean again =
          db.sql("select exists (select 1 from case_note where note_id = ? and case_ref = ?)")
              .params(entry.noteId(), caseRef.value())
              .query(Boolean.class)
              .single();
      return again ? Written.KEPT : Written.CORRECTED_MEANWHILE;
    }
    audit.record(
        who,
        corrects == null ? "write-case-note" : "correct-case-note",
        caseRef,
        Map.of("note", id, "kind", entry.kind().value()));
    return Written.KEPT;
  }

  /** How many entries the case has; nothing of them is opened. */
  public int count(ActingPerson who, CaseRef caseRef) {
    return access.mayOpen(who, caseRef)
        ? db.sql("select count(*) from case_note where case_ref = ?")
            .param(caseRef.value())
            .query(Integer.class)
            .single()
        : 0;
  }

  /**
   * All entries of a case, the newest first; the read is audited.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public List<CaseNote> of(ActingPerson who, CaseRef caseRef) {
    require(who, caseRef);
    List<CaseNote> notes = rows(caseRef, null);
    if (!notes.isEmpty()) {
      audit.record(who, "read-case-notes", caseRef, Map.of("count", notes.size()));
    }
    return notes;
  }

  /**
   * One entry; the read is audited. Empty if the case has no such entry.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public Optional<CaseNote> find(ActingPerson who, CaseRef caseRef, UUID noteId) {
    require(who, caseRef);
    Optional<CaseNote> note = rows(caseRef, noteId).stream().findFirst();
    note.ifPresent(
        n -> audit.record(who, "read-case-note", caseRef, Map.of("note", noteId.toString())));
    return note;
  }

  private List<CaseNote> rows(CaseRef caseRef, @Nullable UUID only) {
    return db.sql(
            """
            select n.note_id, n.kind, n.detail, n.corrects, newer.note_id as corrected_by,
              n.happened_at, n.sealed::text as sealed, n.at, n.by
            from case_note n left join case_note newer on newer.corrects = n.note_id
            where n.case_ref = :case and (cast(:only as uuid) is null or n.note_id = :only)
            order by n.seq desc
            """)
        .param("case", caseRef.value())
        .param("only", only, java.sql.Types.OTHER)
        .query((rs, _) -> note(caseRef, rs))
        .list();
  }

  private CaseNote note(CaseRef caseRef, ResultSet rs) throws SQLException {
    var id = rs.getObject("note_id", UUID.class);
    var fields = sealing.openAll(caseRef, ENTITY, id.toString(), rs.getString("sealed"));
    String detail = rs.getString("detail");
    return new CaseNote(
        id,
        new Code(rs.getString("kind")),
        detail == null ? null : new Code(detail),
        rs.getObject("corrects", UUID.class),
        rs.getObject("corrected_by", UUID.class),
        rs.getTimestamp("happened_at").toInstant(),
        References.text(fields, "words"),
        References.text(fields, "person"),
        References.text(fields, "reason"),
        rs.getTimestamp("at").toInstant(),
        rs.getString("by"));
  }

  private void require(ActingPerson who, CaseRef caseRef) {
    if (!access.mayOpen(who, caseRef)) {
      throw new NoSuchCaseException();
    }
  }
}
