package org.haven.casefile.register;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CasefileOnly;
import org.haven.casefile.Rows;
import org.haven.casefile.TenancyRefs;
import org.haven.casefile.register.TenancyRow.Checked;
import org.haven.casefile.register.TenancyRow.Fault;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Role;
import org.haven.platform.sealing.KeyScope;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The council's tenancies. A file is read as a stream and written in batches, each in a transaction
 * of its own: what was good stays, whatever follows it, and the same file again changes nothing.
 */
@Component
public class TenancyRegister implements TenancyRefs {
  /** How long refused rows can be downloaded. Status: Local default. */
  public static final Duration REFUSED_KEPT_FOR = Duration.ofDays(30);

  private static final KeyScope KEY = new KeyScope.TenancyRegister();
  private static final int BATCH = 1000;
  private static final int FAULTS_SHOWN = 100;

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final AddressVault vault;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transaction;

  TenancyRegister(
      JdbcClient db,
      Sealing sealing,
      Clock clock,
      Audit audit,
      AddressVault vault,
      ApplicationEventPublisher events,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.vault = vault;
    this.events = events;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** The columns that a file must have. */
  public static List<String> columns() {
    return TenancyRow.COLUMNS;
  }

  /** A tenancy's reference as it is kept, counted and sought, however it was typed. */
  public static String reference(String typed) {
    return TenancyRow.ref(typed);
  }

  /** Could it be a tenancy's reference, however it was typed? */
  public static boolean isReference(String typed) {
    return TenancyRow.REF.matcher(typed.strip()).matches();
  }

  /** Supervisors and administrators keep the register. */
  public static boolean mayImport(ActingPerson who) {
    return who.has(Role.SUPERVISOR) || who.has(Role.ADMINISTRATOR);
  }

  private static final class Counts {
    long read;
    long added;
    long changed;
    long unchanged;
    long refused;
    final List<ImportReport.Refused> first = new ArrayList<>();
  }

  private record RefusedRow(long line, List<String> cells, String expected) {
    @Override
    public String toString() {
      return "RefusedRow[line " + line + " ***]";
    }
  }

  /**
   * Imports a file: comma-separated, UTF-8, the first line naming the columns.
   *
   * @throws RegisterFileException if the file has not these columns; nothing is imported then
   * @throws IllegalStateException if the person may not import
   */
  public ImportReport importCsv(InputStream file, ActingPerson who, ImportProgress progress) {
    if (!mayImport(who)) {
      throw new IllegalStateException("Only supervisors and administrators import the register");
    }
    UUID id = UUID.randomUUID();
    Counts counts = new Counts();
    Long stoppedAt = null;
    long line = 1;
    var handler = CsvRecordHandler.builder().maxFieldSize(20_000).maxRecordSize(100_000).build();
    try (CsvReader<CsvRecord> reader = CsvFile.open(handler, file)) {
      Iterator<CsvRecord> rows = reader.iterator();
      List<String> header = header(rows);
      begin(id, header, who);
      List<TenancyRow> good = new ArrayList<>(BATCH);
      List<RefusedRow> bad = new ArrayList<>();
      Map<Long, List<String>> cellsOf = new HashMap<>();
      try {
        while (rows.hasNext()) {
          CsvRecord row = rows.next();
          line = row.getStartingLineNumber();
          counts.read++;
          switch (check(row, header)) {
            case Checked.Good(TenancyRow one) -> {
              good.add(one);
              cellsOf.put(one.line(), row.getFields());
            }
            case Checked.Faulty(List<Fault> faults) ->
                bad.add(new RefusedRow(line, row.getFields(), words(faults)));
          }
          if (good.size() + bad.size() >= BATCH) {
            write(id, good, bad, cellsOf, counts);
            progress.at(counts.read, counts.refused);
          }
        }
      } catch (CsvParseException e) {
        // What came before is good; from here on the file has no rows that could be told apart.
        stoppedAt = line + 1;
      }
      write(id, good, bad, cellsOf, counts);
      progress.at(counts.read, counts.refused);
    } catch (CsvParseException e) {
      throw new RegisterFileException("The file is not comma-separated text.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    finish(id, counts, stoppedAt, who);
    return new ImportReport(
        id,
        counts.read,
        counts.added,
        counts.changed,
        counts.unchanged,
        counts.refused,
        stoppedAt,
        List.copyOf(counts.first));
  }

  private static List<String> header(Iterator<CsvRecord> rows) {
    if (!rows.hasNext()) {
      throw new RegisterFileException("The file is empty.");
    }
    List<String> header = rows.next().getFields().stream().map(String::strip).toList();
    List<String> missing =
        TenancyRow.COLUMNS.stream().filter(column -> !header.contains(column)).toList();
    if (!missing.isEmpty()) {
      throw new RegisterFileException(
          "The first line does not name the columns "
              + String.join(", ", missing)
              + ". The columns are "
              + String.join(", ", TenancyRow.COLUMNS)
              + ".");
    }
    return header;
  }

  private static Checked check(CsvRecord row, List<String> header) {
    List<String> cells = row.getFields();
    if (cells.size() != header.size()) {
      return new Checked.Faulty(
          List.of(
              new Fault(
                  "row", header.size() + " cells as in the first line, not " + cells.size())));
    }
    Map<String, String> byName = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      byName.putIfAbsent(header.get(i), cells.get(i));
    }
    return TenancyRow.check(row.getStartingLineNumber(), byName);
  }

  private static String words(List<Fault> faults) {
    return String.join("; ", faults.stream().map(Fault::toString).toList());
  }

  private void begin(UUID id, List<String> header, ActingPerson who) {
    transaction.executeWithoutResult(
        _ -> {
          db.sql("delete from tenancy_import where at < ?")
              .param(Timestamp.from(clock.instant().minus(REFUSED_KEPT_FOR)))
              .update();
          db.sql("insert into tenancy_import (id, at, by) values (?, ?, ?)")
              .params(id, Timestamp.from(clock.instant()), who.username())
              .update();
          // Line 1 keeps the columns, so that the refused rows go back in the order they came in.
          db.sql("insert into tenancy_import_refused values (?, 1, '', ?)")
              .params(id, sealedRow(id, 1, header))
              .update();
          audit.record(who, "begin-register-import", null, Map.of("import", id.toString()));
        });
  }

  /** No row is read here while it moves to a vault there, where nobody would look for it again. */
  private void oneAtATime() {
    db.sql("select pg_advisory_xact_lock(hashtextextended('tenancy-register', 0))")
        .query()
        .singleRow();
  }

  /** Writes one batch and empties the lists. */
  private void write(
      UUID id,
      List<TenancyRow> good,
      List<RefusedRow> bad,
      Map<Long, List<String>> cellsOf,
      Counts counts) {
    transaction.executeWithoutResult(
        _ -> {
          oneAtATime();
          List<TenancyRow> once = once(id, good, bad, cellsOf);
          Map<String, String> known = fingerprints(once);
          Map<String, Guarded> guarded = guarded(once);
          List<TenancyRow> toWrite = new ArrayList<>();
          List<TenancyRow> hidden = new ArrayList<>();
          for (TenancyRow row : once) {
            Guarded hers = guarded.get(refIndex(row.tenancyRef()));
            if (hers != null) {
              boolean same = fingerprint(row).equals(hers.fingerprint());
              counts.unchanged += same ? 1 : 0;
              counts.changed += same ? 0 : 1;
              if (!same) {
                intoVault(hers, row);
              }
              hidden.add(row);
              continue;
            }
            String before = known.get(row.tenancyRef());
            if (before == null) {
              counts.added++;
              toWrite.add(row);
            } else if (before.equals(fingerprint(row))) {
              counts.unchanged++;
            } else {
              counts.changed++;
              toWrite.add(row);
            }
          }
          takeOut(hidden);
          upsert(toWrite);
          refuse(id, bad);
        });
    bad.sort(java.util.Comparator.comparingLong(RefusedRow::line));
    for (RefusedRow row : bad) {
      counts.refused++;
      if (counts.first.size() < FAULTS_SHOWN) {
        counts.first.add(new ImportReport.Refused(row.line(), row.expected()));
      }
    }
    good.clear();
    bad.clear();
    cellsOf.clear();
  }

  /** Rows whose reference was not met before in this file; the others join the refused. */
  private List<TenancyRow> once(
      UUID id, List<TenancyRow> good, List<RefusedRow> bad, Map<Long, List<String>> cellsOf) {
    Set<Long> first =
        new HashSet<>(
            db.sql(
                    """
                    insert into tenancy_import_seen (import_id, tenancy_ref, line)
                    select ?, r, l from unnest(?::text[], ?::bigint[]) as t(r, l) order by l
                    on conflict do nothing returning line
                    """)
                .params(id, texts(good, TenancyRow::tenancyRef), lines(good))
                .query(Long.class)
                .list());
    List<TenancyRow> once = new ArrayList<>();
    for (TenancyRow row : good) {
      if (first.contains(row.line())) {
        once.add(row);
      } else {
        bad.add(
            new RefusedRow(
                row.line(),
                cellsOf.getOrDefault(row.line(), List.of()),
                "tenancyRef: once in the file; an earlier line has it too"));
      }
    }
    return once;
  }

  private Map<String, String> fingerprints(List<TenancyRow> rows) {
    Map<String, String> known = new HashMap<>();
    db.sql("select tenancy_ref, fingerprint from tenancy where tenancy_ref = any (?::text[])")
        .param(texts(rows, TenancyRow::tenancyRef))
        .query(
            rs -> {
              known.put(rs.getString(1), rs.getString(2));
            });
    return known;
  }

  private String fingerprint(TenancyRow row) {
    return sealing.blindIndex("tenancy-row", row.everything());
  }

  /**
   * A tenancy whose row belongs to the vault of a case.
   *
   * @param disposed true if the case was disposed of: the row stays out of the register and there
   *     is no vault to put it into
   */
  private record Guarded(CaseRef caseRef, boolean disposed, @Nullable String fingerprint) {}

  private Map<String, Guarded> guarded(List<TenancyRow> rows) {
    Map<String, Guarded> found = new HashMap<>();
    db.sql(
            """
            select v.ref_index, v.case_ref, v.fingerprint, f.status = 'disposed' as disposed
            from tenancy_vault v join case_file f using (case_ref)
            where v.ref_index = any (?::text[]) for update of v for key share of f
            """)
        .param(texts(rows, row -> refIndex(row.tenancyRef())))
        .query(
            rs -> {
              found.put(
                  rs.getString("ref_index"),
                  new Guarded(
                      Rows.caseRef(rs), rs.getBoolean("disposed"), rs.getString("fingerprint")));
            });
    return found;
  }

  private void intoVault(Guarded hers, TenancyRow row) {
    db.sql("update tenancy_vault set fingerprint = ? where ref_index = ?")
        .params(fingerprint(row), refIndex(row.tenancyRef()))
        .update();
    if (!hers.disposed()) {
      vault.write(hers.caseRef(), vaultFields(row.tenancyRef(), row.sealed()), By.SYSTEM);
      found(hers.caseRef());
    }
  }

  /** Nothing of hers stands in the register, however it came there. */
  private void takeOut(List<TenancyRow> rows) {
    db.sql("delete from tenancy where tenancy_ref = any (?::text[])")
        .param(texts(rows, TenancyRow::tenancyRef))
        .update();
  }

  /** The row's own words, under names that leave the address that was agreed with her alone. */
  private static Map<String, Object> vaultFields(String tenancyRef, Map<String, ?> sealed) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("registerRef", tenancyRef);
    sealed.forEach(
        (field, value) ->
            fields.put(
                "register" + Character.toUpperCase(field.charAt(0)) + field.substring(1), value));
    return fields;
  }

  private String refIndex(String tenancyRef) {
    return sealing.blindIndex("tenancy-ref", TenancyRow.ref(tenancyRef));
  }

  /**
   * Takes a tenancy's row out of the register and into the vault of a case, now and at each later
   * import: nobody finds her new home here. Again changes nothing. While no row has matched, {@link
   * HomeSought} is published, now and after each import: the reference may be mistyped. Source:
   * procedure section 7.
   *
   * @param typed reference of her new home; it need not have been imported yet
   */
  @Transactional
  public void moveToVault(CaseRef caseRef, String typed, By by) {
    oneAtATime();
    String tenancyRef = TenancyRow.ref(typed);
    db.sql(
            "insert into tenancy_vault (ref_index, case_ref, at) values (?, ?, ?)"
                + " on conflict do nothing")
        .params(refIndex(tenancyRef), caseRef.value(), Timestamp.from(clock.instant()))
        .update();
    Optional<SealedFields> row =
        db.sql("select sealed::text as sealed from tenancy where tenancy_ref = ? for update")
            .param(tenancyRef)
            .query((rs, _) -> sealing.openAll(KEY, "tenancy", tenancyRef, rs.getString("sealed")))
            .optional();
    if (row.isEmpty()) {
      if (isSought(caseRef)) {
        events.publishEvent(new HomeSought(caseRef, false));
      }
      return;
    }
    vault.write(caseRef, vaultFields(tenancyRef, row.get().values()), by);
    db.sql(
            "update tenancy_vault set fingerprint ="
                + " (select fingerprint from tenancy where tenancy_ref = ?) where ref_index = ?")
        .params(tenancyRef, refIndex(tenancyRef))
        .update();
    db.sql("delete from tenancy where tenancy_ref = ?").param(tenancyRef).update();
    audit.recordSystem("move-tenancy-to-vault", caseRef, Map.of("by", by.name()));
    found(caseRef);
  }

  /** True while no row of the register has matched the reference of her new home. */
  public boolean isSought(CaseRef caseRef) {
    return db.sql(
            "select exists (select 1 from tenancy_vault where case_ref = ? and fingerprint is"
                + " null)")
        .param(caseRef.value())
        .query(Boolean.class)
        .single();
  }

  /** Her new home has another reference than the one that matched nothing. */
  @Transactional
  public void correctInVault(CaseRef caseRef, String typed, By by) {
    oneAtATime();
    db.sql("delete from tenancy_vault where case_ref = ? and fingerprint is null")
        .param(caseRef.value())
        .update();
    audit.recordSystem("correct-tenancy-in-vault", caseRef, Map.of("by", by.name()));
    moveToVault(caseRef, typed, by);
  }

  private void found(CaseRef caseRef) {
    if (!isSought(caseRef)) {
      events.publishEvent(new HomeSought(caseRef, true));
    }
  }

  /** After each file, as long as her new home was in none. */
  private void tellOfHomesSought() {
    db.sql(
            """
            select distinct v.case_ref from tenancy_vault v join case_file f using (case_ref)
            where v.fingerprint is null and f.status <> 'disposed' order by v.case_ref
            """)
        .query((rs, _) -> Rows.caseRef(rs))
        .list()
        .forEach(caseRef -> events.publishEvent(new HomeSought(caseRef, false)));
  }

  /** Is this the tenancy of somebody who must not be found? */
  public boolean isInVault(String tenancyRef) {
    return db.sql("select exists (select 1 from tenancy_vault where ref_index = ?)")
        .param(refIndex(tenancyRef))
        .query(Boolean.class)
        .single();
  }

  private void upsert(List<TenancyRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    db.sql(
            """
            insert into tenancy (tenancy_ref, uprn_index, tenure, tenancy_type, holding, start_on,
              period_day, in_scheme, sealed, fingerprint, imported_at)
            select r, u, te, ty, h, s, p, i, j::jsonb, f, ?
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::date[], ?::int[],
              ?::boolean[], ?::text[], ?::text[]) as t(r, u, te, ty, h, s, p, i, j, f)
            on conflict (tenancy_ref) do update set uprn_index = excluded.uprn_index,
              tenure = excluded.tenure, tenancy_type = excluded.tenancy_type,
              holding = excluded.holding, start_on = excluded.start_on,
              period_day = excluded.period_day, in_scheme = excluded.in_scheme,
              sealed = excluded.sealed, fingerprint = excluded.fingerprint,
              imported_at = excluded.imported_at
            """)
        .params(
            Timestamp.from(clock.instant()),
            texts(rows, TenancyRow::tenancyRef),
            texts(rows, row -> uprnIndex(row.uprn())),
            texts(rows, TenancyRow::tenure),
            texts(rows, TenancyRow::tenancyType),
            texts(rows, TenancyRow::holding),
            rows.stream().map(row -> Date.valueOf(row.startOn())).toArray(Date[]::new),
            rows.stream().map(TenancyRow::periodDay).toArray(Integer[]::new),
            rows.stream().map(TenancyRow::inScheme).toArray(Boolean[]::new),
            texts(rows, row -> sealing.sealAll(KEY, "tenancy", row.tenancyRef(), row.sealed())),
            texts(rows, this::fingerprint))
        .update();
  }

  private void refuse(UUID id, List<RefusedRow> bad) {
    if (bad.isEmpty()) {
      return;
    }
    db.sql(
            "insert into tenancy_import_refused (import_id, line, expected, sealed)"
                + " select ?, l, e, s from unnest(?::bigint[], ?::text[], ?::text[]) as t(l, e, s)")
        .params(
            id,
            bad.stream().map(RefusedRow::line).toArray(Long[]::new),
            bad.stream().map(RefusedRow::expected).toArray(String[]::new),
            bad.stream().map(r -> sealedRow(id, r.line(), r.cells())).toArray(String[]::new))
        .update();
  }

  private String sealedRow(UUID id, long line, List<String> cells) {
    return sealing.seal(KEY, "tenancy-import", id + "." + line, "row", Rows.json(cells));
  }

  private static String[] texts(List<TenancyRow> rows, Function<TenancyRow, String> value) {
    return rows.stream().map(value).toArray(String[]::new);
  }

  private static Long[] lines(List<TenancyRow> rows) {
    return rows.stream().map(TenancyRow::line).toArray(Long[]::new);
  }

  private void finish(UUID id, Counts counts, @Nullable Long stoppedAt, ActingPerson who) {
    transaction.executeWithoutResult(
        _ -> {
          db.sql("delete from tenancy_import_seen where import_id = ?").param(id).update();
          tellOfHomesSought();
          db.sql(
                  "update tenancy_import set finished_at = ?, added = ?, changed = ?,"
                      + " unchanged = ?, refused = ?, stopped_at = ? where id = ?")
              .params(
                  Rows.values(
                      Timestamp.from(clock.instant()),
                      counts.added,
                      counts.changed,
                      counts.unchanged,
                      counts.refused,
                      stoppedAt,
                      id))
              .update();
          audit.record(
              who,
              "import-register",
              null,
              Map.of(
                  "import",
                  id.toString(),
                  "added",
                  counts.added,
                  "changed",
                  counts.changed,
                  "unchanged",
                  counts.unchanged,
                  "refused",
                  counts.refused));
        });
  }

  /**
   * Writes the refused rows as they came, in the file's own columns, each with its line and what is
   * expected. A cell that a spreadsheet would run as a formula is made plain text.
   *
   * @return false if there is no such import of this person, or it is too old
   */
  @Transactional
  public boolean writeRefused(ActingPerson who, UUID importId, OutputStream out) {
    boolean theirs =
        db.sql("select exists (select 1 from tenancy_import where id = ? and by = ?)")
            .params(importId, who.username())
            .query(Boolean.class)
            .single();
    if (!theirs) {
      return false;
    }
    audit.record(who, "download-refused-rows", null, Map.of("import", importId.toString()));
    CsvFile.Out csv = CsvFile.to(out);
    long after = 0;
    while (true) {
      List<Object[]> some =
          db.sql(
                  "select line, expected, sealed from tenancy_import_refused"
                      + " where import_id = ? and line > ? order by line limit "
                      + BATCH)
              .params(importId, after)
              .query((rs, _) -> new Object[] {rs.getLong(1), rs.getString(2), rs.getString(3)})
              .list();
      for (Object[] row : some) {
        after = (Long) row[0];
        List<String> cells = new ArrayList<>();
        cells.add(after == 1 ? "line" : String.valueOf(after));
        cells.add(after == 1 ? "expected" : (String) row[1]);
        String opened =
            sealing.open(KEY, "tenancy-import", importId + "." + after, "row", (String) row[2]);
        for (Object cell : Rows.JSON.readValue(opened, List.class)) {
          cells.add(String.valueOf(cell));
        }
        csv.line(cells);
      }
      if (some.size() < BATCH) {
        break;
      }
    }
    csv.end();
    return true;
  }

  /** One tenancy, opened; the read is audited. */
  @Transactional
  public Optional<Tenancy> find(ActingPerson who, String tenancyRef) {
    requireWorker(who);
    Optional<Tenancy> found =
        db.sql("select " + COLUMNS + " from tenancy where tenancy_ref = ?")
            .param(TenancyRow.ref(tenancyRef))
            .query((rs, _) -> tenancy(rs))
            .optional();
    // what was typed may be anything: the trail names what there is
    audit.record(
        who,
        "read-tenancy",
        null,
        found
            .<Map<String, ?>>map(tenancy -> Map.of("tenancyRef", tenancy.tenancyRef()))
            .orElseGet(() -> Map.of("found", false)));
    return found;
  }

  /**
   * Where a home is.
   *
   * @param line address without a tenant
   * @param fromVault true if it is the new home of somebody who must not be found
   */
  public record HomeAddress(String line, boolean fromVault) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /** Where a home is, for a works order. */
  @CasefileOnly
  public Optional<HomeAddress> addressOf(String tenancyRef) {
    return db.sql("select " + COLUMNS + " from tenancy where tenancy_ref = ?")
        .param(TenancyRow.ref(tenancyRef))
        .query((rs, _) -> tenancy(rs))
        .optional()
        .map(
            tenancy ->
                java.util.stream.Stream.of("address1", "address2", "town", "postcode")
                    .flatMap(field -> tenancy.fields().text(field).stream())
                    .map(line -> line.clear())
                    .collect(java.util.stream.Collectors.joining(", ")))
        .map(line -> new HomeAddress(line, false))
        .or(() -> addressInVault(tenancyRef));
  }

  private Optional<HomeAddress> addressInVault(String tenancyRef) {
    return caseOfVault(tenancyRef)
        .flatMap(vault::registeredAddress)
        .map(line -> new HomeAddress(line, true));
  }

  /** The case in whose vault this tenancy's row is. */
  Optional<CaseRef> caseOfVault(String tenancyRef) {
    return db.sql("select case_ref from tenancy_vault where ref_index = ?")
        .param(refIndex(tenancyRef))
        .query((rs, _) -> Rows.caseRef(rs))
        .optional();
  }

  /**
   * What kind of home it is, for the procedure itself: nobody's name and no address.
   *
   * @param inScheme in a scheme for older people
   */
  public record Home(Code tenure, boolean inScheme) {}

  /** Empty if the register does not have the tenancy and no vault has it either. */
  public Optional<Home> home(String tenancyRef) {
    return db.sql("select tenure, in_scheme from tenancy where tenancy_ref = ?")
        .param(TenancyRow.ref(tenancyRef))
        .query((rs, _) -> new Home(new Code(rs.getString("tenure")), rs.getBoolean("in_scheme")))
        .optional()
        .or(() -> caseOfVault(tenancyRef).map(_ -> new Home(new Code("council-tenant"), false)));
  }

  /**
   * Keeps who holds a tenancy from now on, as a court ordered it; the next file that has the row
   * changed counts again.
   *
   * @return false if the register does not have the tenancy
   */
  @Transactional
  public boolean passOn(String tenancyRef, Code holding) {
    return db.sql("update tenancy set holding = ? where tenancy_ref = ?")
            .params(holding.value(), TenancyRow.ref(tenancyRef))
            .update()
        > 0;
  }

  /** The tenancies of a property, newest first, by its unique property reference number. */
  @Transactional
  public List<Tenancy> atProperty(ActingPerson who, String uprn) {
    requireWorker(who);
    audit.record(who, "read-tenancies-of-property", null, Map.of());
    return db.sql("select " + COLUMNS + " from tenancy where uprn_index = ? order by start_on desc")
        .param(uprnIndex(uprn))
        .query((rs, _) -> tenancy(rs))
        .list();
  }

  @Override
  public List<String> refsAt(String uprn) {
    return db.sql("select tenancy_ref from tenancy where uprn_index = ? order by tenancy_ref")
        .param(uprnIndex(uprn))
        .query(String.class)
        .list();
  }

  private static void requireWorker(ActingPerson who) {
    if (!who.worksCases()) {
      throw new IllegalStateException("Only officers and supervisors read the register");
    }
  }

  /** How many tenancies the register holds. */
  public long size() {
    return db.sql("select count(*) from tenancy").query(Long.class).single();
  }

  private String uprnIndex(String uprn) {
    return sealing.blindIndex("tenancy-uprn", uprn.replaceFirst("^0+(?=.)", ""));
  }

  private static final String COLUMNS =
      "tenancy_ref, tenure, tenancy_type, holding, start_on, period_day, in_scheme,"
          + " sealed::text as sealed";

  private Tenancy tenancy(ResultSet rs) throws SQLException {
    Integer day = rs.getObject("period_day", Integer.class);
    String ref = rs.getString("tenancy_ref");
    return new Tenancy(
        ref,
        new Code(rs.getString("tenure")),
        new Code(rs.getString("tenancy_type")),
        new Code(rs.getString("holding")),
        rs.getObject("start_on", LocalDate.class),
        day == null ? null : DayOfWeek.of(day),
        rs.getBoolean("in_scheme"),
        sealing.openAll(KEY, "tenancy", ref, rs.getString("sealed")));
  }
}
