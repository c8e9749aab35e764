package org.haven.casefile.register;

import java.io.OutputStream;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.haven.casefile.Rows;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.sealing.Sealing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Rows that an import refused, kept sealed until whoever sent them has put them right. */
@Component
class RefusedRows {
  /** How long they can be downloaded. Status: Local default. */
  private static final Duration KEPT_FOR = Duration.ofDays(30);

  private static final int BATCH = 1000;

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;

  RefusedRows(JdbcClient db, Sealing sealing, Clock clock, Audit audit) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
  }

  /** Imports go that are too old, with the rows that they refused. */
  void forget() {
    db.sql("delete from tenancy_import where at < ?")
        .param(Timestamp.from(clock.instant().minus(KEPT_FOR)))
        .update();
  }

  /** Line 1 keeps the columns, so that the refused rows go back in the order they came in. */
  void keepColumns(UUID importId, List<String> header) {
    db.sql("insert into tenancy_import_refused values (?, 1, '', ?)")
        .params(importId, sealedRow(importId, 1, header))
        .update();
  }

  void keep(UUID importId, List<RegisterBatch.Refused> rows) {
    if (rows.isEmpty()) {
      return;
    }
    db.sql(
            "insert into tenancy_import_refused (import_id, line, expected, sealed)"
                + " select ?, l, e, s from unnest(?::bigint[], ?::text[], ?::text[]) as t(l, e, s)")
        .params(
            importId,
            rows.stream().map(RegisterBatch.Refused::line).toArray(Long[]::new),
            rows.stream().map(RegisterBatch.Refused::expected).toArray(String[]::new),
            rows.stream().map(r -> sealedRow(importId, r.line(), r.cells())).toArray(String[]::new))
        .update();
  }

  private String sealedRow(UUID importId, long line, List<String> cells) {
    return sealing.seal(
        TenancyRegister.KEY, "tenancy-import", importId + "." + line, "row", Rows.json(cells));
  }

  /** As {@link TenancyRegister#writeRefused} has it. */
  boolean write(ActingPerson who, UUID importId, OutputStream out) {
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
            sealing.open(
                TenancyRegister.KEY,
                "tenancy-import",
                importId + "." + after,
                "row",
                (String) row[2]);
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
}
