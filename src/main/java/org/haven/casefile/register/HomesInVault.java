package org.haven.casefile.register;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.Rows;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Homes of those who must not be found: their rows stand in the vaults of their cases and not in
 * the register. Source: procedure section 7.
 */
@Component
public class HomesInVault {
  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final AddressVault vault;
  private final ApplicationEventPublisher events;

  HomesInVault(
      JdbcClient db,
      Sealing sealing,
      Clock clock,
      Audit audit,
      AddressVault vault,
      ApplicationEventPublisher events) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.vault = vault;
    this.events = events;
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
            .query(
                (rs, _) ->
                    sealing.openAll(
                        TenancyRegister.KEY,
                        TenancyRegister.ENTITY,
                        tenancyRef,
                        rs.getString("sealed")))
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

  /** Is this the tenancy of somebody who must not be found? */
  public boolean isInVault(String tenancyRef) {
    return db.sql("select exists (select 1 from tenancy_vault where ref_index = ?)")
        .param(refIndex(tenancyRef))
        .query(Boolean.class)
        .single();
  }

  /** The case in whose vault this tenancy's row is. */
  Optional<CaseRef> caseOfVault(String tenancyRef) {
    return db.sql("select case_ref from tenancy_vault where ref_index = ?")
        .param(refIndex(tenancyRef))
        .query((rs, _) -> Rows.caseRef(rs))
        .optional();
  }

  /** Where such a home is, in one line, for a works order. */
  Optional<String> addressOf(String tenancyRef) {
    return caseOfVault(tenancyRef).flatMap(vault::registeredAddress);
  }

  /** No row is read here while it moves to a vault there, where nobody would look for it again. */
  void oneAtATime() {
    db.sql("select pg_advisory_xact_lock(hashtextextended('tenancy-register', 0))")
        .query()
        .singleRow();
  }

  /**
   * A tenancy whose row belongs to the vault of a case.
   *
   * @param disposed true if the case was disposed of: the row stays out of the register and there
   *     is no vault to put it into
   */
  record Guarded(CaseRef caseRef, boolean disposed, @Nullable String fingerprint) {}

  /** Those among rows of a file, by {@link #refIndex}; they stay as they are meanwhile. */
  Map<String, Guarded> guarded(List<TenancyRow> rows) {
    Map<String, Guarded> found = new HashMap<>();
    db.sql(
            """
            select v.ref_index, v.case_ref, v.fingerprint, f.status = 'disposed' as disposed
            from tenancy_vault v join case_file f using (case_ref)
            where v.ref_index = any (?::text[]) for update of v for key share of f
            """)
        .param(rows.stream().map(row -> refIndex(row.tenancyRef())).toArray(String[]::new))
        .query(
            rs -> {
              found.put(
                  rs.getString("ref_index"),
                  new Guarded(
                      Rows.caseRef(rs), rs.getBoolean("disposed"), rs.getString("fingerprint")));
            });
    return found;
  }

  /** A file has the row anew. */
  void intoVault(Guarded hers, TenancyRow row, String fingerprint) {
    db.sql("update tenancy_vault set fingerprint = ? where ref_index = ?")
        .params(fingerprint, refIndex(row.tenancyRef()))
        .update();
    if (!hers.disposed()) {
      vault.write(hers.caseRef(), vaultFields(row.tenancyRef(), row.sealed()), By.SYSTEM);
      found(hers.caseRef());
    }
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

  String refIndex(String tenancyRef) {
    return sealing.blindIndex("tenancy-ref", TenancyRow.ref(tenancyRef));
  }

  private void found(CaseRef caseRef) {
    if (!isSought(caseRef)) {
      events.publishEvent(new HomeSought(caseRef, true));
    }
  }

  /** After each file, as long as her new home was in none. */
  void tellOfHomesSought() {
    db.sql(
            """
            select distinct v.case_ref from tenancy_vault v join case_file f using (case_ref)
            where v.fingerprint is null and f.status <> 'disposed' order by v.case_ref
            """)
        .query((rs, _) -> Rows.caseRef(rs))
        .list()
        .forEach(caseRef -> events.publishEvent(new HomeSought(caseRef, false)));
  }
}
