package org.haven.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.JourneyDriver.aConversation;
import static org.haven.testing.JourneyDriver.aSafeWay;
import static org.haven.testing.JourneyDriver.answers;
import static org.haven.testing.JourneyDriver.judgement;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camunda.client.CamundaClient;
import io.camunda.client.api.worker.JobWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.haven.HavenApplication;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.tasks.TaskActions;
import org.haven.testing.JourneyDriver;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;

/**
 * How quick the foundation is, printed and never judged: {@code mvn verify -Pbenchmark}. Every
 * figure of a comparison is taken in the same run.
 */
@SpringBootTest(
    classes = HavenApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "haven.sample-data=false")
@ContextConfiguration(initializers = TestPlatform.Initializer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FoundationBenchmark {
  private static final int OFFICERS = 10;
  private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 10);

  /** Rounds before it is measured: compilers have done their work, as after an hour of a day. */
  private static final int WARM = Integer.getInteger("benchmark.warm", 10);

  /** What a quick officer needs for a form, in milliseconds: a hundred forms a minute by ten. */
  private static final long THINKING = Long.getLong("benchmark.thinking", 6_000);

  private static final int INSTANCES = Integer.getInteger("benchmark.instances", 120);
  private static final int TURNS = Integer.getInteger("benchmark.turns", 7);

  /** Turns before it is measured: compilers and plans have settled, as after an hour of a day. */
  private static final int WARM_TURNS = Integer.getInteger("benchmark.warm-turns", 5);

  /** How often either side looks for user tasks to finish. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private static final int PAGE_VIEWS = 300;
  private static final String EMPTY = "assess-risk-empty";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Autowired private ApplicationContext context;
  @Autowired private JdbcClient db;
  @Autowired private StaffDirectory staff;
  @Autowired private TaskActions actions;
  @LocalServerPort private int port;
  private JourneyDriver haven;
  private final AtomicInteger reported = new AtomicInteger();

  @BeforeAll
  void start() {
    TestPlatform.releaseClocks();
    haven = new JourneyDriver(context);
    var owner =
        TestPlatform.owner(context.getEnvironment().getRequiredProperty("spring.datasource.url"));
    // when a task's row can be read by others: its commit, as a trigger that runs last sees it
    owner
        .sql(
            "create table benchmark_moment (kind text, id bigint, instance bigint, at timestamptz)")
        .update();
    owner
        .sql(
            """
            create function benchmark_moment() returns trigger language plpgsql as $$
            begin
              if tg_op = 'INSERT' then
                insert into benchmark_moment values ('listed', new.element_instance_key,
                  new.process_instance_key, clock_timestamp());
              elsif old.user_task_key is null and new.user_task_key is not null then
                insert into benchmark_moment values ('key', new.element_instance_key,
                  new.process_instance_key, clock_timestamp());
              end if;
              return null;
            end $$
            """)
        .update();
    owner
        .sql(
            """
            create constraint trigger benchmark_moment after insert or update on task
            deferrable initially deferred for each row execute function benchmark_moment()
            """)
        .update();
  }

  @Test
  @Order(1)
  void printsTheWaitForTheNextTask() throws Exception {
    // given ten officers, each with a case after the other, once all of the way has been gone
    officersWork(WARM, 300);
    long from = System.currentTimeMillis();

    // when: quick officers, each at a pace of their own
    officersWork(ROUNDS, THINKING);

    // then: from the engine's own record of the completion to the row that others can read
    Thread.sleep(3_000);
    // by case: the next step may be one of a called journey, which is an instance of its own
    Map<Long, String> cases = new HashMap<>();
    db.sql("select process_instance_key, case_ref from task")
        .query(
            row -> {
              cases.put(row.getLong(1), row.getString(2));
            });
    Map<String, TreeSet<Long>> listed = new HashMap<>();
    db.sql("select instance, at from benchmark_moment where kind = 'listed'")
        .query(
            row -> {
              listed
                  .computeIfAbsent(
                      cases.getOrDefault(row.getLong("instance"), ""), _ -> new TreeSet<>())
                  .add(row.getTimestamp("at").toInstant().toEpochMilli());
            });
    var waits = new ArrayList<Double>();
    var byStep = new TreeMap<String, List<Double>>();
    for (JsonNode record : EngineRecords.since(from, "user-task", "\"intent\":\"COMPLETED\"")) {
      long instance = record.path("value").path("processInstanceKey").asLong();
      long at = record.path("timestamp").asLong();
      Long next =
          listed.getOrDefault(cases.getOrDefault(instance, ""), new TreeSet<>()).ceiling(at);
      // the last task of a case has no next one
      if (next != null && next - at < 5_000) {
        waits.add((double) (next - at));
        byStep
            .computeIfAbsent(
                record.path("value").path("elementId").asText(), _ -> new ArrayList<>())
            .add((double) (next - at));
      }
    }
    List<Double> keys =
        db.sql(
                """
                select extract(epoch from k.at - l.at) * 1000 from benchmark_moment k
                join benchmark_moment l on l.id = k.id and l.kind = 'listed' where k.kind = 'key'
                """)
            .query(Double.class)
            .list();
    print(
        "next task on the list after the engine accepted a step, %d officers".formatted(OFFICERS),
        waits);
    byStep.forEach((step, of) -> print("  after " + step, of));
    print("and from then until the task's key is known", keys);
    assertThat(waits).isNotEmpty();
  }

  @Test
  @Order(2)
  void printsTheServerTimeOfTheTasklist() throws Exception {
    // given
    var browser = signedIn();
    for (int i = 0; i < 100; i++) {
      view(browser);
    }

    // when
    var times = new ArrayList<Double>();
    for (int i = 0; i < PAGE_VIEWS; i++) {
      long began = System.nanoTime();
      view(browser);
      times.add((System.nanoTime() - began) / 1e6);
    }

    // then
    print("tasklist page, server and loopback", times);
  }

  @Test
  @Order(3)
  void printsOurWorkersAgainstEmptyOnes() throws Exception {
    // given: the same model under another name, with workers that do nothing
    ensureCases(INSTANCES);
    try (var client = client()) {
      deployEmpty(client);
      oursRun(INSTANCES);
      var workers = emptyWorkers(client, answered("job", "type"));
      var forms = answered("user-task", "elementId");
      for (int i = 0; i < WARM_TURNS; i++) {
        emptyRun(client, forms, INSTANCES);
        oursRun(INSTANCES);
      }

      // when, in turns
      double[] empty = new double[TURNS];
      double[] ours = new double[TURNS];
      var cpu = new CpuTime[] {new CpuTime(Map.of()), new CpuTime(Map.of())};
      for (int i = 0; i < TURNS; i++) {
        var before = CpuTime.now();
        empty[i] = emptyRun(client, forms, INSTANCES);
        var between = CpuTime.now();
        ours[i] = oursRun(INSTANCES);
        cpu[0] = cpu[0].plus(between.minus(before));
        cpu[1] = cpu[1].plus(CpuTime.now().minus(between));
      }

      // then
      workers.forEach(JobWorker::close);
      System.out.printf(
          "BENCHMARK assess-risk, %d instances a turn: empty workers %.1f/s (%s), ours %.1f/s (%s),"
              + " ratio %.2f (medians)%n",
          INSTANCES,
          median(empty),
          turns(empty),
          median(ours),
          turns(ours),
          median(ours) / median(empty));
      System.out.printf(
          "BENCHMARK   computing for an instance: empty workers %s; ours %s%n",
          cpu[0].each(TURNS * INSTANCES), cpu[1].each(TURNS * INSTANCES));
    }
  }

  private static double median(double[] rates) {
    double[] sorted = rates.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static String turns(double[] rates) {
    return Arrays.stream(rates).mapToObj("%.1f"::formatted).collect(Collectors.joining(" "));
  }

  // one officer's work

  /**
   * @param thinking how long each takes for a form, in milliseconds: by half more or less, so that
   *     they do not keep step
   */
  private void officersWork(int rounds, long thinking) throws Exception {
    try (var officers = Executors.newVirtualThreadPerTaskExecutor()) {
      var work = new ArrayList<Callable<Void>>();
      for (int i = 0; i < OFFICERS; i++) {
        String officer = i % 2 == 0 ? "maya.okafor" : "tom.reeve";
        long turn = i * thinking / OFFICERS;
        work.add(
            () -> {
              Thread.sleep(turn);
              for (int round = 0; round < rounds; round++) {
                oneCase(officer, thinking);
              }
              return null;
            });
      }
      for (var done : officers.invokeAll(work)) {
        done.get();
      }
    }
  }

  private void oneCase(String officer, long thinking) throws InterruptedException {
    var caseRef = report(officer);
    act(caseRef, "Task_CheckSafeContact", aSafeWay(), thinking);
    act(caseRef, "Task_HoldFirstConversation", aConversation(), thinking);
    act(caseRef, "Task_CompleteRiskQuestions", answers(3, 0, "2026-04-01"), thinking);
    act(caseRef, "Task_RecordJudgement", judgement(false), thinking);
    haven.awaitTask(caseRef, "Task_AgreeOptions");
  }

  /** Each case is about two people of its own: who shares a name is looked at more closely. */
  private CaseRef report(String officer) {
    // in letters: names are compared without digits
    String family =
        "Fictional"
            + Integer.toString(reported.getAndIncrement())
                .chars()
                .mapToObj(digit -> String.valueOf((char) (digit - '0' + 'a')))
                .collect(Collectors.joining());
    return haven.reportOf(
        officer, "Marguerite " + family, "Edmund " + family, Map.of("tenure", "private-rented"));
  }

  private void act(CaseRef caseRef, String elementId, Map<String, ?> given, long thinking)
      throws InterruptedException {
    haven.awaitTask(caseRef, elementId);
    Thread.sleep(ThreadLocalRandom.current().nextLong(thinking / 2, thinking * 3 / 2));
    haven.complete(caseRef, elementId, given);
  }

  // the page

  private HttpClient signedIn() throws IOException, InterruptedException {
    var browser =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    String page = browser.send(get("/sign-in"), HttpResponse.BodyHandlers.ofString()).body();
    Matcher csrf = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(page);
    assertThat(csrf.find()).isTrue();
    String form =
        "username="
            + somebodyWithWork()
            + "&password="
            + java.net.URLEncoder.encode(password(), StandardCharsets.UTF_8)
            + "&_csrf="
            + java.net.URLEncoder.encode(csrf.group(1), StandardCharsets.UTF_8);
    var answer =
        browser.send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return browser;
  }

  /** Out of hours the work is not Housing Solutions'. */
  private String somebodyWithWork() {
    return db.sql(
            """
            select s.username from staff s join task t on t.team = any(s.teams)
            where t.status = 'OPEN' and 'OFFICER' = any(s.roles)
            group by s.username order by count(*) desc, s.username limit 1
            """)
        .query(String.class)
        .single();
  }

  private String password() throws IOException {
    String set = context.getEnvironment().getProperty("haven.sign-in.password");
    if (set != null) {
      return set;
    }
    String folder = context.getEnvironment().getProperty("haven.local.folder", ".haven");
    return Files.readString(Path.of(folder, "sign-in-password")).strip();
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
  }

  private void view(HttpClient browser) throws IOException, InterruptedException {
    var page = browser.send(get("/tasks?list=team"), HttpResponse.BodyHandlers.ofString());
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("HV-");
  }

  // throughput: both sides have ten who begin instances, and ten hands that finish each user task
  // as soon as it is seen by one who looks for new ones

  /** Instances per second from the first begun to the last ended, by the engine's records. */
  private double oursRun(int count) throws Exception {
    List<CaseRef> refs =
        db.sql("select case_ref from case_file order by case_ref limit ?")
            .param(count)
            .query((row, _) -> new CaseRef(row.getString(1)))
            .list();
    return run(
        "assess-risk",
        count,
        i -> haven.requestRiskAssessment(refs.get(i)),
        (hands, since) -> {
          var seen = new HashSet<Long>();
          var officers = new HashMap<String, ActingPerson>();
          return () ->
              openAssessments(seen)
                  .forEach(
                      task -> {
                        var officer = officers.computeIfAbsent(task.team(), this::somebodyOf);
                        hands.submit(
                            () ->
                                actions.submit(
                                    officer,
                                    task.id(),
                                    task.elementId().equals("Task_RecordJudgement")
                                        ? judgement(false)
                                        : answers(3, 0, "2026-04-01")));
                      });
        });
  }

  private ActingPerson somebodyOf(String team) {
    return staff.membersOf(Team.of(team)).getFirst();
  }

  private record OpenTask(long id, String elementId, String team) {}

  private List<OpenTask> openAssessments(Set<Long> seen) {
    return db
        .sql(
            """
            select t.element_instance_key as id, t.element_id, t.team from task_open o
            join task t using (element_instance_key) where o.process_id = 'assess-risk'
            """)
        .query(OpenTask.class)
        .list()
        .stream()
        .filter(task -> seen.add(task.id()))
        .toList();
  }

  private double emptyRun(CamundaClient client, Map<String, Map<String, Object>> forms, int count)
      throws Exception {
    return run(
        EMPTY,
        count,
        _ ->
            client
                .newCreateInstanceCommand()
                .bpmnProcessId(EMPTY)
                .latestVersion()
                .variables(
                    Map.of(
                        "caseRef",
                        "HV-22222222",
                        "journeyId",
                        UUID.randomUUID().toString(),
                        "team",
                        "housing-solutions"))
                .send()
                .join(),
        (hands, since) -> {
          var seen = new HashSet<Long>();
          return () ->
              emptyTasks(since, seen)
                  .forEach(record -> hands.submit(() -> completeEmpty(client, forms, record)));
        });
  }

  private static List<JsonNode> emptyTasks(long since, Set<Long> seen) {
    try {
      return EngineRecords.since(
              since,
              "user-task",
              "\"intent\":\"CREATED\",\"value.bpmnProcessId\":\"" + EMPTY + "\"")
          .stream()
          .filter(record -> seen.add(record.path("value").path("userTaskKey").asLong()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static void completeEmpty(
      CamundaClient client, Map<String, Map<String, Object>> forms, JsonNode record) {
    var task = record.path("value");
    client
        .newCompleteUserTaskCommand(task.path("userTaskKey").asLong())
        .variables(forms.getOrDefault(task.path("elementId").asText(), Map.of()))
        .send()
        .join();
  }

  /** Who looks for new user tasks and hands them out. */
  private interface Finishing {
    Runnable by(ExecutorService hands, long since);
  }

  private double run(String processId, int count, IntConsumer begin, Finishing finishing)
      throws Exception {
    long since = System.currentTimeMillis();
    var over = new AtomicBoolean();
    try (var starters = Executors.newFixedThreadPool(OFFICERS);
        var hands = Executors.newFixedThreadPool(OFFICERS)) {
      Runnable look = finishing.by(hands, since);
      var looking =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!over.get()) {
                      look.run();
                      LockSupport.parkNanos(LOOK.toNanos());
                    }
                  });
      try {
        var begun = new ArrayList<Future<?>>();
        for (int i = 0; i < count; i++) {
          int which = i;
          begun.add(starters.submit(() -> begin.accept(which)));
        }
        for (var one : begun) {
          one.get();
        }
        return rate(processId, since, count);
      } finally {
        over.set(true);
        looking.join();
      }
    }
  }

  private static double rate(String processId, long since, int count) throws Exception {
    long deadline = System.nanoTime() + 300_000_000_000L;
    while (System.nanoTime() < deadline) {
      var ended = moments(since, processId, "ELEMENT_COMPLETED");
      if (ended.size() >= count) {
        var begun = moments(since, processId, "ELEMENT_ACTIVATED");
        return count * 1000.0 / (ended.getLast() - begun.getFirst());
      }
      Thread.sleep(1_000);
    }
    throw new IllegalStateException("Not all instances of " + processId + " ended in five minutes");
  }

  /** When instances began or ended, in milliseconds, in order. */
  private static List<Long> moments(long since, String processId, String intent)
      throws IOException, InterruptedException {
    return EngineRecords.since(
            since,
            "process-instance",
            "\"intent\":\"%s\",\"value.bpmnElementType\":\"PROCESS\",\"value.bpmnProcessId\":\"%s\""
                .formatted(intent, processId))
        .stream()
        .map(record -> record.path("timestamp").asLong())
        .sorted()
        .toList();
  }

  private void ensureCases(int wanted) {
    int have = db.sql("select count(*) from case_file").query(Integer.class).single();
    for (int i = have; i < wanted; i++) {
      var ref = report("maya.okafor");
      haven.complete(ref, "Task_CheckSafeContact", aSafeWay());
      haven.awaitTask(ref, "Task_HoldFirstConversation");
    }
  }

  private static CamundaClient client() {
    return CamundaClient.newClientBuilder()
        .grpcAddress(TestPlatform.platform().grpcAddress())
        .restAddress(TestPlatform.platform().restAddress())
        .preferRestOverGrpc(false)
        .build();
  }

  private void deployEmpty(CamundaClient client) throws IOException {
    String model =
        Files.readString(Path.of("processes/assess-risk/assess-risk.bpmn"))
            .replaceAll("taskDefinition type=\"", "taskDefinition type=\"empty-")
            .replaceAll("eventType=\"start\" type=\"", "eventType=\"start\" type=\"empty-")
            .replace("process id=\"assess-risk\"", "process id=\"" + EMPTY + "\"")
            .replace("bpmnElement=\"assess-risk\"", "bpmnElement=\"" + EMPTY + "\"")
            .replaceAll("(<bpmn:message [^>]*name=\")", "$1empty-");
    var command = client.newDeployResourceCommand().addResourceStringUtf8(model, EMPTY + ".bpmn");
    for (String folder : List.of("processes/assess-risk", "forms/assess-risk")) {
      try (var files = Files.list(Path.of(folder))) {
        for (Path file : files.filter(f -> !f.toString().endsWith(".bpmn")).sorted().toList()) {
          command = command.addResourceFile(file.toString());
        }
      }
    }
    command.send().join();
  }

  /** They answer at once what ours answered before. */
  private static List<JobWorker> emptyWorkers(
      CamundaClient client, Map<String, Map<String, Object>> answers) throws IOException {
    return Pattern.compile("(?:taskDefinition|eventType=\"start\") type=\"([a-z-]+)\"")
        .matcher(Files.readString(Path.of("processes/assess-risk/assess-risk.bpmn")))
        .results()
        .map(type -> type.group(1))
        .distinct()
        .map(
            type ->
                client
                    .newWorker()
                    .jobType("empty-" + type)
                    .handler(
                        (c, job) ->
                            c.newCompleteCommand(job)
                                .variables(answers.getOrDefault(type, Map.of()))
                                .send())
                    .fetchVariables("caseRef")
                    .streamEnabled(true)
                    .maxJobsActive(64)
                    .open())
        .toList();
  }

  /**
   * What jobs or user tasks of an assessment were completed with, so that the engine has the same
   * to carry on both sides.
   *
   * @param by what they are told apart by, such as {@code type}
   */
  private static Map<String, Map<String, Object>> answered(String records, String by)
      throws IOException, InterruptedException {
    var answers = new TreeMap<String, Map<String, Object>>();
    for (JsonNode record :
        EngineRecords.of(
            records, "\"intent\":\"COMPLETED\",\"value.bpmnProcessId\":\"assess-risk\"")) {
      var value = record.path("value");
      answers.put(
          value.path(by).asText(),
          JSON.convertValue(value.path("variables"), new TypeReference<Map<String, Object>>() {}));
    }
    assertThat(answers).isNotEmpty();
    return answers;
  }

  private static void print(String what, List<Double> millis) {
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    System.out.printf(
        "BENCHMARK %s: p50 %.0f ms, p95 %.0f ms, worst %.0f ms (n=%d)%n",
        what, at(sorted, 0.5), at(sorted, 0.95), at(sorted, 1), sorted.length);
  }

  private static double at(double[] sorted, double part) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
  }
}
