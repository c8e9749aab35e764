package org.haven.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * A real PostgreSQL for tests that need no engine: started once, migrated once into a template,
 * from which every caller gets a database of its own in a few milliseconds.
 */
public final class TestDatabase {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final EmbeddedPostgres SERVER = start();

  private TestDatabase() {}

  private static EmbeddedPostgres start() {
    try {
      var server = EmbeddedPostgres.builder().start();
      Flyway.configure()
          .dataSource(server.getDatabase("postgres", "template1"))
          .outOfOrder(true)
          .load()
          .migrate();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException("The test PostgreSQL did not start", e);
    }
  }

  /** A fresh, migrated database. */
  public static DataSource fresh() {
    String name = "test" + COUNT.incrementAndGet();
    try (var connection = SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return SERVER.getDatabase("postgres", name);
  }

  /** The address of a fresh, migrated database, for a Spring context. */
  public static String freshUrl() {
    String name = "test" + COUNT.incrementAndGet();
    try (var connection = SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return SERVER.getJdbcUrl("postgres", name);
  }
}
