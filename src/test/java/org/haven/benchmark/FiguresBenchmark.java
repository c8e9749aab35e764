package org.haven.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.when;

import java.io.IOException;
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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.haven.casefile.CaseAccess;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Models;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.records.ExportedRecords;
import org.haven.records.FigureFeed;
import org.haven.records.Figures;
import org.haven.records.GeneratedRecords;
import org.haven.records.InstanceRecords;
import org.haven.records.LeftOut;
import org.haven.records.ProcessFigures;
import org.haven.records.RecordType;
import org.haven.records.ScriptedFigures;
import org.haven.records.ScriptedInstanceRecords;
import org.haven.records.Standings;
import org.haven.tasks.TakenIn;
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
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/**
 * How quick the pages of supervision are over 100,000 exported records and over a million of 30,000
 * instances, printed and never judged: {@code mvn verify -Pbenchmark}. The records are exported to
 * Elasticsearch and taken into the figures as they come. With {@code -Dbenchmark.times.figures=10}
 * ten times as many follow, by copying: some ten minutes more.
 */
@SpringBootTest(
    classes = {AllButTheEngine.class, FiguresBenchmark.Real.class},
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway")
class FiguresBenchmark {
  private static final int RUNS = Integer.getInteger("benchmark.runs", 100);
  private static final int INSTANCES = Integer.getInteger("benchmark.instances.figures", 30_000);
  private static final int SAMPLE = 100;
  private static final int TIMES = Integer.getInteger("benchmark.times.figures", 1);

  /** Those of the benchmark, which are filled by it. */
  @TestConfiguration(proxyBeanMethods = false)
  static class Real {
    @Bean
    @Primary
    Switched switched() {
      return new Switched();
    }

    @Bean
    @Primary
    SwitchedInstances switchedInstances() {
      return new SwitchedInstances();
    }
  }

  /** The same for what is told of one instance. */
  static class SwitchedInstances extends ScriptedInstanceRecords {
    InstanceRecords now = new ScriptedInstanceRecords();

    @Override
    public Told of(long processInstanceKey, Instant since) {
      return now.of(processInstanceKey, since);
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
    public List<Standing> standing(
        LeftOut leftOut,
        Which which,
        String processId,
        @Nullable String elementId,
        Instant at,
        int from,
        int most) {
      return now.standing(leftOut, which, processId, elementId, at, from, most);
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
  @Autowired SwitchedInstances switchedInstances;
  @Autowired ApplicationContext context;
  @Autowired CaseAccess access;
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
    when(models.latestBpmnXml(any())).thenReturn(Optional.of("<definitions/>"));
    when(models.bpmnXml(any(), anyInt())).thenReturn(Optional.of("<definitions/>"));
    Instant now = clock.instant();
    journeys();
    try (var feed = feed("tenth", now)) {
      measure("0.1", feed, taken("0.1", feed, INSTANCES / 10, now), INSTANCES / 10, now);
    }
    try (var feed = feed("whole", now)) {
      measure("1", feed, taken("1", feed, INSTANCES, now), INSTANCES, now);
      if (TIMES > 1) {
        long began = System.nanoTime();
        feed.multiply(TIMES);
        System.out.printf(
            "BENCHMARK figures x%d: copied within %d s%n",
            TIMES, (System.nanoTime() - began) / 1_000_000_000);
        measure(Integer.toString(TIMES), feed, sample(feed, 20, now), INSTANCES * TIMES, now);
      }
    }
  }

  private static FigureFeed feed(String name, Instant now) throws IOException {
    return new FigureFeed(TestPlatform.platform().elasticsearchUrl(), "bench" + name, now);
  }

  /** Pages of these instances. */
  private List<String> taken(String times, FigureFeed feed, int instances, Instant now)
      throws IOException {
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
    long count = feed.read(made);
    System.out.printf(
        "BENCHMARK figures x%s: %,d records of %,d instances exported and taken in within %d s%n",
        times, count, instances, (System.nanoTime() - began) / 1_000_000_000);
    return sample(feed, times.equals("1") ? 15 : 10, now);
  }

  private void measure(
      String times, FigureFeed feed, List<String> pages, int instances, Instant now)
      throws Exception {
    switched.now = feed.figures();
    switchedInstances.now = feed.instances();
    tasks(instances / 20);
    LocalDate today = WorkingCalendar.dateOf(now);
    var none = LeftOut.NONE;
    var some =
        new LeftOut(
            IntStream.range(0, 20)
                .mapToObj(i -> GeneratedRecords.caseRef(i * 7))
                .collect(Collectors.toSet()));
    var figures = feed.figures();
    time(times, "board page", 300, () -> get("/supervision?show=all").body().length());
    time(times, "diagram page", 500, () -> get("/supervision/journeys/journey-a").body().length());
    time(
        times,
        "diagram's heat",
        500,
        () -> get("/supervision/journeys/journey-a/diagram").body().length());
    var next = new AtomicInteger();
    time(
        times,
        "instance page",
        150,
        () -> get(pages.get(next.getAndIncrement() % pages.size())).body().length());
    time(times, "board figures, 20 cases left out", 300, () -> figures.standings(some, now));
    time(
        times,
        "diagram heat of 90 days",
        500,
        () -> figures.process(none, "journey-a", null, today.minusDays(89), today));
    time(
        times,
        "diagram heat of 90 days, 20 cases left out",
        500,
        () -> figures.process(some, "journey-a", null, today.minusDays(89), today));
    time(
        times,
        "diagram heat of a year",
        500,
        () -> figures.process(none, "journey-a", null, today.minusDays(364), today));
    time(
        times,
        "work behind a figure",
        300,
        () -> figures.standing(none, Figures.Which.LATE, "journey-a", null, now, 0, 100));
    time(
        times,
        "page of the work behind a figure",
        300,
        () -> get("/supervision/work?journey=journey-a&step=&which=late").body().length());
  }

  /** Journeys in the case database, as many as there are instances; nobody looks at these. */
  private void journeys() {
    TestDatabase.owner(db)
        .sql(
            """
            insert into case_file (case_ref, status, channel, reported_at, lead_team, opened_by,
              created_at)
            select 'HV-' || lpad(translate(i::text, '01', 'AB'), 8, '2'), 'open', 'phone', now(),
              'legal-services', 'system', now()
            from generate_series(1, :cases) i on conflict do nothing;
            insert into journey (journey_id, process_id, case_ref, correlation_key, status,
              process_instance_key, requested_at, requested_by)
            select 'J' || i, 'journey-a',
              'HV-' || lpad(translate((1 + i % :cases)::text, '01', 'AB'), 8, '2'), 'J' || i,
              'ended', 900000000000 + i, now(), 'system'
            from generate_series(1, :journeys) i;
            insert into journey_step (element_instance_key, process_instance_key,
              process_definition_key, process_id, process_version, scope_key, element_id,
              element_type, entered_at, left_at, position)
            select 900000000000 + 1000000 * s + i, 900000000000 + i, 1, 'journey-a', 1, 1,
              'Task_' || s, 'USER_TASK', now(), now(), s
            from generate_series(1, :journeys) i, generate_series(1, 12) s
            """)
        .param("cases", INSTANCES / 6)
        .param("journeys", INSTANCES)
        .update();
  }

  /**
   * Instances that are looked at, of cases that she may open: exported among the others, and in the
   * case database as the projector leaves them.
   */
  private List<String> sample(FigureFeed feed, int partition, Instant now) throws IOException {
    var made = new ArrayList<GeneratedRecords.Raw>();
    new GeneratedRecords(
            partition,
            partition,
            1,
            SAMPLE,
            SAMPLE,
            now.minus(Duration.ofDays(60)),
            now,
            Duration.ofDays(4))
        .forEachRemaining(made::add);
    feed.exportAlone(made);
    var owner = TestDatabase.owner(db);
    var pages = new ArrayList<String>();
    var instances =
        made.stream()
            .filter(record -> record.type() == RecordType.PROCESS_INSTANCE)
            .filter(record -> record.key() == (Long) record.value().get("processInstanceKey"))
            .filter(record -> record.intent().equals("ELEMENT_ACTIVATING"))
            .toList();
    for (int i = 0; i < instances.size(); i++) {
      var instance = instances.get(i);
      var caseRef = new CaseRef(GeneratedRecords.caseRef(1_000_000 * partition + i));
      owner
          .sql(
              """
              insert into case_file (case_ref, status, channel, reported_at, lead_team, opened_by,
                created_at)
              values (?, 'open', 'phone', now(), 'housing-solutions', 'system', now())
              """)
          .param(caseRef.value())
          .update();
      access.involve(caseRef, Team.HOUSING_SOLUTIONS, new Code("task"));
      pages.add(
          "/supervision/instances/"
              + owner
                  .sql(
                      """
                      insert into journey (journey_id, process_id, case_ref, correlation_key,
                        status, process_instance_key, requested_at, requested_by, started_at)
                      values (:id, :process, :case, :id, 'running', :key, :at, 'system', :at)
                      returning id
                      """)
                  .param("id", "J" + instance.key())
                  .param("process", instance.value().get("bpmnProcessId"))
                  .param("case", caseRef.value())
                  .param("key", instance.key())
                  .param("at", instance.at().atOffset(ZoneOffset.UTC))
                  .query(Long.class)
                  .single());
    }
    TakenIn.into(context, made.stream().map(GeneratedRecords.Raw::exported).toList());
    owner.sql("analyze").update();
    return pages;
  }

  /** As many open tasks in the case database as there are open in the records, about. */
  private void tasks(int open) {
    var db = TestDatabase.owner(this.db);
    db.sql("delete from task where element_instance_key < 100000000").update();
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

  /**
   * @param aim for the p95 with a million records, in milliseconds
   */
  private void time(String times, String what, int aim, Callable<?> work) throws Exception {
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
        "BENCHMARK figures x%s, %s: p50 %.1f ms, p95 %.1f ms (aim %d), worst %.1f ms (n=%d)%n",
        times, what, all[RUNS / 2], all[RUNS * 95 / 100], aim, all[RUNS - 1], RUNS);
    Double before = fewer.put(what, all[RUNS * 95 / 100]);
    if (before != null) {
      System.out.printf(
          "BENCHMARK figures x%s, %s: p95 is %.2f times that of a tenth of the records%n",
          times, what, all[RUNS * 95 / 100] / before);
    }
  }
}
