package org.haven.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.haven.testing.JourneyDriver.aSafeWay;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import org.haven.HavenApplication;
import org.haven.platform.CaseRef;
import org.haven.platform.StaffDirectory;
import org.haven.testing.Chromium;
import org.haven.testing.JourneyDriver;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.json.JsonMapper;

/**
 * From the engine's own record that a step is completed, which one officer sent over HTTP, until
 * the row of the next task stands on the list that another officer of the team has open in a real
 * browser; printed and never judged. One after the other, as somebody sees it who waits for a
 * colleague, among 100,000 open tasks and with 30 of 300 officers at work: each keeps a list open
 * and opens another every few seconds.
 */
@SpringBootTest(
    classes = HavenApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "haven.sample-data=false")
@ContextConfiguration(initializers = TestPlatform.Initializer.class)
@SuppressWarnings("NullAway") // Spring sets the fields
class NextTaskBenchmark {
  private static final int LIMIT = 300;
  private static final int STEPS = Integer.getInteger("benchmark.steps", 36);
  private static final int FIRST = 4;
  private static final int TASKS = Integer.getInteger("benchmark.tasks", 100_000);
  private static final int OFFICERS = 30;
  private static final String JOURNEY = "report-domestic-abuse";

  /** Between two pages that an officer opens, on average. */
  private static final int READING_MILLIS = 8_000;

  /**
   * Between two steps of a team: lists look at most every four seconds on average, twice a step.
   */
  private static final int PAUSE_MILLIS = 8_000;

  /** Notes when each row was there first, in the browser's own time, which is the machine's. */
  private static final String WATCH =
      """
      () => {
        window.seen = {};
        const look = () => document.querySelectorAll('tr[id^=task-]')
          .forEach((row) => (window.seen[row.id] ??= performance.timeOrigin + performance.now()));
        look();
        new MutationObserver(look).observe(document.body,
          { subtree: true, childList: true, attributes: true, attributeFilter: ['id'] });
      }
      """;

  @Autowired private ApplicationContext context;
  @Autowired private JdbcClient db;
  @Autowired private StaffDirectory staff;
  @LocalServerPort private int port;

  /**
   * A step that was sent.
   *
   * @param next id of the task that came of it
   * @param sentMillis when it was sent
   */
  private record Sent(long userTaskKey, long next, long sentMillis) {}

  @Test
  void printsTheWaitUntilTheNextTaskShows_onTheOpenPageOfAnotherOfficer() throws Exception {
    // given: a list as it is, and one case gone ahead to see whose work it is
    TestPlatform.releaseClocks();
    CrowdedList.fill(
        TestPlatform.owner(context.getEnvironment().getRequiredProperty("spring.datasource.url")),
        TASKS,
        CrowdedList.JOURNEYS.stream().filter(one -> !one.equals(JOURNEY)).toList());
    var haven = new JourneyDriver(context);
    var ahead = haven.report("maya.okafor", Map.of("tenure", "private-rented"));
    haven.complete(ahead, "Task_CheckSafeContact", aSafeWay());
    var team = haven.awaitTask(ahead, "Task_HoldFirstConversation").team();
    var cases = new ArrayList<CaseRef>();
    for (int i = 0; i < FIRST + STEPS; i++) {
      cases.add(haven.report("maya.okafor", Map.of("tenure", "private-rented")));
    }
    for (CaseRef one : cases) {
      haven.awaitTask(one, "Task_CheckSafeContact");
    }
    var sender = haven.ownerOf(haven.awaitTask(cases.getFirst(), "Task_CheckSafeContact"));
    var watcher =
        staff.membersOf(team).stream().filter(one -> !one.equals(sender)).findFirst().orElseThrow();
    var browser = new OfficerBrowser(port, sender.username(), password());
    try (var _ = officersAtWork();
        var playwright = Chromium.playwright();
        var chromium = Chromium.launch(playwright)) {
      Page page = chromium.newContext().newPage();
      signIn(page, watcher.username());
      page.navigate(address("/tasks?list=unclaimed&journey=" + JOURNEY));
      page.evaluate(WATCH);
      var pause = new Random(5);

      // when
      var sent = new ArrayList<Sent>();
      for (CaseRef one : cases) {
        var task = haven.awaitTask(one, "Task_CheckSafeContact");
        awaitKey(task.id());
        long from = System.currentTimeMillis();
        assertThat(
                browser
                    .post("/tasks/" + task.id(), "answers", JSON.writeValueAsString(aSafeWay()))
                    .statusCode())
            .isEqualTo(302);
        var next = haven.awaitTask(one, "Task_HoldFirstConversation");
        page.waitForFunction("id => window.seen[id]", "task-" + next.id());
        sent.add(new Sent(awaitKey(task.id()), next.id(), from));
        page.waitForTimeout(PAUSE_MILLIS / 2.0 + pause.nextInt(PAUSE_MILLIS));
      }

      // then
      Map<String, Number> seen = seen(page);
      Map<Long, Long> accepted = accepted();
      var waits = new ArrayList<Double>();
      var whole = new ArrayList<Double>();
      var listed = new ArrayList<Double>();
      for (Sent step : sent.subList(FIRST, sent.size())) {
        double shown = seen.get("task-" + step.next()).doubleValue();
        waits.add(shown - accepted.get(step.userTaskKey()));
        whole.add(shown - step.sentMillis());
        listed.add((double) (openedAt(step.next()) - accepted.get(step.userTaskKey())));
      }
      print("engine's acceptance of a step until the next task shows to another officer", waits);
      print("of it, until Haven opens the next task", listed);
      print("the same from the moment the step was sent", whole);
    }
  }

