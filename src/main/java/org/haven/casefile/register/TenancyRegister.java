package org.haven.casefile.register;

import java.io.InputStream;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.CasefileOnly;
import org.haven.casefile.TenancyRefs;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.Code;
import org.haven.platform.Role;
import org.haven.platform.sealing.KeyScope;
import org.haven.platform.sealing.Sealing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The council's tenancies, except those that stand in the vaults of cases. */
@Component
public class TenancyRegister implements TenancyRefs {
  static final KeyScope KEY = new KeyScope.TenancyRegister();
  static final String ENTITY = "tenancy";

  private final JdbcClient db;
  private final Sealing sealing;
  private final Audit audit;
  private final HomesInVault homes;
  private final RegisterImport imports;
  private final RefusedRows refused;

  TenancyRegister(
      JdbcClient db,
      Sealing sealing,
      Audit audit,
      HomesInVault homes,
      RegisterImport imports,
      RefusedRows refused) {
    this.db = db;
    this.sealing = sealing;
    this.audit = audit;
    this.homes = homes;
    this.imports = imports;
    this.refused = refused;
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
    return imports.take(file, who, progress);
  }

  /**
   * Writes the refused rows as they came, in the file's own columns, each with its line and what is
   * expected. A cell that a spreadsheet would run as a formula is made plain text.
   *
   * @return false if there is no such import of this person, or it is too old
   */
  @Transactional
  public boolean writeRefused(ActingPerson who, UUID importId, OutputStream out) {
    return refused.write(who, importId, out);
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
        .or(() -> homes.addressOf(tenancyRef).map(line -> new HomeAddress(line, true)));
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
        .or(
            () ->
                homes
                    .caseOfVault(tenancyRef)
                    .map(_ -> new Home(new Code("council-tenant"), false)));
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
        .param(uprnIndex(sealing, uprn))
        .query((rs, _) -> tenancy(rs))
        .list();
  }

  @Override
  public List<String> refsAt(String uprn) {
    return db.sql("select tenancy_ref from tenancy where uprn_index = ? order by tenancy_ref")
        .param(uprnIndex(sealing, uprn))
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

  static String uprnIndex(Sealing sealing, String uprn) {
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
        sealing.openAll(KEY, ENTITY, ref, rs.getString("sealed")));
  }
}
