package org.haven.casefile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of a table whose typed words are sealed in a column, as records that somebody holds. */
public final class HeldRows implements HeldRecords {
  private final JdbcClient db;
  private final Sealing sealing;
  private final String kind;
  private final String entity;
  private final String select;

  /**
   * @param entity under which the fields are sealed
   * @param select gives, for {@code :case}: {@code ref}, {@code row_id} (under which the fields are
   *     sealed), {@code what}, {@code step}, {@code at}, {@code from_another}, {@code facts} (a
   *     JSON object of what is not sealed, as text), {@code sealed} (as text) and {@code hidden}
   *     (fields that are never opened)
   */
  public HeldRows(JdbcClient db, Sealing sealing, String kind, String entity, String select) {
    this.db = db;
    this.sealing = sealing;
    this.kind = kind;
    this.entity = entity;
    this.select = select;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public List<Head> list(CaseRef caseRef, About about) {
    if (about == About.OTHER_PARTY) {
      return List.of();
    }
    return db.sql("select ref, what, at from (" + select + ") as held order by at, ref")
        .param("case", caseRef.value())
        .query((rs, _) -> new Head(rs.getString("ref"), rs.getString("what"), Rows.at(rs, "at")))
        .list();
  }

  @Override
  public Optional<Held> open(CaseRef caseRef, String ref) {
    return db.sql("select * from (" + select + ") as held where ref = :ref")
        .param("case", caseRef.value())
        .param("ref", ref)
        .query((rs, _) -> open(caseRef, rs))
        .optional();
  }

  private Held open(CaseRef caseRef, ResultSet rs) throws SQLException {
    Set<String> hidden = Set.of((String[]) rs.getArray("hidden").getArray());
    var pieces = new ArrayList<Piece>();
    Rows.map(rs.getString("facts"))
        .forEach(
            (name, value) -> {
              if (value != null && !hidden.contains(name)) {
                pieces.add(new Piece(name, value, false));
              }
            });
    SealedFields fields = opened(caseRef, rs.getString("row_id"), rs.getString("sealed"));
    fields
        .values()
        .forEach(
            (name, value) -> {
              if (!hidden.contains(name) && !String.valueOf(value).isBlank()) {
                pieces.add(new Piece(name, value, true));
              }
            });
    var refused = new HashSet<>(fields.refused());
    refused.removeAll(hidden);
    return new Held(
        rs.getString("what"),
        rs.getString("step"),
        Rows.at(rs, "at"),
        rs.getBoolean("from_another"),
        pieces,
        refused);
  }

  private SealedFields opened(CaseRef caseRef, String row, @Nullable String sealed) {
    return sealed == null ? SealedFields.NONE : sealing.openAll(caseRef, entity, row, sealed);
  }
}
