package org.haven.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.haven.engine.JobRun;
import org.haven.local.LocalPlatform;
import org.haven.local.LocalSettings;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * The real broker, Elasticsearch and PostgreSQL for tests: the local platform's own code, started
 * once for all tests of a run, on any free ports, with the engine's clock under control.
 *
 * <p>A Spring test takes its settings with {@code @ContextConfiguration(initializers =
 * TestPlatform.Initializer.class)}: addresses, a migrated database of its own, and {@link #clock()}
 * as the application's {@link Clock}.
 *
 * <p>The engine's clock <em>stands</em> once it was set, and with it back-off, time to live of
 * messages and jobs' time-outs: they pass when a test moves the clock. It may be set to any moment,
 * also before the last one: timers that are not due stay where they are, and what fell due before
 * has happened already. So scenarios may run in any order of date, on one engine.
 */
public final class TestPlatform {
  private static final Path TARGET = Path.of("target", "test-platform").toAbsolutePath();
  private static final Path PROGRAMS = Path.of(".haven", "programs").toAbsolutePath();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private static final Duration REFRESH =
      Duration.ofMillis(Integer.getInteger("haven.test.refresh", 200));

  /** For measurements: each job is done once, and the engine is compiled as it is in operation. */
  private static final boolean AS_IN_OPERATION = Boolean.getBoolean("haven.test.as-in-operation");

  private static final Set<Integer> TRY_AGAIN = Set.of(429, 503);
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final AtomicInteger GENERATION = new AtomicInteger();
  private static final MovableClock CLOCK = new MovableClock();

  private TestPlatform() {}

  /** Started by the first test that asks. */
  private static final class Running {
    static final LocalPlatform PLATFORM = start();

    private static LocalPlatform start() {
      clearOldRuns();
      Path folder = TARGET.resolve("run-" + ProcessHandle.current().pid());
      boolean prompt = Boolean.getBoolean("haven.test.prompt-records");
      var platform =
          LocalPlatform.start(LocalSettings.forTests(folder, PROGRAMS, prompt, AS_IN_OPERATION));
      if (prompt) {
        makeSearchableAtOnce(platform);
      }
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    platform.close();
                    delete(folder);
                  }));
      return platform;
    }
  }

  /**
   * By itself Elasticsearch does it once a second, and scenarios wait for it hundreds of times. Nor
   * need each record be on the disk before the next: nothing here outlives the run.
   */
  private static void makeSearchableAtOnce(LocalPlatform platform) {
    var refresh =
        records(
            platform,
            "zeebe-record_process-instance*,zeebe-record_user-task*/_refresh",
            "POST",
            "");
    var settings =
        records(
            platform,
            "zeebe-record_*/_settings",
            "PUT",
            "{\"index.translog.durability\": \"async\"}");
    Thread.ofPlatform()
        .daemon()
        .name("refresh")
        .start(
            () -> {
              for (long turn = 0; ; turn++) {
                try {
                  Thread.sleep(REFRESH);
                  if (turn % 50 == 0) {
                    HTTP.send(settings, HttpResponse.BodyHandlers.discarding());
                  }
                  HTTP.send(refresh, HttpResponse.BodyHandlers.discarding());
                } catch (IOException e) {
                  // it restarts, or the tests are over
                } catch (InterruptedException e) {
                  return;
                }
              }
            });
  }

  private static HttpRequest records(
      LocalPlatform platform, String what, String method, String body) {
    return HttpRequest.newBuilder(
            platform.elasticsearchUrl().resolve("/" + what + "?ignore_unavailable=true"))
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  /** The platform itself, started if it is not. */
  public static LocalPlatform platform() {
    return Running.PLATFORM;
  }

  /** Haven's clock in all tests on this platform. */
  public static MovableClock clock() {
    return CLOCK;
  }

  /**
   * Sets the engine's clock to that moment, before or after the present one, and stops it there.
   */
  public static void pinClock(Instant moment) {
    var request =
        HttpRequest.newBuilder(platform().restAddress().resolve("/v2/clock"))
            .header("Content-Type", "application/json")
            .PUT(
                HttpRequest.BodyPublishers.ofString(
                    "{\"timestamp\": %d}".formatted(moment.toEpochMilli())))
            .build();
    expect(sendUntilTaken(request), 204);
    Engine.pinned = moment;
  }

  /** What the engine's clock says. */
  public static Instant engineNow() {
    Instant pinned = Engine.pinned;
    return pinned == null ? Instant.now() : pinned;
  }

  /** Moves the engine's and Haven's clocks to that moment, where both stand. */
  public static void moveTo(Instant moment) {
    // Haven first: a timer that fires asks Haven what time it is
    CLOCK.moveTo(moment);
    pinClock(moment);
  }

  /** Moves both clocks on, from where Haven's stands. */
  public static void forward(Duration duration) {
    moveTo(CLOCK.instant().plus(duration));
  }

  /** Lets both clocks run with the machine's again. */
  public static void releaseClocks() {
    var request =
        HttpRequest.newBuilder(platform().restAddress().resolve("/v2/clock/reset"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    expect(sendUntilTaken(request), 204);
    Engine.pinned = null;
    CLOCK.release();
  }

  /**
   * An engine that knows nothing, and an Elasticsearch without records of the one before, both
   * clocks at that moment. Takes some seconds; addresses stay. A database that followed the engine
   * before must not be used with this one.
   */
  public static void freshEngine(Instant start) {
    platform().emptyEngine();
    GENERATION.incrementAndGet();
    Engine.pinned = null;
    var request =
        HttpRequest.newBuilder(
                platform().elasticsearchUrl().resolve("/zeebe-record_*,haven-figures*"))
            .DELETE()
            .build();
    expect(send(request), 200);
    moveTo(start);
  }

  /** Another number for each engine that began anew: positions of its records begin anew too. */
  static int engineGeneration() {
    return GENERATION.get();
  }

  /** A new, empty database on the platform's PostgreSQL. */
  public static String freshDatabaseUrl() {
    String name = "test_" + DATABASES.incrementAndGet();
    var properties = platform().properties();
    try (var connection =
            DriverManager.getConnection(
                platform().databaseUrl("postgres"), username(properties), password(properties));
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("No database for the test", e);
    }
    return platform().databaseUrl(name);
  }

  /**
   * The database of a Spring test, asked by the owner of its tables: the application's role may not
   * change them.
   *
   * @param url as {@code spring.datasource.url} has it
   */
  public static JdbcClient owner(String url) {
    var properties = platform().properties();
    return JdbcClient.create(
        new DriverManagerDataSource(url, username(properties), password(properties)));
  }

  /** The settings of a Spring test, with a database of its own. */
  public static Map<String, Object> properties() {
    var properties = new LinkedHashMap<>(platform().properties());
    properties.put("spring.datasource.url", freshDatabaseUrl());
    properties.put("haven.sealing.store.url", freshDatabaseUrl());
    properties.put("haven.sign-in.seeded", "true");
    properties.put("haven.local.folder", platform().folder().toString());
    // a test that wants figures takes the records in by itself
    properties.put("haven.figures.enabled", "false");
    return properties;
  }

  /** For tests that use {@code @DynamicPropertySource}. */
  public static void register(DynamicPropertyRegistry registry) {
    properties().forEach((name, value) -> registry.add(name, () -> value));
  }

  /** Gives a Spring test the platform's addresses, a database of its own and the movable clock. */
  public static final class Initializer
      implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("test platform", TestPlatform.properties()));
      ((GenericApplicationContext) context)
          .registerBean(
              "movableClock",
              MovableClock.class,
              TestPlatform::clock,
              definition -> definition.setPrimary(true));
      if (!AS_IN_OPERATION) {
        ((GenericApplicationContext) context)
            .registerBean("everyJobTwice", JobRun.class, EveryJobTwice::new);
      }
    }
  }

  private static final class Engine {
    static volatile Instant pinned;
  }

  private static String username(Map<String, Object> properties) {
    return properties.get("spring.flyway.user").toString();
  }

  private static String password(Map<String, Object> properties) {
    return properties.get("spring.flyway.password").toString();
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(request.uri().toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A busy engine turns a request away for moments, and one that has just started does. */
  private static HttpResponse<String> sendUntilTaken(HttpRequest request) {
    HttpResponse<String> response = send(request);
    for (int again = 0; TRY_AGAIN.contains(response.statusCode()) && again < 100; again++) {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      response = send(request);
    }
    return response;
  }

  private static void expect(HttpResponse<String> response, int status) {
    if (response.statusCode() != status) {
      throw new IllegalStateException(
          "%s answered %d: %s".formatted(response.uri(), response.statusCode(), response.body()));
    }
  }

  private static void clearOldRuns() {
    try {
      Files.createDirectories(TARGET);
      try (var runs = Files.list(TARGET)) {
        runs.filter(run -> run.getFileName().toString().startsWith("run-"))
            .filter(run -> !isAlive(run))
            .forEach(TestPlatform::delete);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAlive(Path run) {
    String pid = run.getFileName().toString().substring("run-".length());
    return ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder, new FileVisitOption[0])) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // the next run tries again
    }
  }
}
