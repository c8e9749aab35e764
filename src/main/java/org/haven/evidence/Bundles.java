package org.haven.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.DecisionEntry;
import org.haven.casefile.DecisionLog;
import org.haven.casefile.FormRecord;
import org.haven.casefile.FormRecords;
import org.haven.casefile.JourneyNotes;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.SafeContacts;
import org.haven.casefile.Timeline;
import org.haven.casefile.TimelineEntry;
import org.haven.evidence.BundlePaper.Content;
import org.haven.evidence.BundlePaper.Line;
import org.haven.evidence.BundlePaper.Moment;
import org.haven.evidence.BundlePaper.Piece;
import org.haven.letters.GivenAway;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.audit.ChainMark;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.haven.platform.sealing.TamperedValueException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Evidence put together for somebody outside: chosen by an officer, looked through by Haven,
 * checked by two others. A bundle is never changed; what has to change is a new one. Source: policy
 * 10.2; procedure section 7, letters and bundles, address vault, MARAC.
 */
@Component
public class Bundles {
  private static final String ENTITY = "bundle";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("d MMMM yyyy, H.mm", Locale.UK);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.UK);

  /** What Haven finds and nobody may pass. A name or a word of help is for people to judge. */
  private static final Set<String> BLOCKING = Set.of("safe-address", "her-contact", "marac-words");

  private static final int MOST_THREADS = 4;

  /** Pages of a PDF for which it is worth being opened once more, by another thread. */
  private static final int WORTH_A_PART = 12;

  private final JdbcClient db;
  private final Sealing sealing;
  private final SealedFiles files;
  private final BundlePaper paper;
  private final Documents documents;
  private final DocumentsProperties limits;
  private final CaseNotes notes;
  private final FormRecords records;
  private final JourneyNotes steps;
  private final Timeline timeline;
  private final DecisionLog decisions;
  private final SafeContacts contacts;
  private final GivenAway givenAway;
  private final CaseAccess access;
  private final Audit audit;
  private final ChainMark chain;
  private final Clock clock;
  private final TransactionTemplate transaction;

  /** A bundle is in memory while it is made. */
  private final Semaphore atOnce = new Semaphore(1);

  Bundles(
      JdbcClient db,
      Sealing sealing,
      SealedFiles files,
      BundlePaper paper,
      Documents documents,
      DocumentsProperties limits,
      CaseNotes notes,
      FormRecords records,
      JourneyNotes steps,
      Timeline timeline,
      DecisionLog decisions,
      SafeContacts contacts,
      GivenAway givenAway,
      CaseAccess access,
      Audit audit,
      ChainMark chain,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.sealing = sealing;
    this.files = files;
    this.paper = paper;
    this.documents = documents;
    this.limits = limits;
    this.notes = notes;
    this.records = records;
    this.steps = steps;
    this.timeline = timeline;
    this.decisions = decisions;
    this.contacts = contacts;
    this.givenAway = givenAway;
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
          : new Making(who, caseRef, sentAs, choice, words).run();
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

  /** One bundle while it is put together. */
  private final class Making {
    private final ActingPerson who;
    private final CaseRef caseRef;
    private final UUID sentAs;
    private final BundleChoice choice;
    private final Words words;
    private final Redactor redactor;
    private final Map<String, byte[]> pictures = new HashMap<>();
    private final StringBuilder exhibitWords = new StringBuilder();
    private int leftOut;
    private int unsure;
    private int exhibitPages;

    Making(ActingPerson who, CaseRef caseRef, UUID sentAs, BundleChoice choice, Words words) {
      this.who = who;
      this.caseRef = caseRef;
      this.sentAs = sentAs;
      this.choice = choice;
      this.words = words;
      this.redactor = new Redactor(choice.redact());
    }

    Made run() {
      List<BundlePaper.Exhibit> exhibits;
      try {
        exhibits = exhibits();
      } catch (TooManyPages e) {
        return new Made.TooLong(limits.maxBundlePages());
      } catch (UnreadableExhibit e) {
        return new Made.Unreadable(e.documentId);
      }
      String id = References.make("BU");
      String page =
          paper.page(
              new Content(
                  id,
                  AT.format(clock.instant().atZone(WorkingCalendar.LONDON)),
                  words.value("bundleRecipient", choice.recipient()),
                  choice.chronology() ? chronology() : List.of(),
                  statements(),
                  recordsChosen(),
                  choice.decisions() ? decided() : List.of(),
                  exhibits,
                  redactor.patterns().size(),
                  leftOut,
                  chain
                      .last()
                      .map(mark -> "Row " + mark.seq() + ", hash " + mark.hash())
                      .orElse("No row is chained yet")));
      return write(id, page);
    }

    private Made write(String id, String page) {
      boolean kept = false;
      SealedFiles.Writing file = files.begin(caseRef, id);
      try {
        int pages = paper.pdf(page, pictures, file);
        file.close();
        String all = wordsOf(page) + "\n" + exhibitWords;
        kept = Boolean.TRUE.equals(transaction.execute(_ -> keep(id, file, pages, all)));
        // the same page, sent to another node meanwhile
        return new Made.Kept(kept ? id : sent(caseRef, sentAs).orElseThrow());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        if (!kept) {
          files.discard(id);
        }
      }
    }

    private boolean keep(String id, SealedFiles.Writing file, int pages, String all) {
      if (!access.mayWork(who, caseRef)) {
        throw new NoSuchCaseException();
      }
      var sealed = new LinkedHashMap<String, @Nullable Object>();
      sealed.put("choice", JSON.convertValue(choice, new TypeReference<Map<String, Object>>() {}));
      sealed.put("words", all);
      sealed.put("leftOut", leftOut);
      sealed.put("unsure", unsure);
      sealed.put("redactionLeft", redactor.finds(all));
      sealed.put("digest", file.digest());
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
                  choice.recipient(),
                  pages,
                  file.size(),
                  contacts.version(caseRef),
                  sealing.sealAll(caseRef, ENTITY, id, sealed),
                  file.sealedKey(),
                  sentAs,
                  Timestamp.from(clock.instant()),
                  who.username())
              .update();
      if (rows == 0) {
        return false;
      }
      timeline.add(
          caseRef,
          null,
          "bundle",
          "timeline.bundle-made",
          Map.of("bundleRecipient", new Code(choice.recipient())),
          By.of(who));
      audit.record(who, "make-bundle", caseRef, Map.of("bundle", id, "pages", pages));
      return true;
    }

    // what stands in it

    private String clean(@Nullable String text) {
      return text == null ? "" : redactor.apply(printable(text));
    }

    private String clean(@Nullable Sealed text) {
      return text == null ? "[changed outside Haven and not shown]" : clean(text.clear());
    }

    private List<Moment> chronology() {
      return timeline.of(who, caseRef).stream()
          .sorted(Comparator.comparing(TimelineEntry::at).thenComparing(TimelineEntry::id))
          .map(
              entry ->
                  new Moment(
                      at(entry.at()),
                      words.sentence(entry)
                          + (entry.note() == null ? "" : " " + entry.note().clear())))
          .filter(moment -> fit(moment.text()))
          .map(moment -> new Moment(moment.at(), clean(moment.text())))
          .toList();
    }

    /** What only those who protect her speak of is left out, and counted. */
    private boolean fit(String text) {
      boolean tells = givenAway.tellsOfProtection(text);
      if (tells) {
        leftOut++;
      }
      return !tells;
    }

    private List<Piece> statements() {
      if (choice.notes().isEmpty()) {
        return List.of();
      }
      Set<UUID> chosen = new LinkedHashSet<>(choice.notes());
      return notes.of(who, caseRef).stream()
          .filter(note -> chosen.contains(note.noteId()))
          .sorted(Comparator.comparing(CaseNote::happenedAt))
          .map(
              note -> {
                var lines = new ArrayList<Line>();
                lines.add(new Line("", clean(note.words())));
                if (note.reason() != null) {
                  lines.add(new Line("Corrects an earlier entry", clean(note.reason())));
                }
                if (note.correctedBy() != null) {
                  lines.add(new Line("", "A later entry corrects this one."));
                }
                return new Piece(
                    clean(words.title(note)),
                    at(note.happenedAt())
                        + ". Written by "
                        + words.name(note.by())
                        + ", "
                        + at(note.at()),
                    lines);
              })
          .toList();
    }

    private List<Piece> recordsChosen() {
      return choice.records().stream()
          .flatMap(
              id -> records.open(who, caseRef, id).or(() -> steps.open(who, caseRef, id)).stream())
          .sorted(Comparator.comparing(FormRecord::at))
          .map(
              record -> {
                var lines = new ArrayList<Line>();
                words
                    .answers(record)
                    .forEach((label, answer) -> lines.add(new Line(clean(label), clean(answer))));
                if (!record.refused().isEmpty()) {
                  lines.add(new Line("", "An answer was changed outside Haven and is not shown."));
                }
                return new Piece(
                    clean(words.title(record)),
                    at(record.at()) + ", " + words.name(record.by()),
                    lines);
              })
          .toList();
    }

    private List<Piece> decided() {
      return decisions.of(who, caseRef).stream()
          .sorted(Comparator.comparing(DecisionEntry::at).thenComparing(DecisionEntry::id))
          .map(this::decision)
          .filter(
              piece ->
                  fit(
                      piece.title()
                          + " "
                          + String.join(
                              " ",
                              piece.lines().stream()
                                  .map(l -> l.label() + " " + l.text())
                                  .toList())))
          .map(
              piece ->
                  new Piece(
                      clean(piece.title()),
                      piece.meta(),
                      piece.lines().stream()
                          .map(line -> new Line(clean(line.label()), clean(line.text())))
                          .toList()))
          .toList();
    }

    private Piece decision(DecisionEntry entry) {
      var lines = new ArrayList<Line>();
      lines.add(
          new Line(
              "Rules in force",
              "Table "
                  + entry.table()
                  + (entry.version() == 0 ? "" : ", version " + entry.version())
                  + ", as it stood on "
                  + DAY.format(entry.effectiveOn())));
      lines.add(new Line("What the table advised", facts(entry.advice())));
      lines.add(new Line("What was decided", facts(entry.decided())));
      if (entry.reason() != null) {
        lines.add(new Line("Why", entry.reason().clear()));
      }
      return new Piece(
          words.plain(entry.table()), at(entry.at()) + ", " + words.name(entry.by()), lines);
    }

    private String facts(Map<String, Object> facts) {
      return facts.isEmpty()
          ? "nothing"
          : String.join(
              "; ",
              facts.entrySet().stream()
                  .map(f -> words.plain(f.getKey()) + ": " + words.value(f.getKey(), f.getValue()))
                  .toList());
    }

    /** An exhibit whose pages are being drawn. */
    private record Drawn(
        DocumentView view, String digest, List<Future<List<ExhibitPages.Page>>> parts) {}

    /**
     * Draws the pages of all exhibits, on as many threads as there are processors, up to some. What
     * is read is read here, by the thread that acts for the person.
     */
    private List<BundlePaper.Exhibit> exhibits() throws UnreadableExhibit {
      var drawn = new ArrayList<Drawn>();
      int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
      var inHand = new Semaphore(threads);
      var exhibits = new ArrayList<BundlePaper.Exhibit>();
      try (ExecutorService drawers = Executors.newFixedThreadPool(threads)) {
        try {
          for (BundleChoice.Exhibit chosen : choice.exhibits()) {
            drawn.add(draw(chosen, threads, inHand, drawers));
          }
          for (Drawn exhibit : drawn) {
            exhibits.add(sheets(exhibit));
          }
        } catch (RuntimeException | UnreadableExhibit e) {
          drawers.shutdownNow();
          throw e;
        }
      }
      return exhibits;
    }

    private Drawn draw(
        BundleChoice.Exhibit chosen, int threads, Semaphore inHand, ExecutorService drawers)
        throws UnreadableExhibit {
      Documents.Content content;
      byte[] bytes;
      try {
        content =
            documents
                .open(who, caseRef, chosen.documentId())
                .filter(c -> c.view().kind().isExhibit())
                .orElseThrow(() -> new UnreadableExhibit(chosen.documentId()));
        try (InputStream in = content.open()) {
          bytes = in.readAllBytes();
        }
      } catch (IOException | TamperedValueException e) {
        throw new UnreadableExhibit(chosen.documentId());
      }
      int count = Objects.requireNonNullElse(content.view().pages(), 1);
      exhibitPages += count;
      if (exhibitPages > limits.maxBundlePages()) {
        throw new TooManyPages();
      }
      var pages = new ExhibitPages(redactor);
      boolean isPdf = content.view().kind() == FileKind.PDF;
      Set<Integer> leaveOut = Set.copyOf(chosen.leaveOut());
      int parts = isPdf ? Math.min(threads, 1 + count / WORTH_A_PART) : 1;
      var futures = new ArrayList<Future<List<ExhibitPages.Page>>>();
      for (int part = 0; part < parts; part++) {
        int from = count * part / parts + 1;
        int to = count * (part + 1) / parts;
        Callable<List<ExhibitPages.Page>> work =
            isPdf
                ? () -> pages.pdf(bytes, from, to, leaveOut, chosen.covers())
                : () -> List.of(pages.picture(bytes, leaveOut.contains(1), chosen.covers()));
        inHand.acquireUninterruptibly(); // so that few files are in memory
        futures.add(
            drawers.submit(
                () -> {
                  try {
                    return work.call();
                  } finally {
                    inHand.release();
                  }
                }));
      }
      return new Drawn(content.view(), content.digest(), futures);
    }

    private BundlePaper.Exhibit sheets(Drawn exhibit) throws UnreadableExhibit {
      var sheets = new ArrayList<BundlePaper.Sheet>();
      try {
        for (Future<List<ExhibitPages.Page>> part : exhibit.parts()) {
          for (ExhibitPages.Page page : part.get()) {
            sheets.add(sheet(page));
          }
        }
      } catch (ExecutionException e) {
        throw new UnreadableExhibit(exhibit.view().documentId());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Stopped while a bundle was made", e);
      }
      return new BundlePaper.Exhibit(
          clean(exhibit.view().title()),
          "added " + at(exhibit.view().at()) + ", " + exhibit.view().size() + " bytes",
          exhibit.digest(),
          sheets);
    }

    private BundlePaper.Sheet sheet(ExhibitPages.Page page) {
      exhibitWords.append(page.words()).append('\n');
      if (page.unsure()) {
        unsure++;
      }
      byte[] jpeg = page.jpeg();
      if (jpeg == null) {
        return new BundlePaper.Sheet(page.number(), null, true);
      }
      String name = "exhibit:" + pictures.size();
      pictures.put(name, jpeg);
      return new BundlePaper.Sheet(page.number(), name, page.tall());
    }
  }

  private static final class TooManyPages extends RuntimeException {}

  private static final class UnreadableExhibit extends Exception {
    private final String documentId;

    UnreadableExhibit(String documentId) {
      super("The exhibit cannot be shown");
      this.documentId = documentId;
    }
  }

  private static String at(Instant at) {
    return AT.format(at.atZone(WorkingCalendar.LONDON));
  }

  /** What a page cannot show, such as a sign that steers a machine, would stop it. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]|\\p{Cs}|[\\uFFFE\\uFFFF]", "");
  }

  /** The words that a reader of the page sees. */
  private static String wordsOf(String page) {
    return page.replaceAll("(?s)<head.*?</head>", " ")
        .replaceAll("(?s)<!--.*?-->", " ")
        .replaceAll("<[^>]+>", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
        .replaceAll("[ \\t]*\\R\\s*", "\n")
        .replaceAll("[ \\t]+", " ");
  }

  // reading

  /**
   * The bundles of a case, the newest first; the read is audited.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public List<BundleView> of(ActingPerson who, CaseRef caseRef) {
    require(who, caseRef);
    List<BundleView> all =
        db
            .sql(COLUMNS + "where case_ref = ? order by seq desc")
            .param(caseRef.value())
            .query((rs, _) -> row(rs))
            .list()
            .stream()
            .map(row -> view(row, false))
            .toList();
    if (!all.isEmpty()) {
      audit.record(who, "read-bundles", caseRef, Map.of("count", all.size()));
    }
    return all;
  }

  /** How many bundles the case has. */
  public int count(ActingPerson who, CaseRef caseRef) {
    return access.mayOpen(who, caseRef)
        ? db.sql("select count(*) from bundle where case_ref = ?")
            .param(caseRef.value())
            .query(Integer.class)
            .single()
        : 0;
  }

  /**
   * One bundle, looked through anew while it is open; empty if the case has none of that id.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public Optional<BundleView> find(ActingPerson who, CaseRef caseRef, String bundleId) {
    require(who, caseRef);
    return row(caseRef, bundleId, false).map(row -> view(row, true));
  }

  /**
   * What was chosen for a bundle, to put it together anew.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public Optional<BundleChoice> choice(ActingPerson who, CaseRef caseRef, String bundleId) {
    require(who, caseRef);
    return row(caseRef, bundleId, false)
        .map(row -> open(row).values().get("choice"))
        .map(choice -> JSON.convertValue(choice, BundleChoice.class));
  }

  /**
   * The pages of a bundle, found whole.
   *
   * @param size in bytes
   */
  public record Pdf(long size, Supplier<InputStream> pages) {
    /** As PDF; opened anew each time, and read piece by piece. */
    public InputStream open() {
      return pages.get();
    }
  }

  /**
   * The pages; the read is audited. Empty when the case has no such bundle or the person may not
   * open it.
   *
   * @throws TamperedValueException if they were changed outside Haven; that is audited too
   */
  public Optional<Pdf> pdf(ActingPerson who, CaseRef caseRef, String bundleId) {
    if (!access.mayOpen(who, caseRef)) {
      return Optional.empty();
    }
    return row(caseRef, bundleId, false)
        .map(
            row -> {
              Supplier<InputStream> pages =
                  () -> files.open(row.caseRef(), row.bundleId(), row.sealedKey());
              long size = size(pages);
              transaction.executeWithoutResult(
                  _ ->
                      audit.record(
                          who,
                          size < 0 ? "find-bundle-changed" : "read-bundle",
                          caseRef,
                          Map.of("bundle", bundleId, "status", row.status().code())));
              if (size < 0) {
                throw new TamperedValueException(ENTITY);
              }
              return new Pdf(size, pages);
            });
  }

  /** Reads all of it, so that nothing leaves of what was changed; negative if it was. */
  private static long size(Supplier<InputStream> pages) {
    try (InputStream in = pages.get()) {
      return in.transferTo(OutputStream.nullOutputStream());
    } catch (TamperedValueException e) {
      return -1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // checking

  /** Why somebody may not pass a bundle. */
  public enum Objection {
    /** Two others check; this one made it, or was the first. */
    SAME_PERSON,
    /** Haven found something with which it cannot go. */
    FOUND,
    /** The rules of how to reach her changed after it was made. */
    STALE,
    /** It is past checking. */
    NONE_TO_CHECK
  }

  /** What stands against this person's checking it now; what was found stands against passing. */
  @Transactional
  public Optional<Objection> objection(ActingPerson who, CaseRef caseRef, String bundleId) {
    require(who, caseRef);
    return row(caseRef, bundleId, false)
        .map(row -> objection(who, row, true))
        .orElse(Optional.of(Objection.NONE_TO_CHECK));
  }

  private Optional<Objection> objection(ActingPerson who, Row row, boolean pass) {
    if (!row.status().isOpen()) {
      return Optional.of(Objection.NONE_TO_CHECK);
    }
    if (who.username().equals(row.madeBy()) || who.username().equals(row.checker1())) {
      return Optional.of(Objection.SAME_PERSON);
    }
    if (!pass) {
      return Optional.empty();
    }
    BundleView view = view(row, true);
    return view.stale()
        ? Optional.of(Objection.STALE)
        : view.findings().isEmpty() ? Optional.empty() : Optional.of(Objection.FOUND);
  }

  /**
   * Keeps what a checker answered and moves the bundle on: passed once, passed twice, or returned.
   *
   * @param answers recipientRight, noSafeAddress, noMarac, neutralSender, as in check-letter
   * @return what stands against it; nothing is kept then
   * @throws NoSuchCaseException if the person may not work on the case, or it has no such bundle
   */
  @Transactional
  public Optional<Objection> check(
      ActingPerson who,
      CaseRef caseRef,
      String bundleId,
      boolean pass,
      Map<String, String> answers,
      @Nullable String whatToChange) {
    if (!access.mayWork(who, caseRef)) {
      throw new NoSuchCaseException();
    }
    Row row = row(caseRef, bundleId, true).orElseThrow(NoSuchCaseException::new);
    Optional<Objection> objection = objection(who, row, pass);
    if (objection.isPresent()) {
      return objection;
    }
    BundleStatus next =
        !pass
            ? BundleStatus.RETURNED
            : row.status() == BundleStatus.TO_CHECK
                ? BundleStatus.CHECKED_ONCE
                : BundleStatus.PASSED;
    if (!row.status().mayBecome(next)) {
      throw new IllegalStateException(
          "A bundle that is " + row.status().code() + " cannot become " + next.code());
    }
    UUID id = UUID.randomUUID();
    var sealed = new LinkedHashMap<String, @Nullable Object>(answers);
    sealed.put("whatToChange", whatToChange);
    db.sql(
            "insert into bundle_check (check_id, bundle_id, case_ref, pass, sealed, at, by)"
                + " values (?, ?, ?, ?, ?::jsonb, ?, ?)")
        .params(
            id,
            bundleId,
            caseRef.value(),
            pass,
            sealing.sealAll(caseRef, "bundle-check", id.toString(), sealed),
            Timestamp.from(clock.instant()),
            who.username())
        .update();
    db.sql(
            "update bundle set status = :status,"
                + " checker1 = case when :status = 'checked-once' then :who else checker1 end,"
                + " checker2 = case when :status = 'passed' then :who else checker2 end"
                + " where bundle_id = :id")
        .param("status", next.code())
        .param("who", who.username())
        .param("id", bundleId)
        .update();
    timeline.add(
        caseRef,
        null,
        "bundle",
        "timeline.bundle-" + next.code(),
        Map.of("bundleRecipient", new Code(row.recipient())),
        By.of(who));
    audit.record(who, "check-bundle", caseRef, Map.of("bundle", bundleId, "pass", pass));
    return Optional.empty();
  }

  // rows

  private static final String COLUMNS =
      "select bundle_id, case_ref, recipient, status, pages, size, contact_version, sealed::text as"
          + " sealed, sealed_key, checker1, checker2, made_at, made_by from bundle ";

  private record Row(
      String bundleId,
      CaseRef caseRef,
      String recipient,
      BundleStatus status,
      int pages,
      long size,
      long contactVersion,
      String sealed,
      String sealedKey,
      @Nullable String checker1,
      @Nullable String checker2,
      Instant madeAt,
      String madeBy) {}

  private Optional<Row> row(CaseRef caseRef, String bundleId, boolean lock) {
    return db.sql(COLUMNS + "where bundle_id = ? and case_ref = ?" + (lock ? " for update" : ""))
        .params(bundleId, caseRef.value())
        .query((rs, _) -> row(rs))
        .optional();
  }

  private static Row row(ResultSet rs) throws SQLException {
    return new Row(
        rs.getString("bundle_id"),
        new CaseRef(rs.getString("case_ref")),
        rs.getString("recipient"),
        BundleStatus.ofCode(rs.getString("status")),
        rs.getInt("pages"),
        rs.getLong("size"),
        rs.getLong("contact_version"),
        rs.getString("sealed"),
        rs.getString("sealed_key"),
        rs.getString("checker1"),
        rs.getString("checker2"),
        rs.getTimestamp("made_at").toInstant(),
        rs.getString("made_by"));
  }

  private SealedFields open(Row row) {
    return sealing.openAll(row.caseRef(), ENTITY, row.bundleId(), row.sealed());
  }

  /**
   * @param look true to look through the words of a bundle that may go out, or has passed and may
   *     be taken out again: the vault may hold more by now
   */
  private BundleView view(Row row, boolean look) {
    SealedFields fields = look ? open(row) : SealedFields.NONE;
    var findings = new ArrayList<String>();
    boolean mayGo = row.status() != BundleStatus.RETURNED;
    if (look && mayGo) {
      if (!fields.refused().isEmpty()) {
        findings.add("changed-outside");
      }
      if (Boolean.TRUE.equals(fields.values().get("redactionLeft"))) {
        findings.add("redaction-left");
      }
      String words = Objects.toString(fields.values().get("words"), "");
      givenAway.in(row.caseRef(), words).stream().filter(BLOCKING::contains).forEach(findings::add);
    }
    return new BundleView(
        row.bundleId(),
        row.caseRef(),
        new Code(row.recipient()),
        row.status(),
        row.pages(),
        row.size(),
        List.copyOf(findings),
        number(fields, "leftOut"),
        number(fields, "unsure"),
        mayGo && contacts.version(row.caseRef()) != row.contactVersion(),
        row.checker1(),
        row.checker2(),
        look && row.status() == BundleStatus.RETURNED ? toChange(row) : null,
        row.madeAt(),
        row.madeBy());
  }

  private static int number(SealedFields fields, String field) {
    return fields.values().get(field) instanceof Number number ? number.intValue() : 0;
  }

  private @Nullable Sealed toChange(Row row) {
    return db.sql(
            "select check_id, sealed::text as sealed from bundle_check"
                + " where bundle_id = ? and not pass order by at desc limit 1")
        .param(row.bundleId())
        .query(
            (rs, _) ->
                Optional.ofNullable(
                    References.text(
                        sealing.openAll(
                            row.caseRef(),
                            "bundle-check",
                            rs.getString("check_id"),
                            rs.getString("sealed")),
                        "whatToChange")))
        .optional()
        .flatMap(found -> found)
        .orElse(null);
  }

  private void require(ActingPerson who, CaseRef caseRef) {
    if (!access.mayOpen(who, caseRef)) {
      throw new NoSuchCaseException();
    }
  }
}
