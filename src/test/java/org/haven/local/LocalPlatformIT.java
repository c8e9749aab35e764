package org.haven.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.boot.health.contributor.Status;

/** One life of a local platform: killed, started again, a part lost, refused twice, stopped. */
@Tag("foundation")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalPlatformIT {
  private static final Path PROGRAMS = Path.of(".haven", "programs");
  private static final Path FOLDER =
      Path.of("target", "local-platform-it-" + ProcessHandle.current().pid());
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static LocalPlatform platform;

  /** Another Haven: starts the platform, says where it is, and waits until it is killed. */
  static class OtherHaven {
    public static void main(String[] args) throws InterruptedException {
      var other = LocalPlatform.start(settings(Path.of(args[0])));
      System.out.println("READY " + other.databaseUrl("haven") + " " + other.elasticsearchUrl());
      Thread.sleep(Duration.ofMinutes(5));
    }
  }

  private static LocalSettings settings(Path folder) {
    // as a person's platform, whose data must survive, but silent and wherever ports are free
    return new LocalSettings(
        folder.toAbsolutePath(),
        PROGRAMS.toAbsolutePath(),
        false,
        false,
        true,
        false,
        false,
        true,
        false);
  }

  @BeforeAll
  static void killOneAndStartAgain() throws Exception {
    // given a platform that somebody's Haven started, with data in it
    var other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                OtherHaven.class.getName(),
                FOLDER.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String[] ready = awaitReady(other.inputReader());
    execute(ready[1], "create table kept (word text)");
    execute(ready[1], "insert into kept values ('still here')");
    index(URI.create(ready[2]));
    List<ProcessHandle> servers = other.descendants().toList();
    assertThat(servers).hasSizeGreaterThan(6);

    // when it is killed
    other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

    // then nothing of it stays
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(servers).noneMatch(ProcessHandle::isAlive));

    platform = LocalPlatform.start(settings(FOLDER));
  }

  @AfterAll
  static void stop() throws IOException {
    if (platform != null) {
      platform.close();
    }
    Unpacker.delete(FOLDER);
  }

  @Test
  @Order(1)
  void shouldKeepAllData_whenKilledAndStartedAgain() throws Exception {
    // when
    String word;
    try (var connection = connect(platform.databaseUrl("haven"));
        var found = connection.createStatement().executeQuery("select word from kept")) {
      found.next();
      word = found.getString(1);
    }

    // then
    assertThat(word).isEqualTo("still here");
    var kept = HttpRequest.newBuilder(platform.elasticsearchUrl().resolve("/kept/_doc/1")).build();
    // it answers before it has opened all of its indices again
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(HTTP.send(kept, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200));
  }

  @Test
  @Order(2)
  void shouldTellTheApplicationAllItNeeds_whenUp() throws Exception {
    // when
    var properties = platform.properties();

    // then
    assertThat(properties)
        .containsOnlyKeys(
            "spring.datasource.url",
            "spring.datasource.username",
            "spring.datasource.password",
            "spring.flyway.user",
            "spring.flyway.password",
            "haven.sealing.store.url",
            "haven.sealing.store.username",
            "haven.sealing.store.password",
            "haven.sealing.key-file",
            "haven.engine.grpc-address",
            "haven.engine.rest-address",
            "haven.engine.monitoring-address",
            "haven.elasticsearch.url");
    var key = Path.of(String.valueOf(properties.get("haven.sealing.key-file")));
    assertThat(java.util.Base64.getDecoder().decode(Files.readString(key))).hasSize(32);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(new LocalPlatformHealth(platform).health().getStatus()).isEqualTo(Status.UP);
  }

  /** The serial collector lets garbage lie, which is no reason to turn requests away. */
  @Test
  @Order(2)
  void shouldCountNoGarbage_whenElasticsearchWeighsARequest() throws Exception {
    var elasticsearch =
        URI.create(String.valueOf(platform.properties().get("haven.elasticsearch.url")));

    var settings =
        HTTP.send(
            HttpRequest.newBuilder(
                    elasticsearch.resolve("/_nodes/settings?filter_path=**.total.use_real_memory"))
                .build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(settings.body()).contains("\"use_real_memory\":\"false\"");
  }

  @Test
  @Order(3)
  void shouldRefuseWithASentence_whenTheFolderIsInUse() {
    assertThatThrownBy(() -> LocalPlatform.start(settings(FOLDER)))
        .isInstanceOf(LocalPlatformException.class)
        .hasMessageStartingWith("Haven already runs on the folder")
        .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
  }

  @Test
  @Order(4)
  void shouldReportAndRestartAPart_whenItDies() throws Exception {
    // given
    var health = new LocalPlatformHealth(platform);
    long postmaster = pid("postgresql");

    // when
    ProcessHandle.of(postmaster).orElseThrow().destroyForcibly();

    // then
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> health.health().getStatus().equals(Status.DOWN));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> health.health().getStatus().equals(Status.UP));
    assertThat(platform.states())
        .filteredOn(part -> part.name().equals("PostgreSQL"))
        .extracting(PartState::restarts)
        .containsExactly(1);
    try (var connection = connect(platform.databaseUrl("haven"))) {
      assertThat(connection.isValid(2)).isTrue();
    }
  }

  @Test
  @Order(5)
  void shouldKeepTheServerCompany_whenTheGuardianIsKilled() throws Exception {
    // given
    long server = pid("postgresql");
    var guardian = ProcessHandle.of(server).flatMap(ProcessHandle::parent).orElseThrow();

    // when
    guardian.destroyForcibly();

    // then the server without one is replaced by one that has one
    await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () ->
                platform.states().stream().allMatch(p -> p.state() == PartState.State.UP)
                    && Files.exists(pidFile("postgresql"))
                    && pid("postgresql") != server);
    assertThat(ProcessHandle.of(server).map(ProcessHandle::isAlive).orElse(false)).isFalse();
  }

  @Test
  @Order(6)
  void shouldStopEverything_whenClosed() {
    // given
    List<ProcessHandle> servers = ProcessHandle.current().descendants().toList();
    List<ProcessHandle> ours =
        servers.stream()
            .filter(p -> p.info().commandLine().orElse("").contains(FOLDER.toString()))
            .toList();
    assertThat(ours).isNotEmpty();

    // when
    platform.close();

    // then
    await().atMost(Duration.ofSeconds(5)).until(() -> ours.stream().noneMatch(p -> runs(p)));
    assertThat(platform.states()).allMatch(part -> part.state() == PartState.State.STOPPED);
  }

  @Test
  void shouldMoveAndSayIt_whenAPortIsTaken() throws IOException {
    // given
    var printed = new java.io.ByteArrayOutputStream();
    var console =
        new Console(new java.io.PrintStream(printed, true, StandardCharsets.UTF_8), false);
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // when
      int port = new Ports(true, console).port("Engine", taken.getLocalPort());

      // then
      assertThat(port).isGreaterThan(taken.getLocalPort());
      assertThat(printed.toString(StandardCharsets.UTF_8))
          .contains("port " + taken.getLocalPort() + " is taken; uses " + port);
    }
  }

  private static String[] awaitReady(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("READY ")) {
        return line.split(" ");
      }
    }
    throw new AssertionError("The other Haven ended before its platform was up");
  }

  /**
   * A process that has ended keeps its number until somebody takes its end in; it has no command.
   */
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().commandLine().isPresent();
  }

  private static Path pidFile(String part) {
    return FOLDER.resolve(part + ".pid");
  }

  private static long pid(String part) throws IOException {
    return Long.parseLong(Files.readString(pidFile(part)).strip());
  }

  private static java.sql.Connection connect(String url) throws SQLException, IOException {
    return DriverManager.getConnection(
        url, "haven", Files.readString(FOLDER.resolve("postgresql.password")).strip());
  }

  private static void execute(String url, String sql) throws SQLException, IOException {
    try (var connection = connect(url);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void index(URI elasticsearch) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(elasticsearch.resolve("/kept/_doc/1"))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"word\": \"still here\"}"))
            .build();
    assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(201);
  }
}
