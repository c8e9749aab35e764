package org.haven.evidence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.haven.casefile.SafeContacts;
import org.haven.letters.GivenAway;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Bundles as they are kept, and what Haven finds in them. Source: procedure section 7, address
 * vault, MARAC.
 */
@Component
class BundleRows {
  static final String ENTITY = "bundle";
  static final String CHECK = "bundle-check";

  /** What Haven finds and nobody may pass. A name or a word of help is for people to judge. */
  private static final Set<String> BLOCKING = Set.of("safe-address", "her-contact", "marac-words");

  private static final String COLUMNS =
      "select bundle_id, case_ref, recipient, status, pages, size, contact_version, sealed::text as"
          + " sealed, sealed_key, checker1, checker2, made_at, made_by from bundle ";

  private final JdbcClient db;
  private final Sealing sealing;
  private final SafeContacts contacts;
  private final GivenAway givenAway;

  BundleRows(JdbcClient db, Sealing sealing, SafeContacts contacts, GivenAway givenAway) {
    this.db = db;
    this.sealing = sealing;
    this.contacts = contacts;
    this.givenAway = givenAway;
  }

  record Row(
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
      String madeBy) {
    @Override
    public String toString() {
      return "Row[" + bundleId + " ***]";
    }
  }

  /** Of a case, the newest first. */
  List<Row> of(CaseRef caseRef) {
    return db.sql(COLUMNS + "where case_ref = ? order by seq desc")
        .param(caseRef.value())
        .query((rs, _) -> row(rs))
        .list();
  }

  int count(CaseRef caseRef) {
    return db.sql("select count(*) from bundle where case_ref = ?")
        .param(caseRef.value())
        .query(Integer.class)
        .single();
  }

  /**
   * @param lock true for whoever moves it on
   */
  Optional<Row> find(CaseRef caseRef, String bundleId, boolean lock) {
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

  SealedFields open(Row row) {
    return sealing.openAll(row.caseRef(), ENTITY, row.bundleId(), row.sealed());
  }

  /**
   * @param look true to look through the words of a bundle that may go out, or has passed and may
   *     be taken out again: the vault may hold more by now
   */
  BundleView view(Row row, boolean look) {
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
                            row.caseRef(), CHECK, rs.getString("check_id"), rs.getString("sealed")),
                        "whatToChange")))
        .optional()
        .flatMap(found -> found)
        .orElse(null);
  }
}