  /** They go on until it is closed. */
  private AutoCloseable officersAtWork() throws IOException, InterruptedException {
    var work = Executors.newVirtualThreadPerTaskExecutor();
    for (int i = 1; i <= OFFICERS; i++) {
      var officer = new OfficerBrowser(port, "officer" + i * 7, password());
      var reading = new Random(i);
      work.submit(() -> officer.keepOpen("/tasks?list=team"));
      work.submit(
          () -> {
            while (true) {
              Thread.sleep(reading.nextInt(2 * READING_MILLIS));
              officer.get("/tasks?list=" + List.of("mine", "team").get(reading.nextInt(2)));
            }
          });
    }
    return work::shutdownNow;
  }

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @SuppressWarnings("unchecked")
  private static Map<String, Number> seen(Page page) {
    return (Map<String, Number>) page.evaluate("() => window.seen");
  }

  /** The engine's key of the task, which the outbox needs to complete it. */
  private long awaitKey(long id) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                db.sql("select coalesce(user_task_key, 0) from task where element_instance_key = ?")
                    .param(id)
                    .query(Long.class)
                    .single(),
            key -> key > 0);
  }

  private long openedAt(long id) {
    return db.sql(
            "select (extract(epoch from opened_at) * 1000)::bigint from task"
                + " where element_instance_key = ?")
        .param(id)
        .query(Long.class)
        .single();
  }

  /** When the engine had completed each user task, by its own record. */
  private static Map<Long, Long> accepted() throws IOException, InterruptedException {
    var found = new HashMap<Long, Long>();
    Thread.sleep(3_000);
    for (JsonNode record : EngineRecords.of("user-task", "\"intent\":\"COMPLETED\"")) {
      found.put(
          record.path("value").path("userTaskKey").asLong(), record.path("timestamp").asLong());
    }
    return found;
  }

  private static void print(String what, List<Double> millis) {
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double p95 = sorted[Math.min(sorted.length - 1, sorted.length * 95 / 100)];
    System.out.printf(
        "BENCHMARK %s: p50 %.0f ms, p95 %.0f ms, worst %.0f ms (n=%d), p95 is %.2f of %d ms%n",
        what,
        sorted[sorted.length / 2],
        p95,
        sorted[sorted.length - 1],
        sorted.length,
        p95 / LIMIT,
        LIMIT);
  }

  private String address(String path) {
    return "http://localhost:" + port + path;
  }

  private void signIn(Page page, String username) throws IOException {
    page.navigate(address("/sign-in"));
    page.locator("#username").fill(username);
    page.locator("#password").fill(password());
    page.locator("main button[type=submit]").click();
    page.waitForURL(url -> !url.contains("sign-in"));
  }

  private String password() throws IOException {
    String set = context.getEnvironment().getProperty("haven.sign-in.password");
    return set != null
        ? set
        : Files.readString(
                Path.of(
                    context.getEnvironment().getProperty("haven.local.folder", ".haven"),
                    "sign-in-password"))
            .strip();
  }
}
