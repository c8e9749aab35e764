package org.haven.platform.purpose;

import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The row of a database that says what it is for. */
public enum PurposeMark {
  RECORD("record_purpose", "spring.datasource.url"),
  KEY_STORE("keys.store_purpose", "haven.sealing.store.url");

  private final String table;
  private final String setting;

  PurposeMark(String table, String setting) {
    this.table = table;
    this.setting = setting;
  }

  /**
   * Makes a database's tables or brings them up to date, and marks it at the first start; both only
   * if it is for the same purpose.
   *
   * @throws WrongPurposeException if it is not; nothing in it was changed then
   */
  public void migrate(Flyway flyway, Purpose purpose) {
    DataSource source = flyway.getConfiguration().getDataSource();
    askBefore(source, purpose);
    flyway.migrate();
    ask(source, purpose);
  }

  private void askBefore(DataSource source, Purpose purpose) {
    var db = JdbcClient.create(source);
    boolean used = exists(db, "flyway_schema_history");
    boolean marked = exists(db, table);
    if (used && !marked && purpose != Purpose.REAL) {
      // from before this was asked
      throw wrong(Purpose.REAL, purpose);
    }
    if (marked) {
      said(db).ifPresent(said -> check(said, purpose));
    }
  }

  /**
   * Marks it if nobody has yet.
   *
   * @throws WrongPurposeException if it is for something else
   */
  public void ask(DataSource source, Purpose purpose) {
    var db = JdbcClient.create(source);
    db.sql("insert into " + table + " (purpose) values (?) on conflict do nothing")
        .param(purpose.code())
        .update();
    check(said(db).orElseThrow(), purpose);
  }

  private static boolean exists(JdbcClient db, String table) {
    return db.sql("select to_regclass(?) is not null").param(table).query(Boolean.class).single();
  }

  private Optional<Purpose> said(JdbcClient db) {
    return db.sql("select purpose from " + table)
        .query(String.class)
        .optional()
        .map(code -> code.equals(Purpose.TRAINING.code()) ? Purpose.TRAINING : Purpose.REAL);
  }

  private void check(Purpose said, Purpose asked) {
    if (said != asked) {
      throw wrong(said, asked);
    }
  }

  private WrongPurposeException wrong(Purpose said, Purpose asked) {
    return new WrongPurposeException(
        "%s (%s) is %s, and this Haven was started %s the profile training. Nothing was changed."
            .formatted(
                this == RECORD ? "The database" : "The key store",
                setting,
                said.words(),
                asked == Purpose.TRAINING ? "with" : "without"),
        asked == Purpose.TRAINING
            ? "Give training databases of its own, empty at the first start; never those of the"
                + " record."
            : "Start it with the profile training, or name the database of the record.");
  }
}
