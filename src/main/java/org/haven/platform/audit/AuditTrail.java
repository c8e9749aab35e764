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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.platform.Audit;
import org.haven.platform.sealing.Signing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Chains audit rows by hash, and tells whether the chain still holds. The newest link is signed, so
 * that the last rows cannot be removed without a trace either.
 */
@Component
public class AuditTrail {
  /** Kept in the trail itself: the chain was not as it had been left. */
  static final String FOUND_BROKEN = "find-trail-broken";

  /** Kept in the trail itself: a checkpoint was signed. */
  static final String SIGNED = "sign-checkpoint";

  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

  /** How many rows are chained at once, at most. */
  static final int BATCH = 1000;

  private static final byte[] START = new byte[32];
  private static final String COLUMNS =
      "e.id, e.at, e.who, e.action, e.case_ref, e.details::text as details";

  private final JdbcClient db;
  private final Signing signing;
  private final Audit audit;
  private final CheckpointLodge lodge;

  AuditTrail(JdbcClient db, Signing signing, Audit audit, CheckpointLodge lodge) {
    this.db = db;
    this.signing = signing;
    this.audit = audit;
    this.lodge = lodge;
  }

  /** One audit row; details as JSON. */
  public record Entry(
      long id, Instant at, String who, String action, @Nullable String caseRef, String details) {}

  /**
   * What a check found.
   *
   * @param chained rows whose hash was checked and right
   * @param waiting rows that are not chained yet
   * @param checkpoints checkpoints of ours that were compared
   * @param lodged checkpoints that were lodged outside and compared
   * @param problem the first thing that is wrong; absent if the trail holds
   */
  public record Verdict(
      long chained, long waiting, long checkpoints, long lodged, @Nullable Problem problem) {
    public boolean holds() {
      return problem == null;
    }

    /** Id of the first row that was changed, removed or put in; absent if no row was. */
    public @Nullable Long brokenAt() {
      return problem == null ? null : problem.row();
    }
  }

  record Link(long seq, long entryId, byte[] hash) {
    static final Link FIRST = new Link(0, 0, START);

    boolean isSame(Link other) {
      return seq == other.seq && entryId == other.entryId && Arrays.equals(hash, other.hash);
    }

    String text() {
      return "haven audit head\nseq %d\nrow %d\nlink %s\n"
          .formatted(seq, entryId, HexFormat.of().formatHex(hash));
    }
  }

  private record Head(Link link, byte[] signature) {}

  /** A link with its row, which is absent if somebody removed it. */
  private record ChainedEntry(Link link, @Nullable Entry entry) {}

  /**
   * Chains what waits, oldest first; of several nodes one works at a time. A chain that is not as
   * it was left is told in the trail itself, for good, and goes on.
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
    Link last = last();
    if (!isAsLeft(last)) {
      LOG.error("The audit trail is not as it was left, at link {}: verify it", last.seq());
      audit.recordSystem(FOUND_BROKEN, null, Map.of("atLink", last.seq()));
    }
    List<Long> ids = new ArrayList<>();
    List<Long> seqs = new ArrayList<>();
    List<byte[]> hashes = new ArrayList<>();
    for (Entry entry : waiting) {
      last = new Link(last.seq() + 1, entry.id(), hash(last.hash(), entry));
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
    db.sql(
            "insert into audit_head (seq, entry_id, hash, signature) values (?, ?, ?, ?)"
                + " on conflict (only_one) do update set seq = excluded.seq,"
                + " entry_id = excluded.entry_id, hash = excluded.hash,"
                + " signature = excluded.signature")
        .params(last.seq(), last.entryId(), last.hash(), signing.sign(last.text()))
        .update();
    return waiting.size();
  }

  /** The newest link. */
  Link last() {
    return db.sql("select seq, entry_id, hash from audit_chain order by seq desc limit 1")
        .query((rs, _) -> new Link(rs.getLong(1), rs.getLong(2), rs.getBytes(3)))
        .optional()
        .orElse(Link.FIRST);
  }

