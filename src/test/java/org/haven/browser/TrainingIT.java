package org.haven.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.haven.HavenApplication;
import org.haven.platform.CaseRef;
import org.haven.testing.Chromium;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/**
 * A training as it runs, a process of its own with a broker, Elasticsearch and PostgreSQL of its
 * own: the clock is moved past limits, the engine's timers fire, and it all goes on after a
 * restart.
 */
@Tag("long")
class TrainingIT {
  private static final Path FOLDER =
      Path.of("target", "training-" + ProcessHandle.current().pid()).toAbsolutePath();
  private static final Path LOG = FOLDER.resolveSibling("training.log");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Process haven;
  private int port;

  private void start() throws Exception {
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    haven =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath(),
                HavenApplication.class.getName(),
                "--spring.profiles.active=training",
                "--server.port=" + port,
                "--haven.local.folder=" + FOLDER,
                "--haven.local.programs=" + Path.of(".haven", "programs").toAbsolutePath(),
                "--haven.local.enabled=true",
                "--haven.sample-data=false")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
            .start();
    var health = HttpRequest.newBuilder(URI.create(base() + "/actuator/health/readiness")).build();
    await("a training, see " + LOG)
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              assertThat(haven.isAlive()).as("Haven runs, see " + LOG).isTrue();
              return HTTP.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
            });
  }

  private String base() {
    return "http://localhost:" + port;
  }

  /** An empty entry would be the folder we stand in, with forms and models once more. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void kill() throws Exception {
    List<ProcessHandle> servers = haven.descendants().toList();
    haven.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(servers).noneMatch(ProcessHandle::isAlive));
  }

  @AfterEach
  void end() throws Exception {
    kill();
    FileSystemUtils.deleteRecursively(FOLDER);
  }

  /** Moves the clock by a button and waits until what fell due has happened; what came of it. */
  private static String move(HavenPages person, String button) {
    person.open("/training").press(button);
    assertThat(person.page().locator(".govuk-notification-banner--success").innerText())
        .contains("The clock was moved");
    await("what fell due")
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(75))
        .until(
            () -> {
              person.open("/training");
              return person.page().locator("#clock[data-module=live]").count() == 0;
            });
    return person.page().locator("#came").innerText();
  }

  private static String clock(HavenPages person) {
    return person.page().locator(".haven-training").innerText();
  }

  @Test
  void shouldPassLimitsAsTheClockIsMoved_andGoOnFromThereAfterARestart() throws Exception {
    Files.createDirectories(FOLDER.getParent());
    Files.deleteIfExists(LOG);
    start();
    try (Playwright playwright = Chromium.playwright();
        Browser browser = Chromium.launch(playwright)) {
      // the pages of every other Haven are checked, and drawn for the docs, elsewhere
      Set<String> checked = new HashSet<>(Set.of("sign-in", "report", "task-Check safe contact"));
      String password = Files.readString(FOLDER.resolve("sign-in-password")).strip();
      var maya = new HavenPages(browser, base(), password, checked, Set.of());
      maya.open("/sign-in").check("training-sign-in");
      assertThat(maya.page().title()).isEqualTo("Training: Sign in – Haven");
      maya.signIn("maya.okafor");
      assertThat(maya.page().context().cookies())
          .anyMatch(cookie -> cookie.name.equals("HAVEN-TRAINING"));

      // given a report in office hours, whatever the time is here
      move(maya, "To 9.00 on the next working day");
      assertThat(clock(maya)).contains("nothing here is real", ", 9.0");
      CaseRef first =
          maya.report("He shouted", "Clementine Ashgrove", "01632 960777", "private-rented");
      maya.openTask(first, "Check safe contact");

      // when: a week passes
      String came = move(maya, "1 week");
      maya.check("training-clock");

      // then: it is late, and the engine's timers had that told
      assertThat(came).contains("became late").contains("notice");
      maya.open("/tasks?list=team");
      assertThat(maya.page().locator("main").innerText()).contains(first.value(), "late");
      assertThat(maya.page().locator("body").innerText()).doesNotContain("Sign in");

      // given another one that is not late, when it ends
      CaseRef second =
          maya.report("He came back", "Rosalind Thackeray", "01632 960778", "private-rented");
      maya.openTask(second, "Check safe contact");
      String day = clock(maya).replaceFirst("(?s).*Clock: (\\w+ \\d+ \\w+ \\d+),.*", "$1");
      assertThat(maya.findings()).isEmpty();
      maya.close();
      kill();

      // when: it is killed and started again
      start();
      maya = new HavenPages(browser, base(), password, checked, Set.of());
      maya.signIn("maya.okafor");

      // then: the clock is where it was, and the engine's with it
      assertThat(clock(maya)).contains(day);
      came = move(maya, "1 week");
      assertThat(came).contains("1 task became late").contains("notice");
      maya.open("/tasks?list=team");
      assertThat(maya.page().locator("main").innerText()).contains(second.value());
      assertThat(maya.findings()).isEmpty();
      maya.close();
    }
  }
}
