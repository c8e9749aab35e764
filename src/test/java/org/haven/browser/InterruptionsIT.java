package org.haven.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.haven.HavenApplication;
import org.haven.platform.CaseRef;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.testing.Chromium;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * An officer's work goes on while parts of the platform do not: Haven as it runs, a process of its
 * own with a broker, Elasticsearch and PostgreSQL of its own, whose parts are stopped and which is
 * killed with work still unsent.
 */
@Tag("long")
class InterruptionsIT {
  private static final Path FOLDER =
      Path.of("target", "interruptions-" + ProcessHandle.current().pid()).toAbsolutePath();
  private static final Path LOG = FOLDER.resolveSibling("interruptions.log");

  /**
   * How long the engine stands still, in seconds, while people go on working: {@code
   * -Dhaven.test.standstill=120} for the two minutes that are promised.
   */
  private static final Duration STANDSTILL =
      Duration.ofSeconds(Long.getLong("haven.test.standstill", 30));

  private static final WorkingCalendar CALENDAR = new WorkingCalendar();

  /** From now until two hours after the office opens again: at night another team would lead. */
  private static final Duration TO_OFFICE_HOURS =
      Duration.between(
          Instant.now(),
          CALENDAR
              .openingOf(CALENDAR.workingDayAfter(WorkingCalendar.dateOf(Instant.now()), 1))
              .plus(Duration.ofHours(2)));

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Playwright playwright = Chromium.playwright();
  private final Browser browser = Chromium.launch(playwright);
  private final List<HavenPages> people = new ArrayList<>();
  private String base = "";
  private int port;
  private Process haven;

  /** Haven as it runs, but for the time of day. */
  static class InOfficeHours {
    public static void main(String[] args) {
      Duration ahead = Duration.parse(System.getProperty("ahead"));
      new SpringApplicationBuilder(HavenApplication.class)
          .initializers(
              context ->
                  ((GenericApplicationContext) context)
                      .registerBean(
                          "officeHours",
                          Clock.class,
                          () -> Clock.offset(Clock.systemUTC(), ahead),
                          definition -> definition.setPrimary(true)))
          .run(args);
    }
  }

  @BeforeEach
  void begin() throws Exception {
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    base = "http://localhost:" + port;
    Files.createDirectories(FOLDER);
    Files.deleteIfExists(LOG);
    haven = start();
  }

  @AfterEach
  void end() throws Exception {
    people.forEach(HavenPages::close);
    browser.close();
    playwright.close();
    if (haven != null) {
      kill();
    }
    FileSystemUtils.deleteRecursively(FOLDER);
  }