  private Optional<Head> head() {
    return db.sql("select seq, entry_id, hash, signature from audit_head")
        .query(
            (rs, _) ->
                new Head(new Link(rs.getLong(1), rs.getLong(2), rs.getBytes(3)), rs.getBytes(4)))
        .optional();
  }

  private boolean isAsLeft(Link last) {
    Optional<Head> head = head();
    if (head.isEmpty()) {
      // a chain from before heads were signed; afterwards there is a checkpoint soon
      return checkpoints().isEmpty();
    }
    return head.get().link().isSame(last)
        && signing.isOurs(head.get().link().text(), head.get().signature());
  }

  private List<Checkpoint> checkpoints() {
    return db.sql("select number, text, signature from audit_checkpoint order by number")
        .query((rs, _) -> new Checkpoint(rs.getLong(1), rs.getString(2), rs.getBytes(3)))
        .list();
  }

  /**
   * Reads the whole chain again, some rows at a time, then the head, the checkpoints here and those
   * that were lodged outside. It stops at the first thing that is wrong.
   */
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  public Verdict verify() {
    return new Reading().verdict();
  }

  /** One reading of the trail. */
  private final class Reading {
    // first: what is lodged while we read is not among ours yet
    private final List<Checkpoint> outside = lodge.lodged();
    private final List<Checkpoint> checkpoints = checkpoints();
    private final java.util.Set<Long> signed = new java.util.HashSet<>();
    private Link last = Link.FIRST;
    private int compared;
    private long lodged;
    private @Nullable Long foundBroken;

    Verdict verdict() {
      Problem problem = chain();
      problem = problem != null ? problem : head();
      problem = problem != null ? problem : here();
      problem = problem != null ? problem : outside();
      problem = problem != null ? problem : strays();
      if (problem == null && foundBroken != null) {
        problem = Problem.row(Problem.Kind.FOUND_BROKEN, foundBroken);
      }
      return new Verdict(last.seq(), waiting(), compared, lodged, problem);
    }

    private @Nullable Problem chain() {
      while (true) {
        // a row that is gone still has its link
        List<ChainedEntry> some =
            db.sql(
                    "select c.seq, c.entry_id, c.hash, "
                        + COLUMNS
                        + " from audit_chain c left join audit_entry e on e.id = c.entry_id"
                        + " where c.seq > ? order by c.seq limit "
                        + BATCH)
                .param(last.seq())
                .query(
                    (rs, _) ->
                        new ChainedEntry(
                            new Link(
                                rs.getLong("seq"), rs.getLong("entry_id"), rs.getBytes("hash")),
                            rs.getObject("id") == null ? null : entry(rs)))
                .list();
        if (some.isEmpty()) {
          return null;
        }
        for (ChainedEntry one : some) {
          Problem problem = next(one);
          if (problem != null) {
            return problem;
          }
        }
      }
    }

    private @Nullable Problem next(ChainedEntry one) {
      Entry entry = one.entry();
      if (one.link().seq() != last.seq() + 1) {
        return Problem.row(Problem.Kind.LINK_GONE, one.link().entryId());
      }
      if (entry == null) {
        return Problem.row(Problem.Kind.ROW_GONE, one.link().entryId());
      }
      // without a case and with an empty one hash the same: the empty one is never written
      if ("".equals(entry.caseRef())
          || !Arrays.equals(hash(last.hash(), entry), one.link().hash())) {
        return Problem.row(Problem.Kind.ROW_CHANGED, entry.id());
      }
      last = one.link();
      if (entry.action().equals(FOUND_BROKEN)) {
        foundBroken = foundBroken == null ? entry.id() : foundBroken;
      } else if (entry.action().equals(SIGNED)) {
        Checkpoint.number(entry.details()).ifPresent(signed::add);
      }
      while (compared < checkpoints.size() && checkpoints.get(compared).seq() <= last.seq()) {
        Checkpoint checkpoint = checkpoints.get(compared);
        if (!signing.isOurs(checkpoint.text(), checkpoint.signature())) {
          return Problem.checkpoint(Problem.Kind.CHECKPOINT_CHANGED, checkpoint.number());
        }
        if (checkpoint.seq() != last.seq() || !Arrays.equals(checkpoint.link(), last.hash())) {
          return Problem.checkpoint(Problem.Kind.CHECKPOINT_DISAGREES, checkpoint.number());
        }
        compared++;
      }
      return null;
    }

