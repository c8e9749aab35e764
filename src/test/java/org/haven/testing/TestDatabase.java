package org.haven.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.util.FileSystemUtils;

/**
 * A real PostgreSQL for tests that need no engine: started once, migrated once into a template,
 * from which every caller gets a database of its own in a few milliseconds.
 */
public final class TestDatabase {
  /**
   * Hundreds of databases are left here: to delete them at the end would keep the tests waiting.
   */
  private static final Path LEFT = Path.of("target", "test-databases");

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final EmbeddedPostgres SERVER = start();

  private TestDatabase() {}

  private static EmbeddedPostgres start() {
    try {
      Files.createDirectories(LEFT);
      deleteInBackground(list(LEFT));
      var server =
          EmbeddedPostgres.builder()
              .setDataDirectory(Files.createTempDirectory(LEFT, "run-").toAbsolutePath())
              .setCleanDataDirectory(false)
              // nothing here outlives the run
              .setServerConfig("fsync", "off")
              .setServerConfig("full_page_writes", "off")
              .start();
      Flyway.configure()
          .dataSource(server.getDatabase("postgres", "template1"))
          .locations("classpath:db/migration", "classpath:db/keys")
          .outOfOrder(true)
          .load()
          .migrate();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException("The test PostgreSQL did not start", e);
    }
  }

  /** What earlier runs left; what is not gone when this one ends goes in the next. */
  private static void deleteInBackground(List<Path> runs) {
    Thread.ofVirtual()
        .start(() -> runs.forEach(run -> FileSystemUtils.deleteRecursively(run.toFile())));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
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

  /** An empty database, with no tables of Haven's: for a key store that makes its own. */
  public static String emptyUrl() {
    String name = "test" + COUNT.incrementAndGet();
    execute("create database " + name + " template template0");
    return SERVER.getJdbcUrl("postgres", name);
  }

  /**
   * A copy of a database as it stands: what a backup gives back. Nobody may be connected to it.
   *
   * @param url of the database that is copied
   */
  public static DataSource copyOf(String url) {
    String name = "test" + COUNT.incrementAndGet();
    execute("create database " + name + " template " + nameOf(url));
    return SERVER.getDatabase("postgres", name);
  }

  /** The database with that address. */
  public static DataSource at(String url) {
    return SERVER.getDatabase("postgres", nameOf(url));
  }

  private static String nameOf(String url) {
    return url.replaceFirst(".*/([a-z0-9]+)(\\?.*)?$", "$1");
  }

  private static void execute(String sql) {
    try (var connection = SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
