package org.haven.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.haven.platform.Models;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.records.ExportedRecords;
import org.haven.records.FigureFeed;
import org.haven.records.Figures;
import org.haven.records.GeneratedRecords;
import org.haven.records.LeftOut;
import org.haven.records.ProcessFigures;
import org.haven.records.ScriptedFigures;
import org.haven.records.Standings;
import org.haven.testing.AllButTheEngine;
import org.haven.testing.TestDatabase;
import org.haven.testing.TestPlatform;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/**
 * How quick the figures of supervision are over 100,000 exported records and over a million of
 * 30,000 instances, printed and never judged: {@code mvn verify -Pbenchmark}. They are taken in
 * directly, since figures never look at records; with {@code -Dbenchmark.export.figures=true} they
 * are exported to Elasticsearch first. With {@code -Dbenchmark.times.figures=10} ten times as many
 * follow, which takes half an hour.
 */
@SpringBootTest(
    classes = {AllButTheEngine.class, FiguresBenchmark.Real.class},
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway")
class FiguresBenchmark {
  private static final int RUNS = Integer.getInteger("benchmark.runs", 100);
  private static final int INSTANCES = Integer.getInteger("benchmark.instances.figures", 30_000);
  private static final boolean EXPORTED = Boolean.getBoolean("benchmark.export.figures");
  private static final int TIMES = Integer.getInteger("benchmark.times.figures", 1);

  /** Those of the benchmark, which are filled by it. */
  @TestConfiguration(proxyBeanMethods = false)
  static class Real {
    @Bean
    @Primary
    Switched switched() {
      return new Switched();
    }
  }

  /** Whichever are measured now. */
  static class Switched extends ScriptedFigures {
    Figures now = new ScriptedFigures();

    @Override
    public Standings standings(LeftOut leftOut, Instant at) {
      return now.standings(leftOut, at);
    }

    @Override
    public ProcessFigures process(
        LeftOut leftOut,
        String processId,
        @Nullable Integer version,
        LocalDate from,
        LocalDate to) {
      return now.process(leftOut, processId, version, from, to);
    }
  }

  @MockitoBean Models models;
  @MockitoBean ExportedRecords records;

  @Autowired Switched switched;
  @Autowired JdbcClient db;
  @Autowired Clock clock;
  @LocalServerPort int port;

  private HttpClient browser;

  /** The p95 in milliseconds of what was measured with fewer records. */
  private final Map<String, Double> fewer = new HashMap<>();

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    AllButTheEngine.register(registry);
  }

  @BeforeAll
  void signIn() throws Exception {
    browser =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    String token = Jsoup.parse(get("/sign-in").body()).selectFirst("input[name=_csrf]").val();
    var form =
        Map.of("username", "helen.marsh", "password", AllButTheEngine.password(), "_csrf", token);
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/sign-in"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    form.entrySet().stream()
                        .map(
                            e ->
                                e.getKey()
                                    + "="
                                    + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))))
            .build();
    assertThat(browser.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  private HttpResponse<String> get(String path) throws Exception {
    var answer =
        browser.send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer;
  }

  @Test
  void printsTheFigures_ofAMillionRecordsAndOfATenth() throws Exception {
    measure("0.1", INSTANCES / 10);
    measure("1", INSTANCES);
    if (TIMES > 1) {
      measure(Integer.toString(TIMES), INSTANCES * TIMES);
    }
  }

  private void measure(String times, int instances) throws Exception {
    Instant now = clock.instant();
    try (var feed =
        new FigureFeed(
            TestPlatform.platform().elasticsearchUrl(),
            "bench" + times.replace(".", "d") + "x",
            now)) {
      var made =
          new GeneratedRecords(
              11,
              3,
              instances,
              Math.max(1, instances / 6),
              now.minus(Duration.ofDays(365)),
              now,
              Duration.ofDays(4));
      long began = System.nanoTime();
      long count = EXPORTED ? feed.exportAndRead(made) : feed.read(made);
      long seconds = (System.nanoTime() - began) / 1_000_000_000;
      System.out.printf(
          "BENCHMARK figures x%s: %,d records of %,d instances taken in within %d s%s%n",
          times, count, instances, seconds, EXPORTED ? ", export included" : "");
      switched.now = feed.figures();
      when(models.latestBpmnXml(any())).thenReturn(Optional.of("<definitions/>"));
      tasks(instances / 20);
      LocalDate today = WorkingCalendar.dateOf(now);
      var none = LeftOut.NONE;
      var some =
          new LeftOut(
              java.util.stream.IntStream.range(0, 20)
                  .mapToObj(i -> GeneratedRecords.caseRef(i * 7))
                  .collect(Collectors.toSet()));
      var figures = feed.figures();
      time(times, "board page", () -> get("/supervision?show=all").body().length());
      time(times, "diagram page", () -> get("/supervision/journeys/journey-a").body().length());
      time(times, "board figures, 20 cases left out", () -> figures.standings(some, now));
      time(
          times,
          "diagram heat of 90 days",
          () -> figures.process(none, "journey-a", null, today.minusDays(89), today));
      time(
          times,
          "diagram heat of 90 days, 20 cases left out",
          () -> figures.process(some, "journey-a", null, today.minusDays(89), today));
      time(
          times,
          "diagram heat of a year",
          () -> figures.process(none, "journey-a", null, today.minusDays(364), today));
      time(
          times,
          "work behind a figure",
          () -> figures.standing(none, Figures.Which.LATE, "journey-a", null, now, 0, 500));
    }
  }

  /** As many open tasks in the case database as there are open in the records, about. */
  private void tasks(int open) {
    var db = TestDatabase.owner(this.db);
    db.sql("delete from task").update();
    db.sql(
            """
            insert into task (element_instance_key, user_task_key, process_instance_key,
              process_definition_key, process_id, process_version, element_id, title, why,
              policy_clause, case_ref, journey_id, team, for_supervisor, follows_lead, form_id,
              sla_key, outcomes, reaches_her, status, opened_at, warn_at, due_at)
            select i, i, i, 1, 'journey-a', 1, 'Task_Ask', 'Ask', 'Why', '6.7',
              'HV-' || lpad(translate(i::text, '01', '23'), 8, '2'), 'J', case i % 3 when 0 then
              'housing-solutions' when 1 then 'tenancy-services' else 'legal-services' end, false,
              false, 'task-outcome', 'standard', '{done}', false, 'OPEN', now(), now(),
              now() + (i % 200 - 100) * interval '1 hour'
            from generate_series(1, ?) i
            """)
        .param(open)
        .update();
    db.sql("delete from task_claim").update();
    db.sql(
            "insert into task_claim (element_instance_key, assignee, claimed_at)"
                + " select element_instance_key, 'maya.okafor', now() from task"
                + " where element_instance_key % 2 = 0 and team = 'housing-solutions'")
        .update();
  }

  private void time(String times, String what, Callable<?> work) throws Exception {
    for (int i = 0; i < 30; i++) {
      work.call();
    }
    double[] all = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long began = System.nanoTime();
      work.call();
      all[i] = (System.nanoTime() - began) / 1e6;
    }
    Arrays.sort(all);
    System.out.printf(
        "BENCHMARK figures x%s, %s: p50 %.1f ms, p95 %.1f ms, worst %.1f ms (n=%d)%n",
        times, what, all[RUNS / 2], all[RUNS * 95 / 100], all[RUNS - 1], RUNS);
    Double before = fewer.put(what, all[RUNS * 95 / 100]);
    if (before != null) {
      System.out.printf(
          "BENCHMARK figures x%s, %s: p95 is %.2f times that of a tenth of the records%n",
          times, what, all[RUNS * 95 / 100] / before);
    }
  }
}
