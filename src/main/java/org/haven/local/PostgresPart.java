package org.haven.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** PostgreSQL: what is true. */
final class PostgresPart extends Part {
  static final String KEY = "postgresql";
  private static final String VERSION = "18.6.0";
  private static final String USER = "haven";

  /** What the application works as: it owns nothing. Its rights are in the migrations. */
  private static final String APPLICATION = "haven_app";

  /** The key store's database, which no copy of the record's database holds. */
  static final String KEYS = "haven_keys";

  private final Archives archives;
  private final Unpacker unpacker;
  private final OrdinaryUser user;
  private final int port;

  PostgresPart(
      PlatformFolder folder,
      LocalSettings settings,
      Console console,
      Archives archives,
      Unpacker unpacker,
      OrdinaryUser user,
      Ports ports) {
    super("PostgreSQL", KEY, folder, settings, console);
    this.archives = archives;
    this.unpacker = unpacker;
    this.user = user;
    this.port = ports.port("PostgreSQL", 15432);
  }

  private Path programs() throws IOException {
    return unpacker.unpacked("PostgreSQL", KEY + "-" + VERSION, archives, KEY, 0);
  }

  private Path data() {
    return folder.root().resolve(KEY).resolve("data");
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** The owner of the databases, who makes and changes tables. */
  String username() {
    return USER;
  }

  String applicationUsername() {
    return APPLICATION;
  }

  String applicationPassword() throws IOException {
    return Files.readString(folder.secret("postgresql.application-password", 24)).strip();
  }

  String password() throws IOException {
    return Files.readString(passwordFile()).strip();
  }

  private Path passwordFile() throws IOException {
    return folder.secret("postgresql.password", 24);
  }

  @Override
  void prepare() throws IOException, InterruptedException {
    Path programs = programs();
    Path home = folder.folder(KEY);
    if (Files.exists(data().resolve("PG_VERSION"))) {
      user.own(home);
      return;
    }
    Path part = home.resolve("data.part");
    Unpacker.delete(part);
    Path password = home.resolve("password.part");
    Files.deleteIfExists(password);
    Files.copy(passwordFile(), password, StandardCopyOption.COPY_ATTRIBUTES);
    user.own(home);
    var line = new ArrayList<>(user.before());
    line.addAll(
        List.of(
            programs.resolve("bin/initdb").toString(),
            "--pgdata=" + part,
            "--username=" + USER,
            "--pwfile=" + password,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions"));
    if (!settings.durable()) {
      line.add("--no-sync");
    }
    Path log = Files.createDirectories(folder.root().resolve("logs")).resolve("initdb.log");
    var process =
        new ProcessBuilder(line)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean done = process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0;
    Files.deleteIfExists(password);
    if (!done) {
      process.destroyForcibly();
      throw new LocalPlatformException(
          "PostgreSQL could not make its data folder.", "Its log is " + log + ".");
    }
    Files.move(part, data(), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  List<String> command() throws IOException {
    var line = new ArrayList<>(user.before());
    line.addAll(
        List.of(
            programs().resolve("bin/postgres").toString(),
            "-D",
            data().toString(),
            "-p",
            Integer.toString(port)));
    var options =
        new ArrayList<>(
            List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=100",
                "shared_buffers=64MB",
                "max_wal_size=256MB",
                "io_method=sync",
                "log_timezone=Europe/London",
                // statements may carry what is not ours to log
                "log_min_error_statement=panic",
                "log_error_verbosity=terse"));
    if (!settings.durable()) {
      options.addAll(List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off"));
    }
    options.forEach(option -> line.addAll(List.of("-c", option)));
    return line;
  }

  @Override
  Map<String, String> environment() {
    return Map.of("LC_ALL", "C");
  }

  @Override
  boolean serves() throws SQLException, IOException {
    try (var connection = connect()) {
      return connection.isValid(2);
    }
  }

  @Override
  void whenUp() throws SQLException, IOException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      for (String database : List.of(USER, KEYS)) {
        if (!found(statement, "select 1 from pg_database where datname = '" + database + "'")) {
          statement.execute("create database " + database);
        }
      }
      if (!found(statement, "select 1 from pg_roles where rolname = '" + APPLICATION + "'")) {
        statement.execute("create role " + APPLICATION);
      }
      // base64: nothing in it ends a literal
      statement.execute(
          "alter role " + APPLICATION + " login password '" + applicationPassword() + "'");
    }
  }

  private static boolean found(Statement statement, String query) throws SQLException {
    try (var rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }

  private Connection connect() throws SQLException, IOException {
    return DriverManager.getConnection(
        url("postgres") + "?connectTimeout=2&socketTimeout=10", USER, password());
  }

  @Override
  String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  String stopSignal() {
    return "INT"; // its fast shutdown: open connections are ended, nothing is lost
  }

  @Override
  int graceSeconds() {
    return 10;
  }
}
