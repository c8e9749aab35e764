package org.haven.platform.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Chains audit rows by hash, and tells whether the chain still holds. */
@Component
public class AuditTrail {
  private static final int BATCH = 1000;
  private static final byte[] START = new byte[32];
  private static final String COLUMNS =
      "e.id, e.at, e.who, e.action, e.case_ref, e.details::text as details";

  private final JdbcClient db;

  AuditTrail(JdbcClient db) {
    this.db = db;
  }

  /** One audit row; details as JSON. */
  public record Entry(
      long id, Instant at, String who, String action, @Nullable String caseRef, String details) {}

  /**
   * What a check found.
   *
   * @param chained rows whose hash was checked
   * @param waiting rows that are not chained yet
   * @param brokenAt id of the first row that was changed, removed or put in; absent if none was
   */
  public record Verdict(long chained, long waiting, @Nullable Long brokenAt) {
    public boolean holds() {
      return brokenAt == null;
    }
  }

  private record Link(long seq, byte[] hash) {}

  private record ChainedEntry(Link link, Entry entry) {}

  @Scheduled(fixedDelayString = "PT5S", initialDelayString = "PT5S")
  void chainSoon() {
    while (chain() == BATCH) {
      // until the queue is empty
    }
  }

  /**
   * Chains what waits, oldest first; of several nodes one works at a time.
   *
   * @return how many rows were chained
   */
  @Transactional
  public int chain() {
    if (!db.sql("select pg_try_advisory_xact_lock(4871209)").query(Boolean.class).single()) {
      return 0;
    }
    List<Entry> waiting =
        db.sql(
                "select "
                    + COLUMNS
                    + " from audit_unchained u join audit_entry e on e.id = u.entry_id"
                    + " where not exists (select 1 from audit_chain c where c.entry_id = e.id)"
                    + " order by e.id limit "
                    + BATCH)
            .query((rs, _) -> entry(rs))
            .list();
    if (waiting.isEmpty()) {
      return 0;
    }
    Link last =
        db.sql("select seq, hash from audit_chain order by seq desc limit 1")
            .query((rs, _) -> new Link(rs.getLong(1), rs.getBytes(2)))
            .optional()
            .orElse(new Link(0, START));
    List<Long> ids = new ArrayList<>();
    List<Long> seqs = new ArrayList<>();
    List<byte[]> hashes = new ArrayList<>();
    for (Entry entry : waiting) {
      last = new Link(last.seq() + 1, hash(last.hash(), entry));
      ids.add(entry.id());
      seqs.add(last.seq());
      hashes.add(last.hash());
    }
    db.sql(
            "insert into audit_chain (seq, entry_id, hash)"
                + " select * from unnest(?::bigint[], ?::bigint[], ?::bytea[])")
        .params(seqs.toArray(Long[]::new), ids.toArray(Long[]::new), hashes.toArray(byte[][]::new))
        .update();
    db.sql("delete from audit_unchained where entry_id = any (?::bigint[])")
        .param(ids.toArray(Long[]::new))
        .update();
    return waiting.size();
  }

  /** Reads the whole chain again, some rows at a time. */
  @Transactional(readOnly = true)
  public Verdict verify() {
    long seq = 0;
    byte[] before = START;
    while (true) {
      List<ChainedEntry> some =
          db.sql(
                  "select c.seq, c.hash, "
                      + COLUMNS
                      + " from audit_chain c join audit_entry e on e.id = c.entry_id"
                      + " where c.seq > ? order by c.seq limit "
                      + BATCH)
              .param(seq)
              .query(
                  (rs, _) ->
                      new ChainedEntry(new Link(rs.getLong("seq"), rs.getBytes("hash")), entry(rs)))
              .list();
      if (some.isEmpty()) {
        break;
      }
      for (ChainedEntry one : some) {
        byte[] hash = hash(before, one.entry());
        if (one.link().seq() != seq + 1 || !Arrays.equals(hash, one.link().hash())) {
          return new Verdict(seq, waiting(), one.entry().id());
        }
        seq++;
        before = hash;
      }
    }
    // A row that is neither chained nor waiting was put in behind the trigger's back.
    Long stray =
        db.sql(
                "select min(e.id) from audit_entry e"
                    + " where not exists (select 1 from audit_chain c where c.entry_id = e.id)"
                    + " and not exists (select 1 from audit_unchained u where u.entry_id = e.id)")
            .query((rs, _) -> rs.getObject(1, Long.class))
            .optional()
            .orElse(null);
    return new Verdict(seq, waiting(), stray);
  }

  private long waiting() {
    return db.sql("select count(*) from audit_unchained").query(Long.class).single();
  }

  private static Entry entry(ResultSet rs) throws SQLException {
    Timestamp at = rs.getTimestamp("at");
    return new Entry(
        rs.getLong("id"),
        at.toInstant(),
        rs.getString("who"),
        rs.getString("action"),
        rs.getString("case_ref"),
        rs.getString("details"));
  }

  private static byte[] hash(byte[] before, Entry entry) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(before);
      digest.update(ByteBuffer.allocate(8).putLong(entry.id()).flip());
      for (String part :
          new String[] {
            entry.at().toString(),
            entry.who(),
            entry.action(),
            entry.caseRef() == null ? "" : entry.caseRef(),
            entry.details()
          }) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
        digest.update(bytes);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
