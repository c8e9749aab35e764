package org.haven.meetings;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.AddressVault;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.HeldRecords;
import org.haven.casefile.HeldRows;
import org.haven.casefile.NoSuchCaseException;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What is typed while a case is talked about, sealed with the case's key. Several may be typing:
 * whoever saves on top of something that they have not read is told, and theirs is kept beside it,
 * so that nothing is lost. A text is rewritten by its own writer alone; what another goes on from
 * stays readable.
 *
 * <p>Guarded minutes, those of a MARAC, are for the named officers of the case, open with a typed
 * reason, and each opening is on record, as it is with the minutes that are recorded. Source:
 * procedure section 2, vault; section 7, MARAC.
 */
@Service
public class LiveMinutes {
  /** In characters: as much as the forms take in which a meeting is recorded. */
  public static final int LONGEST = 10_000;

  private static final String ENTITY = "live-minutes";
  private static final String REVEAL = "live-minutes-reveal";
  private static final String WORDS = "words";

  private final JdbcClient db;
  private final Sealing sealing;
  private final CaseAccess access;
  private final AddressVault vault;
  private final Audit audit;
  private final Clock clock;

  LiveMinutes(
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

  /** What became of a saving. */
  public sealed interface Saved {
    /**
     * @param turn to be given with the next saving
     */
    record Kept(int turn, Instant at) implements Saved {}

    /**
     * Somebody saved since; what was typed is kept beside theirs.
     *
     * @param by who saved
     */
    record Beside(Instant at, String by) implements Saved {}

    /** The meeting is on record, or the case is heard at another: nothing was kept. */
    record Closed() implements Saved {}

    /** It names an address of the vault: nothing was kept. */
    record NamesVault() implements Saved {}
  }

  /** A text, who wrote it and when. */
  public record Text(Sealed words, Instant at, String by) {}

  /**
   * Minutes that somebody may read.
   *
   * @param turn to be given with the next saving
   * @param newest what counts; absent before anybody has typed
   * @param earlier what others went on from, the newest first
   * @param beside what is not joined to it yet
   */
  public record Read(int turn, @Nullable Text newest, List<Text> earlier, List<Text> beside) {
    @Override
    public String toString() {
      return "Read[***]";
    }
  }

  /** May the person write at this item, and, unless they are guarded, read what is there? */
  public boolean mayWrite(ActingPerson who, AgendaItem item) {
    return item.guarded()
        ? access.isNamed(who, item.caseRef())
        : access.mayWork(who, item.caseRef());
  }

  /**
   * Keeps what is typed by now.
   *
   * @param turn of the last saving that this page knows of, 0 if of none
   * @throws NoSuchCaseException if the person may not write here
   */
  @Transactional
  public Saved save(ActingPerson who, AgendaItem item, int turn, String words) {
    if (!mayWrite(who, item)) {
      throw new NoSuchCaseException();
    }
    // one after the other with other savings, and with the record
    boolean open =
        db.sql(
                "select left_at is null and meeting_id is null from sitting_item"
                    + " where item_id = ? for update")
            .param(item.id())
            .query(Boolean.class)
            .single();
    if (!open) {
      return new Saved.Closed();
    }
    if (!item.guarded() && vault.isNamedIn(item.caseRef(), words)) {
      return new Saved.NamesVault();
    }
    Instant now = clock.instant();
    Optional<Row> newest = rows(item).stream().filter(row -> !row.beside()).findFirst();
    int known = newest.map(Row::turn).orElse(0);
    if (newest.map(row -> row.text().words().clear()).orElse("").equals(words)) {
      return new Saved.Kept(known, newest.map(row -> row.text().at()).orElse(now));
    }
    if (known != turn) {
      if (!words.isBlank()) {
        keepBeside(who, item, turn, words, now);
      }
      return new Saved.Beside(
          newest.map(row -> row.text().at()).orElse(now),
          newest.map(row -> row.text().by()).orElse(""));
    }
    if (newest.isPresent() && newest.get().text().by().equals(who.username())) {
      rewrite(newest.get().id(), item.caseRef(), turn + 1, words, now);
    } else {
      insert(who, item, turn + 1, false, words, now);
    }
    return new Saved.Kept(turn + 1, now);
  }

  private void keepBeside(ActingPerson who, AgendaItem item, int turn, String words, Instant now) {
    Optional<UUID> own =
        db.sql(
                "select minutes_id from sitting_minutes"
                    + " where item_id = ? and beside and by = ? and turn = ?")
            .params(item.id(), who.username(), turn)
            .query(UUID.class)
            .optional();
    if (own.isPresent()) {
      rewrite(own.get(), item.caseRef(), turn, words, now);
    } else {
      insert(who, item, turn, true, words, now);
    }
  }

  private void rewrite(UUID id, CaseRef caseRef, int turn, String words, Instant now) {
    db.sql(
            "update sitting_minutes set turn = ?, sealed = ?::jsonb, saved_at = ?"
                + " where minutes_id = ?")
        .params(turn, sealed(caseRef, id, words), Timestamp.from(now), id)
        .update();
  }

  private void insert(
      ActingPerson who, AgendaItem item, int turn, boolean beside, String words, Instant now) {
    UUID id = UUID.randomUUID();
    db.sql(
            """
            insert into sitting_minutes (minutes_id, item_id, case_ref, turn, beside, sealed,
              saved_at, by)
            values (?, ?, ?, ?, ?, ?::jsonb, ?, ?)
            """)
        .params(
            id,
            item.id(),
            item.caseRef().value(),
            turn,
            beside,
            sealed(item.caseRef(), id, words),
            Timestamp.from(now),
            who.username())
        .update();
    audit.record(
        who,
        item.guarded() ? "write-marac-minutes" : "write-minutes",
        item.caseRef(),
        Map.of("item", item.id().toString(), "minutes", id.toString()));
  }

  private String sealed(CaseRef caseRef, UUID id, String words) {
    return sealing.sealAll(caseRef, ENTITY, id.toString(), Map.of(WORDS, words));
  }

  /**
   * What was typed so far; the reading is audited.
   *
   * @throws NoSuchCaseException if the person may not open the case, or the minutes are guarded
   */
  @Transactional
  public Read read(ActingPerson who, AgendaItem item) {
    access.require(who, item.caseRef());
    if (item.guarded()) {
      throw new NoSuchCaseException();
    }
    Read read = read(item);
    if (read.newest() != null || !read.beside().isEmpty()) {
      audit.record(who, "read-minutes", item.caseRef(), Map.of("item", item.id().toString()));
    }
    return read;
  }

  /**
   * Opens guarded minutes for somebody who typed why; the reason is kept, sealed, and the reading
   * is audited.
   *
   * @throws NoSuchCaseException if the person is not named on the case
   * @throws IllegalArgumentException if no reason is given
   */
  @Transactional
  public Read open(ActingPerson who, AgendaItem item, String reason) {
    if (!access.isNamed(who, item.caseRef())) {
      throw new NoSuchCaseException();
    }
    if (reason.isBlank()) {
      throw new IllegalArgumentException("Minutes open with a reason only");
    }
    UUID id = UUID.randomUUID();
    db.sql(
            "insert into sitting_minutes_reveal (id, item_id, case_ref, sealed, at, by)"
                + " values (?, ?, ?, ?::jsonb, ?, ?)")
        .params(
            id,
            item.id(),
            item.caseRef().value(),
            sealing.sealAll(item.caseRef(), REVEAL, id.toString(), Map.of("reason", reason)),
            Timestamp.from(clock.instant()),
            who.username())
        .update();
    audit.record(
        who,
        "reveal-marac-minutes",
        item.caseRef(),
        Map.of("item", item.id().toString(), "reveal", id.toString()));
    return read(item);
  }

  private Read read(AgendaItem item) {
    List<Row> all = rows(item);
    List<Row> joined = all.stream().filter(row -> !row.beside()).toList();
    return new Read(
        joined.isEmpty() ? 0 : joined.getFirst().turn(),
        joined.isEmpty() ? null : joined.getFirst().text(),
        joined.stream().skip(1).map(Row::text).toList(),
        all.stream().filter(Row::beside).map(Row::text).toList());
  }

  private record Row(UUID id, int turn, boolean beside, Text text) {}

  /** The newest first. */
  private List<Row> rows(AgendaItem item) {
    return db.sql(
            "select minutes_id, turn, beside, sealed::text as sealed, saved_at, by"
                + " from sitting_minutes where item_id = ? order by seq desc")
        .param(item.id())
        .query(
            (rs, _) -> {
              UUID id = rs.getObject("minutes_id", UUID.class);
              return new Row(
                  id,
                  rs.getInt("turn"),
                  rs.getBoolean("beside"),
                  new Text(
                      sealing
                          .openAll(item.caseRef(), ENTITY, id.toString(), rs.getString("sealed"))
                          .text(WORDS)
                          .orElse(new Sealed("")),
                      rs.getTimestamp("saved_at").toInstant(),
                      rs.getString("by")));
            })
        .list();
  }

  /** Somebody who asks for their records may ask for these too; never for what is guarded. */
  @Bean
  static HeldRecords heldMinutes(JdbcClient db, Sealing sealing) {
    return new HeldRows(
        db,
        sealing,
        "live-minutes",
        ENTITY,
        """
        select m.minutes_id::text as ref, m.minutes_id::text as row_id, 'live-minutes' as what,
          null::text as step, m.saved_at as at, false as from_another, '{}' as facts,
          m.sealed::text as sealed, array[]::text[] as hidden
        from sitting_minutes m join sitting_item i using (item_id)
        where m.case_ref = :case and not i.guarded
        """);
  }
}
