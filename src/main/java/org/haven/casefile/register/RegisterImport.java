package org.haven.casefile.register;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.haven.casefile.Rows;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings the register up to date from a file, which is read as a stream and written in batches,
 * each in a transaction of its own: what was good stays, whatever follows it, and the same file
 * again changes nothing.
 */
@Component
class RegisterImport {
  private static final int BATCH = 1000;

  private final JdbcClient db;
  private final Clock clock;
  private final Audit audit;
  private final RegisterRows rows;
  private final RefusedRows refused;
  private final HomesInVault homes;
  private final TransactionTemplate transaction;

  RegisterImport(
      JdbcClient db,
      Clock clock,
      Audit audit,
      RegisterRows rows,
      RefusedRows refused,
      HomesInVault homes,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.clock = clock;
    this.audit = audit;
    this.rows = rows;
    this.refused = refused;
    this.homes = homes;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** As {@link TenancyRegister#importCsv} has it. */
  ImportReport take(InputStream file, ActingPerson who, ImportProgress progress) {
    UUID id = UUID.randomUUID();
    var counts = new ImportCounts();
    Long stoppedAt = null;
    long line = 1;
    try (CsvReader<CsvRecord> reader = RegisterFile.open(file)) {
      Iterator<CsvRecord> lines = reader.iterator();
      List<String> header = RegisterFile.header(lines);
      begin(id, header, who);
      var batch = new RegisterBatch();
      try {
        while (lines.hasNext()) {
          CsvRecord row = lines.next();
          line = row.getStartingLineNumber();
          counts.read++;
          batch.add(row, RegisterFile.check(row, header));
          if (batch.size() >= BATCH) {
            write(id, batch, counts);
            progress.at(counts.read, counts.refused);
            batch = new RegisterBatch();
          }
        }
      } catch (CsvParseException e) {
        // What came before is good; from here on the file has no rows that could be told apart.
        stoppedAt = line + 1;
      }
      write(id, batch, counts);
      progress.at(counts.read, counts.refused);
    } catch (CsvParseException e) {
      throw new RegisterFileException("The file is not comma-separated text.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    finish(id, counts, stoppedAt, who);
    return counts.report(id, stoppedAt);
  }

  private void begin(UUID id, List<String> header, ActingPerson who) {
    transaction.executeWithoutResult(
        _ -> {
          refused.forget();
          db.sql("insert into tenancy_import (id, at, by) values (?, ?, ?)")
              .params(id, Timestamp.from(clock.instant()), who.username())
              .update();
          refused.keepColumns(id, header);
          audit.record(who, "begin-register-import", null, Map.of("import", id.toString()));
        });
  }

  private void write(UUID id, RegisterBatch batch, ImportCounts counts) {
    transaction.executeWithoutResult(
        _ -> {
          rows.write(id, batch, counts);
          refused.keep(id, batch.refused());
        });
    counts.refuse(batch.refused());
  }

  private void finish(UUID id, ImportCounts counts, @Nullable Long stoppedAt, ActingPerson who) {
    transaction.executeWithoutResult(
        _ -> {
          db.sql("delete from tenancy_import_seen where import_id = ?").param(id).update();
          homes.tellOfHomesSought();
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
}