    private @Nullable Problem head() {
      Optional<Head> head = AuditTrail.this.head();
      if (head.isEmpty()) {
        return last.seq() == 0 || checkpoints.isEmpty() && signed.isEmpty()
            ? null
            : Problem.row(Problem.Kind.HEAD_CHANGED, last.entryId());
      }
      if (!signing.isOurs(head.get().link().text(), head.get().signature())) {
        return Problem.row(Problem.Kind.HEAD_CHANGED, head.get().link().entryId());
      }
      if (head.get().link().seq() > last.seq()) {
        return Problem.row(Problem.Kind.LAST_ROWS_GONE, head.get().link().entryId());
      }
      return head.get().link().isSame(last)
          ? null
          : Problem.row(Problem.Kind.HEAD_CHANGED, head.get().link().entryId());
    }

    /** Checkpoints that the trail speaks of, or that stand in a row. */
    private @Nullable Problem here() {
      if (compared < checkpoints.size()) {
        Checkpoint ahead = checkpoints.get(compared);
        return Problem.checkpoint(
            signing.isOurs(ahead.text(), ahead.signature())
                ? Problem.Kind.CHECKPOINT_AHEAD
                : Problem.Kind.CHECKPOINT_CHANGED,
            ahead.number());
      }
      String before = Checkpoint.NONE;
      for (int i = 0; i < checkpoints.size(); i++) {
        Checkpoint checkpoint = checkpoints.get(i);
        if (checkpoint.number() != i + 1) {
          return Problem.checkpoint(Problem.Kind.CHECKPOINT_GONE, i + 1);
        }
        if (!checkpoint.before().equals(before)) {
          return Problem.checkpoint(Problem.Kind.CHECKPOINT_CHANGED, checkpoint.number());
        }
        before = checkpoint.fingerprint();
      }
      for (long number : new java.util.TreeSet<>(signed)) {
        if (number > checkpoints.size()) {
          return Problem.checkpoint(Problem.Kind.CHECKPOINT_GONE, number);
        }
      }
      return null;
    }

    private @Nullable Problem outside() {
      for (Checkpoint there : outside) {
        if (!signing.isOurs(there.text(), there.signature())) {
          return Problem.checkpoint(Problem.Kind.LODGED_CHANGED, there.number());
        }
        if (there.number() > checkpoints.size()) {
          return Problem.checkpoint(Problem.Kind.CHECKPOINT_GONE, there.number());
        }
        if (!checkpoints.get((int) there.number() - 1).text().equals(there.text())) {
          return Problem.checkpoint(Problem.Kind.LODGED_DISAGREES, there.number());
        }
        lodged++;
      }
      return null;
    }

    /**
     * Rows that were put in behind the trigger's back, and rows that were gone before their link.
     */
    private @Nullable Problem strays() {
      return db.sql(
              """
              select min(e.id) from audit_entry e
              where not exists (select 1 from audit_chain c where c.entry_id = e.id)
                and not exists (select 1 from audit_unchained u where u.entry_id = e.id)
              """)
          .query((rs, _) -> Optional.ofNullable(rs.getObject(1, Long.class)))
          .single()
          .map(id -> Problem.row(Problem.Kind.ROW_PUT_IN, id))
          .or(
              () ->
                  db.sql(
                          """
                          select min(u.entry_id) from audit_unchained u
                          where not exists (select 1 from audit_entry e where e.id = u.entry_id)
                          """)
                      .query((rs, _) -> Optional.ofNullable(rs.getObject(1, Long.class)))
                      .single()
                      .map(id -> Problem.row(Problem.Kind.ROW_GONE, id)))
          .orElse(null);
    }
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
    var digest = sha256();
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
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
