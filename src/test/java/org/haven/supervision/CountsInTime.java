package org.haven.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.haven.testing.JourneyDriver.answers;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ActivatedJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.records.FiguresGoOn;
import org.haven.tasks.TaskActions;
import org.haven.testing.JourneyDriver;
import org.haven.testing.TestPlatform;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How long it takes until the board says what an officer, a supervisor or a failing step just
 * changed: one act after the other on the real platform, each followed until the board's own
 * service gives the new count.
 */
@SuppressWarnings("NullAway")
public final class CountsInTime {
  /** What the policy owner asks of 95 in 100. */
  public static final Duration USUAL = Duration.ofSeconds(2);

  /** And of all. */
  public static final Duration LONGEST = Duration.ofSeconds(5);

  private static final Path MODEL =
      Path.of("src/test/resources/models/supervision/supervise-me.bpmn");
  private static final String ASSESS = "assess-risk";
  private static final String SUPERVISED = "supervise-me";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(25);

  private final CamundaClient engine;
  private final JdbcClient db;
  private final SupervisionBoard board;
  private final InstanceActs acts;
  private final StoppedJourneys stopped;
  private final TaskActions tasks;
  private final JourneyDriver haven;
  private final ActingPerson helen;
  private final List<Took> took = new ArrayList<>();

  /** One act, and how long after it the board said so. */
  public record Took(String act, long millis) {}

  private CountsInTime(ApplicationContext context) {
    engine = context.getBean(CamundaClient.class);
    db = context.getBean(JdbcClient.class);
    board = context.getBean(SupervisionBoard.class);
    acts = context.getBean(InstanceActs.class);
    stopped = context.getBean(StoppedJourneys.class);
    tasks = context.getBean(TaskActions.class);
    haven = new JourneyDriver(context);
    helen = haven.person("helen.marsh");
  }

  /**
   * Eight acts a round, and one round before them that counts nowhere.
   *
   * @return the quickest first
   */
  public static List<Took> measured(ApplicationContext context, int rounds) throws IOException {
    TestPlatform.releaseClocks();
    var counts = new CountsInTime(context);
    try (var _ = new FiguresGoOn(context)) {
      counts.deploy();
      await().atMost(PATIENCE).until(() -> !counts.shown().age().away());
      counts.round();
      counts.took.clear();
      for (int i = 0; i < rounds; i++) {
        counts.round();
      }
    }
    counts.took.sort(java.util.Comparator.comparingLong(Took::millis));
    return List.copyOf(counts.took);
  }

  /** What was measured, in one line. */
  public static String words(List<Took> took) {
    long inTime = took.stream().filter(one -> one.millis() <= USUAL.toMillis()).count();
    var last = took.getLast();
    return "%d acts until the board counts them: p50 %d ms, p95 %d ms, worst %d ms (%s); %d within 2 s"
        .formatted(
            took.size(),
            took.get(took.size() / 2).millis(),
            took.get(took.size() * 95 / 100).millis(),
            last.millis(),
            last.act(),
            inTime);
  }

  private void deploy() throws IOException {
    String xml = Files.readString(MODEL);
    var process =
        engine
            .newDeployResourceCommand()
            .addResourceStringUtf8(xml, SUPERVISED + ".bpmn")
            .send()
            .join()
            .getProcesses()
            .getFirst();
    db.sql(
            """
            insert into deployed_model values (?, 'supervise-me', ?, 'supervise-me.bpmn', ?, 'test',
              now()) on conflict do nothing
            """)
        .params(process.getProcessDefinitionKey(), process.getVersion(), xml)
        .update();
  }

  private void round() {
    aJourneyThatGoesOn();
    aJourneyThatStandsStill();
  }

  private void aJourneyThatGoesOn() {
    CaseRef caseRef = haven.aCase(Map.of());
    long asked = at(ASSESS, "Task_CompleteRiskQuestions").applyAsLong(shown());
    long judged = at(ASSESS, "Task_RecordJudgement").applyAsLong(shown());
    after("start", running(ASSESS), 1, () -> haven.requestRiskAssessment(caseRef));
    var task = haven.awaitTask(caseRef, "Task_CompleteRiskQuestions");
    settled(at(ASSESS, "Task_CompleteRiskQuestions"), asked + 1);
    var maya = haven.person("maya.okafor");
    after("claim", CountsInTime::unclaimed, -1, () -> tasks.claim(maya, task.id()));
    String yesterday = LocalDate.now(WorkingCalendar.LONDON).minusDays(1).toString();
    after(
        "complete",
        at(ASSESS, "Task_CompleteRiskQuestions"),
        -1,
        () -> haven.submit(task, maya, answers(14, 0, yesterday)));
    settled(at(ASSESS, "Task_RecordJudgement"), judged + 1);
    long row =
        db.sql("select id from journey where case_ref = ? and process_id = 'assess-risk'")
            .param(caseRef.value())
            .query(Long.class)
            .single();
    after("cancel", running(ASSESS), -1, () -> cancel(row));
  }

