package org.haven.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.FormRecord;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.SafeContacts;
import org.haven.casefile.Timeline;
import org.haven.casefile.TimelineEntry;
import org.haven.evidence.BundleContents.Texts;
import org.haven.evidence.BundleExhibits.Pictures;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.audit.ChainMark;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts evidence that an officer chose together for somebody outside. A bundle is never changed;
 * what has to change is a new one. Source: policy 10.2; procedure section 7, letters and bundles.
 */
@Component
public class BundleMaking {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient db;
  private final Sealing sealing;
  private final SealedFiles files;
  private final BundlePaper paper;
  private final BundleContents contents;
  private final BundleExhibits exhibits;
  private final Timeline timeline;
  private final SafeContacts contacts;
  private final CaseAccess access;
  private final Audit audit;
  private final ChainMark chain;
  private final Clock clock;
  private final TransactionTemplate transaction;

  /** A bundle is in memory while it is made. */
  private final Semaphore atOnce = new Semaphore(1);

  BundleMaking(
      JdbcClient db,
      Sealing sealing,
      SealedFiles files,
      BundlePaper paper,
      BundleContents contents,
      BundleExhibits exhibits,
      Timeline timeline,
      SafeContacts contacts,
      CaseAccess access,
      Audit audit,
      ChainMark chain,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.sealing = sealing;
    this.files = files;
    this.paper = paper;
    this.contents = contents;
    this.exhibits = exhibits;
    this.timeline = timeline;
    this.contacts = contacts;
    this.access = access;
    this.audit = audit;
    this.chain = chain;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** The record in the words in which pages show it. */
  public interface Words {
    /** Question to answer. */
    Map<String, String> answers(FormRecord record);

    String title(FormRecord record);

    String sentence(TimelineEntry entry);

    /** A routing fact or code. */
    String value(String name, @Nullable Object value);

    /** A code of ours as words begin. */
    String plain(String code);

    /** A colleague's name. */
    String name(String username);

    /** Kind, detail and person of a note in a line. */
    String title(CaseNote note);
  }

  /** What came of putting a bundle together. */
  public sealed interface Made {
    record Kept(String bundleId) implements Made {}

    /** Nothing was chosen. */
    record Empty() implements Made {}

    /** The exhibits have more pages than a bundle may have. */
    record TooLong(int most) implements Made {}

    /** A file cannot be shown: it is changed, damaged or of another kind. */
    record Unreadable(String documentId) implements Made {}
  }

  /**
   * Puts a bundle together. What only those who protect her speak of is left out of the chronology
   * and the decisions; in what was chosen by hand it is found, and the bundle cannot pass.
   *
   * @param page its mark: the same choice sent by it again is the same bundle
   * @throws NoSuchCaseException if the person may not work on the case
   */
  public Made make(ActingPerson who, CaseRef caseRef, UUID page, BundleChoice choice, Words words) {
    if (!access.mayWork(who, caseRef)) {
      throw new NoSuchCaseException();
    }
    if (choice.isEmpty()) {
      return new Made.Empty();
    }
    try {
      atOnce.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Stopped while a bundle waited to be made", e);
    }
    try {
      UUID sentAs = References.mark(page, JSON.writeValueAsString(choice));
      Optional<String> before = sent(caseRef, sentAs);
      return before.isPresent()
          ? new Made.Kept(before.get())
          : make(
              new BundleOrder(who, caseRef, sentAs, choice, words, new Redactor(choice.redact())));
    } finally {
      atOnce.release();
    }
  }

  private Optional<String> sent(CaseRef caseRef, UUID sentAs) {
    return db.sql("select bundle_id from bundle where case_ref = ? and sent_as = ?")
        .params(caseRef.value(), sentAs)
        .query(String.class)
        .optional();
  }

  private Made make(BundleOrder order) {
    Pictures pictures;
    try {
      pictures = exhibits.of(order);
    } catch (BundleExhibits.Unfit e) {
      return e.why();
    }
    String id = References.make("BU");
    Texts texts = contents.of(order);
    String page = paper.page(content(order, id, texts, pictures));
    boolean kept = false;
    SealedFiles.Writing file = files.begin(order.caseRef(), id);
    try {
      int pages = paper.pdf(page, pictures.byName(), file);
      file.close();
      String all = BundlePaper.words(page) + "\n" + pictures.words();
      var sealed = new LinkedHashMap<String, @Nullable Object>();
      sealed.put(
          "choice", JSON.convertValue(order.choice(), new TypeReference<Map<String, Object>>() {}));
      sealed.put("words", all);
      sealed.put("leftOut", texts.leftOut());
      sealed.put("unsure", pictures.unsure());
      sealed.put("redactionLeft", order.redactor().finds(all));
      sealed.put("digest", file.digest());
      kept = Boolean.TRUE.equals(transaction.execute(_ -> keep(order, id, file, pages, sealed)));
      // the same page, sent to another node meanwhile
      return new Made.Kept(kept ? id : sent(order.caseRef(), order.sentAs()).orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (!kept) {
        files.discard(id);
      }
    }
  }

  private BundlePaper.Content content(
      BundleOrder order, String id, Texts texts, Pictures pictures) {
    return new BundlePaper.Content(
        id,
        BundlePaper.at(clock.instant()),
        order.words().value("bundleRecipient", order.choice().recipient()),
        texts.chronology(),
        texts.statements(),
        texts.records(),
        texts.decisions(),
        pictures.exhibits(),
        order.redactor().patterns().size(),
        texts.leftOut(),
        chain
            .last()
            .map(mark -> "Row " + mark.seq() + ", hash " + mark.hash())
            .orElse("No row is chained yet"));
  }

  /** False if the same was kept before. */
  private boolean keep(
      BundleOrder order,
      String id,
      SealedFiles.Writing file,
      int pages,
      Map<String, @Nullable Object> sealed) {
    CaseRef caseRef = order.caseRef();
    if (!access.mayWork(order.who(), caseRef)) {
      throw new NoSuchCaseException();
    }
    int rows =
        db.sql(
                """
                insert into bundle (bundle_id, case_ref, recipient, status, pages, size,
                  contact_version, sealed, sealed_key, sent_as, made_at, made_by)
                values (?, ?, ?, 'to-check', ?, ?, ?, ?::jsonb, ?, ?, ?, ?)
                on conflict (case_ref, sent_as) do nothing
                """)
            .params(
                id,
                caseRef.value(),
                order.choice().recipient(),
                pages,
                file.size(),
                contacts.version(caseRef),
                sealing.sealAll(caseRef, BundleRows.ENTITY, id, sealed),
                file.sealedKey(),
                order.sentAs(),
                Timestamp.from(clock.instant()),
                order.who().username())
            .update();
    if (rows == 0) {
      return false;
    }
    timeline.add(
        caseRef,
        null,
        "bundle",
        "timeline.bundle-made",
        Map.of("bundleRecipient", new Code(order.choice().recipient())),
        By.of(order.who()));
    audit.record(order.who(), "make-bundle", caseRef, Map.of("bundle", id, "pages", pages));
    return true;
  }
}
