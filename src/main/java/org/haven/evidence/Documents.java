package org.haven.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.Timeline;
import org.haven.evidence.FileInspector.Look;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.haven.platform.sealing.TamperedValueException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Files of a case: photos, letters, mails. Kept whole, as they came, and never changed. */
@Component
public class Documents {
  private static final String ENTITY = "document";
  private static final String COLUMNS =
      "select document_id, case_ref, kind, size, pages, scanned, sealed::text as sealed,"
          + " sealed_key, at, by from document ";

  private final JdbcClient db;
  private final Sealing sealing;
  private final SealedFiles files;
  private final FileInspector inspector;
  private final VirusScan virusScan;
  private final DocumentsProperties limits;
  private final CaseAccess access;
  private final Audit audit;
  private final Timeline timeline;
  private final Clock clock;
  private final TransactionTemplate transaction;

  Documents(
      JdbcClient db,
      Sealing sealing,
      SealedFiles files,
      FileInspector inspector,
      VirusScan virusScan,
      DocumentsProperties limits,
      CaseAccess access,
      Audit audit,
      Timeline timeline,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.sealing = sealing;
    this.files = files;
    this.inspector = inspector;
    this.virusScan = virusScan;
    this.limits = limits;
    this.access = access;
    this.audit = audit;
    this.timeline = timeline;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** What came of adding a file. */
  public sealed interface Added {
    record Kept(String documentId) implements Added {}

    /** Nothing of it is kept, and the case is as it was. */
    record Refused(FileRefusal why) implements Added {}
  }

  /** Does somebody look through files for viruses? */
  public boolean scans() {
    return virusScan.scans();
  }

  /** Bytes that one file may have. */
  public long mostBytes() {
    return limits.maxFileSize().toBytes();
  }

  /**
   * Adds a file, sealed while it arrives: no more than a piece of it is in memory, and nothing of
   * it on a disk in clear. Outside of any transaction, since the sender may be slow.
   *
   * @param name as the sender called it; its ending must not lie about the content
   * @param title what it shows
   * @param page its mark: the same file sent by it again keeps nothing more
   * @param content read to its end or until the file is refused; stays open
   * @throws NoSuchCaseException if the person may not work on the case
   */
  public Added add(
      ActingPerson who,
      CaseRef caseRef,
      String name,
      String title,
      UUID page,
      InputStream content) {
    if (!access.mayWork(who, caseRef)) {
      throw new NoSuchCaseException();
    }
    String id = References.make("DO");
    boolean kept = false;
    try {
      Added added = take(who, caseRef, id, name, title, page, content);
      kept = added.equals(new Added.Kept(id));
      if (added instanceof Added.Refused(FileRefusal why)) {
        transaction.executeWithoutResult(
            _ -> audit.record(who, "refuse-document", caseRef, Map.of("why", why.code())));
      }
      return added;
    } finally {
      if (!kept) {
        files.discard(id);
      }
    }
  }

  private Optional<String> sent(CaseRef caseRef, UUID sentAs) {
    return db.sql("select document_id from document where case_ref = ? and sent_as = ?")
        .params(caseRef.value(), sentAs)
        .query(String.class)
        .optional();
  }

  private Added take(
      ActingPerson who,
      CaseRef caseRef,
      String id,
      String name,
      String title,
      UUID page,
      InputStream content) {
    byte[] buffer = new byte[FileInspector.HEAD];
    int length;
    try {
      length = content.readNBytes(buffer, 0, buffer.length);
    } catch (IOException e) {
      return new Added.Refused(FileRefusal.CUT_OFF);
    }
    if (length == 0) {
      return new Added.Refused(FileRefusal.EMPTY);
    }
    Optional<FileInspector.Beginning> beginning = inspector.beginning(buffer, length);
    if (beginning.isEmpty()) {
      return new Added.Refused(FileRefusal.NOT_TAKEN);
    }
    long room = limits.maxPerCase().toBytes() - sizeOfAll(caseRef);
    SealedFiles.Writing writing = files.begin(caseRef, id);
    try (VirusScan.Looking looking = virusScan.begin()) {
      while (length > 0) {
        if (writing.size() + length > limits.maxFileSize().toBytes()) {
          return new Added.Refused(FileRefusal.TOO_LARGE);
        }
        if (writing.size() + length > room) {
          return new Added.Refused(FileRefusal.CASE_FULL);
        }
        seal(writing, buffer, length);
        looking.take(buffer, 0, length);
        try {
          length = content.readNBytes(buffer, 0, buffer.length);
        } catch (IOException e) {
          return new Added.Refused(FileRefusal.CUT_OFF);
        }
      }
      if (!looking.clean()) {
        return new Added.Refused(FileRefusal.INFECTED);
      }
    } catch (IOException e) {
      return new Added.Refused(FileRefusal.SCANNER_AWAY);
    }
    close(writing);
    return switch (inspector.look(
        beginning.get(), name, () -> files.open(caseRef, id, writing.sealedKey()))) {
      case Look.Unfit(FileRefusal why) -> new Added.Refused(why);
      case Look.Fit fit ->
          new Added.Kept(
              Objects.requireNonNull(
                  transaction.execute(
                      _ ->
                          keep(
                              who,
                              caseRef,
                              id,
                              name,
                              title,
                              page,
                              writing,
                              fit.kind(),
                              fit.pages()))));
    };
  }

  /** What goes wrong here is ours, and not the scanner's or the sender's. */
  private static void seal(SealedFiles.Writing writing, byte[] bytes, int length) {
    try {
      writing.write(bytes, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(SealedFiles.Writing writing) {
    try {
      writing.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @return its id, or that of the one that came by the same page meanwhile
   */
  private String keep(
      ActingPerson who,
      CaseRef caseRef,
      String id,
      String name,
      String title,
      UUID page,
      SealedFiles.Writing file,
      FileKind kind,
      @Nullable Integer pages) {
    if (!access.mayWork(who, caseRef)) {
      throw new NoSuchCaseException(); // the right went while the file came
    }
    String digest = file.digest();
    UUID sentAs = References.mark(page, digest);
    int rows =
        db.sql(
                """
                insert into document (document_id, case_ref, kind, size, pages, scanned, sealed,
                  sealed_key, sent_as, at, by)
                values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?)
                on conflict (case_ref, sent_as) do nothing
                """)
            .params(
                java.util.Arrays.asList(
                    id,
                    caseRef.value(),
                    kind.code(),
                    file.size(),
                    pages,
                    virusScan.scans(),
                    sealing.sealAll(
                        caseRef,
                        ENTITY,
                        id,
                        Map.of("name", name, "title", title, "digest", digest)),
                    file.sealedKey(),
                    sentAs,
                    Timestamp.from(clock.instant()),
                    who.username()))
            .update();
    if (rows == 0) {
      return sent(caseRef, sentAs).orElseThrow();
    }
    timeline.add(
        caseRef,
        null,
        "document",
        "timeline.document-added",
        Map.of("fileKind", new Code(kind.code())),
        By.of(who));
    audit.record(
        who,
        "add-document",
        caseRef,
        Map.of("document", id, "kind", kind.code(), "scanned", virusScan.scans()));
    return id;
  }

  private long sizeOfAll(CaseRef caseRef) {
    return db.sql("select coalesce(sum(size), 0) from document where case_ref = ?")
        .param(caseRef.value())
        .query(Long.class)
        .single();
  }

  private record Row(DocumentView view, String sealedKey, @Nullable String digest) {}

  /** How many files the case has; nothing of them is opened. */
  public int count(ActingPerson who, CaseRef caseRef) {
    return access.mayOpen(who, caseRef)
        ? db.sql("select count(*) from document where case_ref = ?")
            .param(caseRef.value())
            .query(Integer.class)
            .single()
        : 0;
  }

  /**
   * The files of a case, the newest first; the read is audited.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public List<DocumentView> of(ActingPerson who, CaseRef caseRef) {
    if (!access.mayOpen(who, caseRef)) {
      throw new NoSuchCaseException();
    }
    List<DocumentView> all =
        db
            .sql(COLUMNS + "where case_ref = ? order by seq desc")
            .param(caseRef.value())
            .query((rs, _) -> row(rs))
            .list()
            .stream()
            .map(Row::view)
            .toList();
    if (!all.isEmpty()) {
      audit.record(who, "read-documents", caseRef, Map.of("count", all.size()));
    }
    return all;
  }

  /** A file to be given out: it was read once to its end and is as it was kept. */
  public final class Content {
    private final Row row;

    private Content(Row row) {
      this.row = row;
    }

    public DocumentView view() {
      return row.view();
    }

    /** SHA-256 of the content, in hexadecimal digits. */
    public String digest() {
      return Objects.requireNonNullElse(row.digest(), "");
    }

    /**
     * @throws TamperedValueException if it is changed while it is read
     */
    public InputStream open() {
      return files.open(row.view().caseRef(), row.view().documentId(), row.sealedKey());
    }
  }

  /**
   * The content of a file; the read is audited. Empty when the case has no such file or the person
   * may not open it: the two are not told apart.
   *
   * @throws TamperedValueException if it was changed outside Haven; that is audited too
   */
  public Optional<Content> open(ActingPerson who, CaseRef caseRef, String documentId) {
    if (!access.mayOpen(who, caseRef)) {
      return Optional.empty();
    }
    Optional<Row> found =
        db.sql(COLUMNS + "where document_id = ? and case_ref = ?")
            .params(documentId, caseRef.value())
            .query((rs, _) -> row(rs))
            .optional();
    return found.map(
        row -> {
          boolean whole = isWhole(row);
          transaction.executeWithoutResult(
              _ ->
                  audit.record(
                      who,
                      whole ? "read-document" : "find-document-changed",
                      caseRef,
                      Map.of("document", documentId)));
          if (!whole) {
            throw new TamperedValueException(ENTITY);
          }
          return new Content(row);
        });
  }

  private boolean isWhole(Row row) {
    var digest = SealedFiles.sha256();
    try (InputStream in =
        files.open(row.view().caseRef(), row.view().documentId(), row.sealedKey())) {
      in.transferTo(new java.security.DigestOutputStream(OutputStream.nullOutputStream(), digest));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TamperedValueException e) {
      return false;
    }
    return HexFormat.of().formatHex(digest.digest()).equals(row.digest());
  }

  private Row row(ResultSet rs) throws SQLException {
    var caseRef = new CaseRef(rs.getString("case_ref"));
    String id = rs.getString("document_id");
    SealedFields fields = sealing.openAll(caseRef, ENTITY, id, rs.getString("sealed"));
    var values = new LinkedHashMap<>(fields.values());
    return new Row(
        new DocumentView(
            id,
            caseRef,
            FileKind.ofCode(rs.getString("kind")),
            rs.getLong("size"),
            rs.getObject("pages", Integer.class),
            rs.getBoolean("scanned"),
            References.text(fields, "title"),
            References.text(fields, "name"),
            rs.getTimestamp("at").toInstant(),
            rs.getString("by")),
        rs.getString("sealed_key"),
        Objects.toString(values.get("digest"), null));
  }
}
