package org.haven.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * A real PostgreSQL for tests that need no engine: started once, migrated once into a template,
 * from which every caller gets a database of its own in a few milliseconds. Haven works there as it
 * does in life, with the rights of the role {@code haven_app} and no others.
 */
public final class TestDatabase {
  /**
   * Hundreds of databases are left here: to delete them at the end would keep the tests waiting.
   */
  private static final Path LEFT = Path.of("target", "test-databases");

  /**
   * The role that the migrations make; nothing in it belongs to it. What no page asks for is the
   * procedure's own work.
   */
  private static final String APPLICATION = "-c role=haven_app -c haven.acting=system";

  private static final String RUN = "run-";

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final EmbeddedPostgres SERVER = start();

  private TestDatabase() {}

  private static EmbeddedPostgres start() {
    try {
      Files.createDirectories(LEFT);
      deleteInBackground(list(LEFT).stream().filter(TestDatabase::over).toList());
      var server =
          EmbeddedPostgres.builder()
              .setDataDirectory(
                  Files.createTempDirectory(LEFT, RUN + ProcessHandle.current().pid() + "-")
                      .toAbsolutePath())
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

  /** Tests run in two processes side by side: what the other one works on is left alone. */
  private static boolean over(Path run) {
    var pid = Pattern.compile(RUN + "(\\d+)-.*").matcher(run.getFileName().toString());
    return !pid.matches() || ProcessHandle.of(Long.parseLong(pid.group(1))).isEmpty();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  /** A fresh, migrated database. */
  public static DataSource fresh() {
    return application(made("create database %s"));
  }

  /** The address of a fresh, migrated database, for a Spring context. */
  public static String freshUrl() {
    return SERVER.getJdbcUrl("postgres", made("create database %s"))
        + "&options="
        + URLEncoder.encode(APPLICATION, UTF_8);
  }

  /** An empty database, with no tables of Haven's: for a key store that makes its own. */
  public static String emptyUrl() {
    return SERVER.getJdbcUrl("postgres", made("create database %s template template0"));
  }

  /**
   * A copy of a database as it stands: what a backup gives back, to its owner. Nobody may be
   * connected to it.
   *
   * @param url of the database that is copied
   */
  public static DataSource copyOf(String url) {
    return SERVER.getDatabase("postgres", made("create database %s template " + nameOf(url)));
  }

  /** A copy, as Haven finds it after it was restored. */
  public static DataSource copyOf(JdbcClient db) {
    return application(made("create database %s template " + name(db)));
  }

  /** The database with that address. */
  public static DataSource at(String url) {
    return application(nameOf(url));
  }

  /** The same as its owner, for what is done behind Haven's back. */
  public static DataSource ownerAt(String url) {
    return SERVER.getDatabase("postgres", nameOf(url));
  }

  /** The database that these ask, asked by its owner. */
  public static JdbcClient owner(JdbcClient db) {
    return JdbcClient.create(SERVER.getDatabase("postgres", name(db)));
  }

  private static String name(JdbcClient db) {
    return db.sql("select current_database()").query(String.class).single();
  }

  /** The same database for the application's role, by a connection that says not who asks. */
  public static DataSource toldNothing(JdbcClient db) {
    var source =
        (PGSimpleDataSource)
            SERVER.getDatabase(
                "postgres", db.sql("select current_database()").query(String.class).single());
    source.setOptions("-c role=haven_app");
    return source;
  }

  private static DataSource application(String name) {
    var source = (PGSimpleDataSource) SERVER.getDatabase("postgres", name);
    source.setOptions(APPLICATION);
    return source;
  }

  private static String made(String sql) {
    String name = "test" + COUNT.incrementAndGet();
    execute(sql.formatted(name));
    return name;
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
