package org.haven.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.haven.testing.JourneyDriver.aSafeWay;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.haven.HavenApplication;
import org.haven.platform.CaseRef;
import org.haven.platform.StaffDirectory;
import org.haven.testing.Chromium;
import org.haven.testing.JourneyDriver;
import org.haven.testing.TestPlatform;
import org.jsoup.Jsoup;
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
 * colleague.
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
    // given: cases enough for a list as it is, and one gone ahead to see whose work it is
    TestPlatform.releaseClocks();
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
    var browser = new Officer(sender.username());
    try (var playwright = Chromium.playwright();
        var chromium = Chromium.launch(playwright)) {
      Page page = chromium.newContext().newPage();
      signIn(page, watcher.username());
      page.navigate(address("/tasks?list=unclaimed"));
      page.evaluate(WATCH);
      var pause = new Random(5);

      // when
      var sent = new ArrayList<Sent>();
      for (CaseRef one : cases) {
        var task = haven.awaitTask(one, "Task_CheckSafeContact");
        awaitKey(task.id());
        long from = System.currentTimeMillis();
        assertThat(
                browser.send("/tasks/" + task.id(), "answers", JSON.writeValueAsString(aSafeWay())))
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

  /** Whoever sends the steps, without a browser's time in it. */
  private final class Officer {
    private final HttpClient http =
        HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private String mark;

    Officer(String username) throws IOException, InterruptedException {
      mark = mark("/sign-in");
      assertThat(send("/sign-in", "username", username, "password", password())).isEqualTo(302);
      mark = mark("/tasks");
    }

    private String mark(String path) throws IOException, InterruptedException {
      var page =
          http.send(
              HttpRequest.newBuilder(URI.create(address(path))).build(),
              HttpResponse.BodyHandlers.ofString());
      return Jsoup.parse(page.body()).select("input[name=_csrf]").val();
    }

    /** Returns the answer's status. */
    int send(String path, String... fields) throws IOException, InterruptedException {
      var body = new StringBuilder("_csrf=" + encoded(mark));
      for (int i = 0; i < fields.length; i += 2) {
        body.append('&').append(fields[i]).append('=').append(encoded(fields[i + 1]));
      }
      return http.send(
              HttpRequest.newBuilder(URI.create(address(path)))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }
}