  private Process start() throws Exception {
    var started =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dahead=" + TO_OFFICE_HOURS,
                "-cp",
                classPath(),
                InOfficeHours.class.getName(),
                "--server.port=" + port,
                "--haven.local.folder=" + FOLDER,
                "--haven.local.programs=" + Path.of(".haven", "programs").toAbsolutePath(),
                "--haven.local.enabled=true",
                "--haven.sample-data=false")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
            .start();
    var health = HttpRequest.newBuilder(URI.create(base + "/actuator/health/readiness")).build();
    await("Haven, see " + LOG)
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              assertThat(started.isAlive()).as("Haven runs, see " + LOG).isTrue();
              return HTTP.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
            });
    return started;
  }

  /** An empty entry would be the folder we stand in, with forms and models once more. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** As a power cut would, or an operator in a hurry. */
  private void kill() throws InterruptedException {
    List<ProcessHandle> servers = haven.descendants().toList();
    haven.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(servers).noneMatch(ProcessHandle::isAlive));
  }

  /** Stops or goes on with the processes that have this in their command line. */
  private void signal(String name, String part) throws Exception {
    List<String> found =
        haven
            .descendants()
            .filter(p -> p.info().commandLine().orElse("").contains(part))
            // the guardian that ends a server has the same words in its own line
            .filter(p -> !p.info().commandLine().orElse("").contains("guardian.sh"))
            .map(p -> String.valueOf(p.pid()))
            .toList();
    assertThat(found).as("processes of " + part).isNotEmpty();
    var line = new ArrayList<>(List.of("kill", "-" + name));
    line.addAll(found);
    assertThat(new ProcessBuilder(line).inheritIO().start().waitFor()).isZero();
  }

  private HavenPages person(String username) throws IOException {
    var person =
        new HavenPages(browser, base, Files.readString(FOLDER.resolve("sign-in-password")).strip());
    people.add(person);
    return person.signIn(username);
  }

  private static CaseRef report(HavenPages by, String name) {
    return by.report("He shouted at her", name, "01632 960777", "private-rented");
  }

  private static HavenPages safeContact(HavenPages by, CaseRef caseRef) {
    return by.openTask(caseRef, "Check safe contact")
        .fill(
            """
            contactAllowed: yes
            method: phone
            detail: 01632 960777
            times: mornings
            watched: no
            unsafeToTell: Nobody at home
            """);
  }

  private static int shown(HavenPages person, CaseRef caseRef, String title) {
    person.open("/cases/" + caseRef);
    return person.page().locator("a.haven-tasks__title:text-is(\"" + title + "\")").count();
  }

  @Test
  void shouldLoseAndDoubleNothing_whenPartsStopAndHavenIsKilledInMidWork() throws Exception {
    // given: three cases, two of them with the first task open before two officers
    HavenPages maya = person("maya.okafor");
    HavenPages tom = person("tom.reeve");
    CaseRef first = report(maya, "Clementine Ashgrove");
    CaseRef second = report(maya, "Rosalind Thackeray");
    CaseRef third = report(maya, "Philippa Underhill");
    safeContact(maya, first);
    safeContact(tom, second);

    // when: the engine stands still, and Elasticsearch with it
    signal("STOP", "StandaloneBroker");
    signal("STOP", "-Des.");
    long since = System.nanoTime();

    // then: what is finished is taken, a double click once
    maya.send();
    tom.finishSteps();
    Locator button = tom.page().locator("button:text-is(\"Save and finish the task\")");
    button.dblclick();
    tom.page().waitForURL(base + "/tasks");
    // and a second try from an older page says who was first
    tom.page().goBack();
    // and a new report is taken, and drafts are kept
    CaseRef during = report(maya, "Wilhelmina Crabtree");
    assertThat(maya.text()).contains(during.value());
    safeContact(tom, third);
    tom.page().locator("[data-draft-status]:has-text(\"Draft saved\")").waitFor();
    for (CaseRef done : List.of(first, second)) {
      assertThat(shown(maya, done, "Check safe contact")).isZero();
      assertThat(shown(maya, done, "Hold first conversation")).isZero();
    }
    maya.open("/tasks?list=done");
    assertThat(maya.text()).contains(first.value());
    await("standstill")
        .atMost(STANDSTILL.plusMinutes(1))
        .until(() -> System.nanoTime() - since > STANDSTILL.toNanos());
    maya.open("/tasks?list=team");
    assertThat(maya.text()).contains(third.value());

    // and when: Haven is killed before it could send any of it, and started again
    kill();
    haven = start();

    // then: each arrives once, in order, and the journeys go on
    maya.signIn("maya.okafor");
    tom.signIn("tom.reeve");
    for (CaseRef done : List.of(first, second)) {
      maya.openTask(done, "Hold first conversation");
      assertThat(shown(maya, done, "Hold first conversation")).isOne();
      assertThat(shown(maya, done, "Check safe contact")).isZero();
    }
    maya.openTask(during, "Check safe contact");
    assertThat(shown(maya, during, "Check safe contact")).isOne();
    // and what was being typed is back
    tom.openTask(third, "Check safe contact");
    assertThat(tom.page().locator("[id='field-unsafeToTell']").inputValue())
        .isEqualTo("Nobody at home");
    tom.send();
    tom.openTask(third, "Hold first conversation");
  }
}
