package org.haven.platform.sealing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Timestamp;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.haven.platform.purpose.Purpose;
import org.haven.platform.purpose.PurposeMark;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Where wrapped keys and blind indexes are kept: a database of its own, so that no backup of the
 * record's database holds them. What is written here is not undone when the record's transaction is
 * rolled back: a key or an index entry too many does no harm.
 */
final class KeyStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyStore.class);

  private final @Nullable HikariDataSource own;
  private final JdbcClient db;
  private final TransactionOperations transaction;

  private KeyStore(
      @Nullable HikariDataSource own, JdbcClient db, TransactionOperations transaction) {
    this.own = own;
    this.db = db;
    this.transaction = transaction;
  }

  /** Keys in the record's own database, and in its transactions. */
  static KeyStore within(DataSource record) {
    return new KeyStore(
        null,
        JdbcClient.create(record),
        new TransactionTemplate(new JdbcTransactionManager(record)));
  }

  /**
   * Keys in a database of their own, whose tables are made or brought up to date first.
   *
   * @param record the record's database
   * @param purpose what both are for
   * @throws org.haven.platform.purpose.WrongPurposeException if the store is for something else
   * @throws SealingKeyException if the two are one: backups would hold the keys, and what is taken
   *     over would be taken from where it is
   */
  static KeyStore apart(SealingProperties.Store store, DataSource record, Purpose purpose) {
    var config = new HikariConfig();
    config.setPoolName("keys");
    config.setJdbcUrl(store.url());
    config.setUsername(store.username());
    config.setPassword(store.password());
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(1);
    var own = new HikariDataSource(config);
    try {
      if (database(own).equals(database(record))) {
        throw new SealingKeyException(
            "The key store (haven.sealing.store.url) is the record's own database.",
            "Give it a database of its own, so that no backup of the record holds the keys.");
      }
      PurposeMark.KEY_STORE.migrate(
          Flyway.configure().dataSource(own).locations("classpath:db/keys").outOfOrder(true).load(),
          purpose);
    } catch (RuntimeException e) {
      own.close();
      throw e;
    }
    return new KeyStore(
        own, JdbcClient.create(own), new TransactionTemplate(new JdbcTransactionManager(own)));
  }

  /** Which database it is, by whatever name it was reached. */
  private static String database(DataSource source) {
    return JdbcClient.create(source)
        .sql(
            "select pg_postmaster_start_time() || ' ' || oid from pg_database"
                + " where datname = current_database()")
        .query(String.class)
        .single();
  }

  boolean isApart() {
    return own != null;
  }

  JdbcClient db() {
    return db;
  }

  TransactionOperations transaction() {
    return transaction;
  }

  private record Check(String kekId, byte[] value, Timestamp at) {}

  private record Key(
      String scope,
      String kekId,
      byte @Nullable [] wrapped,
      Timestamp at,
      @Nullable Timestamp destroyedAt) {}

  /** Takes over keys that stand in the record's database from before there was a store. */
  void takeOver(JdbcClient record) {
    if (!isApart()
        || record
            .sql("select not exists (select 1 from keys.key_check)")
            .query(Boolean.class)
            .single()) {
      return;
    }
    transaction.executeWithoutResult(
        _ -> {
          for (Check check :
              record
                  .sql("select kek_id, check_value, created_at from keys.key_check")
                  .query((rs, _) -> new Check(rs.getString(1), rs.getBytes(2), rs.getTimestamp(3)))
                  .list()) {
            db.sql("insert into keys.key_check values (?, ?, ?) on conflict do nothing")
                .params(check.kekId(), check.value(), check.at())
                .update();
          }
          int taken = 0;
          String after = "";
          while (true) {
            var some =
                record
                    .sql(
                        "select scope, kek_id, wrapped, created_at, destroyed_at from keys.case_key"
                            + " where scope > ? order by scope limit 500")
                    .param(after)
                    .query(
                        (rs, _) ->
                            new Key(
                                rs.getString(1),
                                rs.getString(2),
                                rs.getBytes(3),
                                rs.getTimestamp(4),
                                rs.getTimestamp(5)))
                    .list();
            if (some.isEmpty()) {
              break;
            }
            for (Key key : some) {
              taken +=
                  db.sql(
                          "insert into keys.case_key (scope, kek_id, wrapped, created_at,"
                              + " destroyed_at) values (?, ?, ?, ?, ?) on conflict do nothing")
                      .params(
                          java.util.Arrays.asList(
                              key.scope(), key.kekId(), key.wrapped(), key.at(), key.destroyedAt()))
                      .update();
            }
            after = some.getLast().scope();
          }
          LOG.info("{} keys were taken over into the key store", taken);
        });
    // Only what the store has now: a key that cannot be read there stays where it is.
    record.sql("delete from keys.case_key").update();
    record.sql("delete from keys.key_check").update();
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