  private void aJourneyThatStandsStill() {
    CaseRef caseRef = haven.aCase(Map.of());
    String journeyId = "JO-" + caseRef.value();
    Map<String, Object> facts =
        Map.of("caseRef", caseRef.value(), "journeyId", journeyId, "urgent", false);
    var instance = new long[1];
    after("start", running(SUPERVISED), 1, () -> instance[0] = start(facts));
    long row =
        db.sql(
                """
                insert into journey (journey_id, process_id, case_ref, correlation_key, status,
                  process_instance_key, requested_at, requested_by, started_at)
                values (?, 'supervise-me', ?, ?, 'running', ?, now(), 'system', now()) returning id
                """)
            .params(journeyId, caseRef.value(), caseRef.value(), instance[0])
            .query(Long.class)
            .single();
    ActivatedJob job = eventually(this::job);
    after("incident", CountsInTime::incidents, 1, () -> fail(job));
    var incident =
        eventually(
            () ->
                stopped.stopped(helen).stream().filter(one -> one.journeyRow() == row).findFirst());
    after(
        "try again",
        CountsInTime::incidents,
        -1,
        () ->
            assertThat(
                    stopped
                        .resolve(helen, List.of(incident.key()), "Mended", UUID.randomUUID())
                        .values())
                .containsExactly(ActResult.DONE));
    after("cancel", running(SUPERVISED), -1, () -> cancel(row));
  }

  private long start(Map<String, Object> facts) {
    return engine
        .newCreateInstanceCommand()
        .bpmnProcessId(SUPERVISED)
        .latestVersion()
        .variables(facts)
        .send()
        .join()
        .getProcessInstanceKey();
  }

  private Optional<ActivatedJob> job() {
    return engine
        .newActivateJobsCommand()
        .jobType("supervised-job")
        .maxJobsToActivate(1)
        .timeout(Duration.ofMinutes(1))
        .send()
        .join()
        .getJobs()
        .stream()
        .findFirst();
  }

  private void fail(ActivatedJob job) {
    engine.newFailCommand(job.getKey()).retries(0).errorMessage("on purpose").send().join();
  }

  private void cancel(long journeyRow) {
    var offer = eventually(() -> acts.offer(helen, journeyRow, ActKind.CANCEL, ""));
    assertThat(acts.act(helen, offer, "", "It has to be", UUID.randomUUID()))
        .isEqualTo(ActResult.DONE);
  }

  private Board shown() {
    return board.board(helen);
  }

  private static ToLongFunction<Board> running(String processId) {
    return shown ->
        shown.journeys().stream()
            .filter(journey -> journey.processId().equals(processId))
            .mapToLong(Board.JourneyFigures::running)
            .sum();
  }

  private static ToLongFunction<Board> at(String processId, String elementId) {
    return shown ->
        shown.journeys().stream()
            .filter(journey -> journey.processId().equals(processId))
            .flatMap(journey -> journey.stages().stream())
            .filter(stage -> stage.elementId().equals(elementId))
            .mapToLong(Board.Stage::now)
            .sum();
  }

  private static long incidents(Board shown) {
    return shown.journeys().stream()
        .filter(journey -> journey.processId().equals(SUPERVISED))
        .mapToLong(Board.JourneyFigures::incidents)
        .sum();
  }

  private static long unclaimed(Board shown) {
    return shown.teams().stream()
        .filter(load -> load.team().equals(Team.HOUSING_SOLUTIONS))
        .mapToLong(org.haven.tasks.Workloads.Load::unclaimed)
        .sum();
  }

  /** From when the act is done until the board says so. */
  private void after(String act, ToLongFunction<Board> count, long change, Runnable doing) {
    long wanted = count.applyAsLong(shown()) + change;
    doing.run();
    long done = System.nanoTime();
    settled(count, wanted);
    took.add(new Took(act, (System.nanoTime() - done) / 1_000_000));
  }

  private void settled(ToLongFunction<Board> count, long wanted) {
    await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(LOOK)
        .atMost(PATIENCE)
        .until(() -> count.applyAsLong(shown()) == wanted);
  }

  private static <T> T eventually(Callable<Optional<T>> found) {
    return await().atMost(PATIENCE).until(found, Optional::isPresent).orElseThrow();
  }
}
