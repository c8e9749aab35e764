package org.haven.casefile.register;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.haven.casefile.register.HomesInVault.Guarded;
import org.haven.platform.sealing.Sealing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes good rows of a file: into the register, or into the vault that hides the home. */
@Component
class RegisterRows {
  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final HomesInVault homes;

  RegisterRows(JdbcClient db, Sealing sealing, Clock clock, HomesInVault homes) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.homes = homes;
  }

  /** Writes one batch, in the open transaction; rows that the file has twice are refused. */
  void write(UUID importId, RegisterBatch batch, ImportCounts counts) {
    homes.oneAtATime();
    List<TenancyRow> once = once(importId, batch);
    Map<String, String> known = fingerprints(once);
    Map<String, Guarded> guarded = homes.guarded(once);
    List<TenancyRow> toWrite = new ArrayList<>();
    List<TenancyRow> hidden = new ArrayList<>();
    for (TenancyRow row : once) {
      Guarded hers = guarded.get(homes.refIndex(row.tenancyRef()));
      if (hers != null) {
        boolean same = fingerprint(row).equals(hers.fingerprint());
        counts.unchanged += same ? 1 : 0;
        counts.changed += same ? 0 : 1;
        if (!same) {
          homes.intoVault(hers, row, fingerprint(row));
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
  }

  /** Rows whose reference was not met before in this file; the others join the refused. */
  private List<TenancyRow> once(UUID importId, RegisterBatch batch) {
    Set<Long> first =
        new HashSet<>(
            db.sql(
                    """
                    insert into tenancy_import_seen (import_id, tenancy_ref, line)
                    select ?, r, l from unnest(?::text[], ?::bigint[]) as t(r, l) order by l
                    on conflict do nothing returning line
                    """)
                .params(importId, texts(batch.good(), TenancyRow::tenancyRef), lines(batch.good()))
                .query(Long.class)
                .list());
    List<TenancyRow> once = new ArrayList<>();
    for (TenancyRow row : batch.good()) {
      if (first.contains(row.line())) {
        once.add(row);
      } else {
        batch.refuse(row, "tenancyRef: once in the file; an earlier line has it too");
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

  /** Nothing of hers stands in the register, however it came there. */
  private void takeOut(List<TenancyRow> rows) {
    db.sql("delete from tenancy where tenancy_ref = any (?::text[])")
        .param(texts(rows, TenancyRow::tenancyRef))
        .update();
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
            texts(rows, row -> TenancyRegister.uprnIndex(sealing, row.uprn())),
            texts(rows, TenancyRow::tenure),
            texts(rows, TenancyRow::tenancyType),
            texts(rows, TenancyRow::holding),
            rows.stream().map(row -> Date.valueOf(row.startOn())).toArray(Date[]::new),
            rows.stream().map(TenancyRow::periodDay).toArray(Integer[]::new),
            rows.stream().map(TenancyRow::inScheme).toArray(Boolean[]::new),
            texts(
                rows,
                row ->
                    sealing.sealAll(
                        TenancyRegister.KEY,
                        TenancyRegister.ENTITY,
                        row.tenancyRef(),
                        row.sealed())),
            texts(rows, this::fingerprint))
        .update();
  }

  private static String[] texts(List<TenancyRow> rows, Function<TenancyRow, String> value) {
    return rows.stream().map(value).toArray(String[]::new);
  }

  private static Long[] lines(List<TenancyRow> rows) {
    return rows.stream().map(TenancyRow::line).toArray(Long[]::new);
  }
}
