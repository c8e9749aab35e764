package org.haven.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ActivatedJob;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.haven.casefile.CaseWork;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.EngineActs;
import org.haven.platform.MigrationPlan.Hindered;
import org.haven.platform.MigrationPlan.Obstacle;
import org.haven.platform.Models;
import org.haven.platform.Outbox;
import org.haven.records.FiguresTurned;
import org.haven.records.Standings;
import org.haven.testing.JourneyDriver;
import org.haven.testing.MoveOnModel;
import org.haven.testing.ProcessTest;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Running journeys that go on by another version of their diagram, on the real broker. */
@ProcessTest
@SuppressWarnings("NullAway")
class MigrationProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Autowired private ApplicationContext context;
  @Autowired private CamundaClient engine;
  @Autowired private EngineActs hands;
  @Autowired private JdbcClient db;
  @Autowired private Instances instances;
  @Autowired private InstanceActs acts;
  @Autowired private JourneyMigrations migrations;
  @Autowired private VersionMigrations versions;
  @Autowired private Models models;
  @Autowired private CaseWork work;
  @Autowired private Outbox outbox;
  @Autowired private PlatformTransactionManager transactions;

  private JourneyDriver haven;
  private ActingPerson helen;

  @BeforeAll
  void staff() {
    haven = new JourneyDriver(context);
    helen = haven.person("helen.marsh");
  }

  @AfterAll
  static void releaseClocks() {
    TestPlatform.releaseClocks();
  }

  private record Begun(CaseRef caseRef, long row, long instance, String journeyId) {}

  private static <T> T eventually(Callable<Optional<T>> found) {
    return await().atMost(PATIENCE).until(found, Optional::isPresent).orElseThrow();
  }

  private int deploy(String processId, String xml) {
    var process =
        engine
            .newDeployResourceCommand()
            .addResourceStringUtf8(xml, processId + ".bpmn")
            .send()
            .join()
            .getProcesses()
            .getFirst();
    db.sql("insert into deployed_model values (?, ?, ?, ?, ?, 'test', clock_timestamp())")
        .params(
            process.getProcessDefinitionKey(),
            processId,
            process.getVersion(),
            processId + ".bpmn",
            xml)
        .update();
    return process.getVersion();
  }

  /** A journey that stands at its task, with its job open beside it. */
  private Begun begin(String processId) {
    var caseRef = haven.aCase(Map.of());
    String journeyId = "JO-" + caseRef.value();
    long instance =
        engine
            .newCreateInstanceCommand()
            .bpmnProcessId(processId)
            .latestVersion()
            .variables(
                Map.of(
                    "caseRef",
                    caseRef.value(),
                    "journeyId",
                    journeyId,
                    "team",
                    "housing-solutions"))
            .send()
            .join()
            .getProcessInstanceKey();
    long row =
        db.sql(
                """
                insert into journey (journey_id, process_id, case_ref, correlation_key, status,
                  process_instance_key, requested_at, requested_by, started_at)
                values (:id, :process, :case, :case, 'running', :instance, :now, 'system', :now)
                returning id
                """)
            .param("id", journeyId)
            .param("process", processId)
            .param("case", caseRef.value())
            .param("instance", instance)
            .param("now", TestPlatform.clock().instant().atOffset(ZoneOffset.UTC))
            .query(Long.class)
            .single();
    var begun = new Begun(caseRef, row, instance, journeyId);
    standsAt(begun, "Task_Decide");
    standsAt(begun, "Task_DoWork");
    haven.awaitTask(caseRef, "Task_Decide");
    knowsTheKeys(begun);
    return begun;
  }

  private Instances.Instance shown(Begun one) {
    return instances.of(helen, one.row()).orElseThrow();
  }

  private void standsAt(Begun one, String elementId) {
    eventually(
        () -> shown(one).now().stream().filter(s -> s.elementId().equals(elementId)).findFirst());
  }

  /** The records of its task have been read. */
  private void knowsTheKeys(Begun one) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                db.sql(
                            "select count(*) from task where process_instance_key = ?"
                                + " and user_task_key is null")
                        .param(one.instance())
                        .query(Long.class)
                        .single()
                    == 0);
  }

  private ActivatedJob job(Begun one) {
    return eventually(
        () ->
            engine
                .newActivateJobsCommand()
                .jobType("move-on-job")
                .maxJobsToActivate(20)
                .timeout(Duration.ofSeconds(2))
                .send()
                .join()
                .getJobs()
                .stream()
                .filter(job -> job.getProcessInstanceKey() == one.instance())
                .findFirst());
  }

  private JourneyMigrations.Offer offer(Begun one, int to, Map<String, String> chosen) {
    return migrations.offer(helen, one.row(), to, chosen).orElseThrow();
  }

  private ActResult act(JourneyMigrations.Offer offer) {
    return migrations.act(helen, offer, "The procedure is better now", UUID.randomUUID());
  }

  private Map<String, Object> task(Begun one) {
    return db.sql(
            """
            select element_id, title, process_version, outcomes::text as outcomes, sla_key, due_at,
              warn_at, status from task where process_instance_key = ? order by opened_at limit 1
            """)
        .param(one.instance())
        .query()
        .singleRow();
  }

  /** How often its clock went off that warns the owner of the task. */
  private long warned(Begun one) {
    return db.sql(
            "select count(*) from journey_step where process_instance_key = ?"
                + " and element_id like 'BoundaryEvent%Warning'")
        .param(one.instance())
        .query(Long.class)
        .single();
  }

  private void say(Begun one, String message) {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            _ ->
                outbox.publish(
                    one.caseRef(), message, one.journeyId(), Map.of(), Duration.ofMinutes(10)));
  }

  private long running(String processId, int version) {
    return FiguresTurned.standings(context, TestPlatform.clock().instant()).stream()
        .flatMap(found -> found.journeys().stream())
        .filter(one -> one.processId().equals(processId) && one.version() == version)
        .mapToLong(Standings.Running::now)
        .sum();
  }

  private long stopped(String processId, int version, String elementId) {
    return FiguresTurned.standings(context, TestPlatform.clock().instant()).stream()
        .flatMap(found -> found.places().stream())
        .filter(one -> one.processId().equals(processId) && one.version() == version)
        .filter(one -> one.elementId().equals(elementId))
        .mapToLong(Standings.Place::incidents)
        .sum();
  }

  @Test
  void shouldGoOnByTheNewerVersion_toItsEnd() {
    // given: a journey with a task whose clocks run, and work that failed
    haven.moveTo("2026-11-17T10:00");
    String process = "move-on-whole";
    int first = deploy(process, MoveOnModel.first(process));
    var one = begin(process);
    engine.newFailCommand(job(one).getKey()).retries(0).errorMessage("away").send().join();
    var incident =
        eventually(
            () -> shown(one).incidents().stream().filter(i -> i.endedAt() == null).findFirst());
    eventually(() -> shown(one).jobs().stream().filter(Instances.Job::stuck).findFirst());
    var before = task(one);
    assertThat(migrations.ways(shown(one))).isEqualTo(JourneyMigrations.Ways.NONE);
    int second = deploy(process, MoveOnModel.confirmed(process));
    await().atMost(PATIENCE).until(() -> running(process, first) == 1);

    // when
    assertThat(migrations.ways(shown(one))).isEqualTo(new JourneyMigrations.Ways(second, 0));
    assertThat(migrations.offer(haven.person("ines.moreau"), one.row(), second, Map.of()))
        .isEmpty();
    var offer = offer(one, second, Map.of());
    assertThat(offer.checked().hindered()).isEmpty();
    UUID page = UUID.randomUUID();
    assertThat(migrations.act(helen, offer, "Better", page)).isEqualTo(ActResult.DONE);
    assertThat(migrations.act(helen, offer, "Better", page)).isEqualTo(ActResult.DONE);

    // then: what is open is as it was, and of the newer version
    assertThat(shown(one).version()).isEqualTo(second);
    assertThat(task(one)).isEqualTo(with(before, "process_version", second));
    await().atMost(PATIENCE).until(() -> running(process, second) == 1);
    assertThat(running(process, first)).isZero();
    await().atMost(PATIENCE).until(() -> stopped(process, second, "Task_DoWork") == 1);
    assertThat(stopped(process, first, "Task_DoWork")).isZero();
    assertThat(work.progress(List.of(one.instance())).get(one.instance()).processVersion())
        .isEqualTo(second);
    eventually(
        () ->
            Optional.of(shown(one))
                .filter(s -> s.timers().size() == 2)
                .filter(
                    s ->
                        s.waiting().stream().anyMatch(w -> w.message().equals("move-on-changed"))));
    assertThat(shown(one).facts())
        .filteredOn(fact -> fact.name().equals("caseRef"))
        .extracting(Instances.Fact::value)
        .containsExactly(one.caseRef().value());
    assertThat(instances.drawing(helen, one.row()).orElseThrow().xml()).contains("Task_Confirm");

    // and: it hears the message that it heard before, once
    say(one, "move-on-changed");
    eventually(
        () ->
            shown(one).steps().stream()
                .filter(s -> s.elementId().equals("EndEvent_Noted"))
                .findFirst());

    // and: its clock goes off once
    var task = haven.awaitTask(one.caseRef(), "Task_Decide");
    TestPlatform.moveTo(task.warnAt().plusSeconds(1));
    haven.awaitWarned(task);

    // and: what failed is tried again where it failed
    assertThat(
            acts.act(
                helen,
                acts.offer(helen, one.row(), ActKind.RESOLVE, Long.toString(incident.key()))
                    .orElseThrow(),
                "",
                "Mended",
                UUID.randomUUID()))
        .isEqualTo(ActResult.DONE);
    engine.newCompleteCommand(job(one).getKey()).send().join();
    await()
        .atMost(PATIENCE)
        .until(() -> shown(one).now().stream().noneMatch(s -> s.elementId().equals("Task_DoWork")));

    // and: now one branch waits for the other, and the engine would refuse to take it back
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                offer(one, first, Map.of())
                    .checked()
                    .hindered()
                    .equals(
                        List.of(new Hindered(Obstacle.JOIN_WAITS, "Gateway_Join", "Both done"))));
    assertThat(
            hands
                .migrate(
                    one.instance(),
                    models.process(process, first).orElseThrow().processDefinitionKey(),
                    Map.of("Task_Decide", "Task_Decide"))
                .kind())
        .isEqualTo(EngineActs.Kind.REFUSED);

    // and: it goes the newer way to its end
    haven.outcome(one.caseRef(), "Task_Decide", "done");
    haven.outcome(one.caseRef(), "Task_Confirm", "done");
    standsAt(one, "Task_WaitForNews");
    say(one, "move-on-news");
    assertThat(haven.awaitEnd(one.caseRef(), process)).isEqualTo("done");
    assertThat(warned(one)).isEqualTo(1);
    assertThat(
            db.sql("select count(*) from letter where case_ref = ?")
                .param(one.caseRef().value())
                .query(Long.class)
                .single())
        .isZero();
    assertThat(haven.openTasks(one.caseRef())).isEmpty();
    assertThat(haven.audit(one.caseRef())).contains("supervise-migrate", "tell-warning");
    assertThat(shown(one).acts())
        .filteredOn(act -> act.kind() == ActKind.MIGRATE)
        .singleElement()
        .satisfies(
            act -> {
              assertThat(act.was()).isEqualTo(Integer.toString(first));
              assertThat(act.became()).isEqualTo(Integer.toString(second));
              assertThat(act.reason().clear()).isEqualTo("Better");
            });
    await().atMost(PATIENCE).until(() -> running(process, second) == 0);
  }

  private static Map<String, Object> with(Map<String, Object> row, String name, Object value) {
    var other = new java.util.LinkedHashMap<>(row);
    other.put(name, value);
    return other;
  }

  @Test
  void shouldTakeATaskAlongUnderItsNewName_andBack() {
    // given: its owner was warned already
    haven.moveTo("2026-11-18T10:00");
    String process = "move-on-renamed";
    int first = deploy(process, MoveOnModel.first(process));
    var one = begin(process);
    var task = haven.awaitTask(one.caseRef(), "Task_Decide");
    TestPlatform.moveTo(task.warnAt().plusSeconds(1));
    haven.awaitWarned(task);
    int second = deploy(process, MoveOnModel.renamed(process));
    // when nothing is chosen it is not sent
    assertThat(offer(one, second, Map.of()).checked().fits()).isFalse();
    var chosen = Map.of("Task_Decide", "Task_Judge");
    assertThat(act(offer(one, second, chosen))).isEqualTo(ActResult.DONE);
    // then
    var moved = haven.now(task);
    assertThat(moved.elementId()).isEqualTo("Task_Judge");
    assertThat(moved.dueAt()).isEqualTo(task.dueAt());
    assertThat(task(one))
        .containsEntry("title", "Judge")
        .containsEntry("outcomes", "{done,put-off}");
    eventually(() -> Optional.of(shown(one)).filter(s -> s.timers().size() == 1));
    // when it is late its supervisors are told, and its owner is not warned again
    TestPlatform.moveTo(task.dueAt().plusSeconds(1));
    haven.awaitBreached(moved);
    assertThat(warned(one)).isEqualTo(1);
    // and back, as it came
    assertThat(migrations.ways(shown(one))).isEqualTo(new JourneyMigrations.Ways(0, first));
    var back = offer(one, first, Map.of());
    assertThat(back.back()).isTrue();
    assertThat(act(back)).isEqualTo(ActResult.DONE);
    assertThat(haven.now(task).elementId()).isEqualTo("Task_Decide");
    assertThat(shown(one).version()).isEqualTo(first);
    // and to its end: the answer goes to the step as it is called now
    haven.outcome(one.caseRef(), "Task_Decide", "done");
    engine.newCompleteCommand(job(one).getKey()).send().join();
    standsAt(one, "Task_WaitForNews");
    say(one, "move-on-news");
    assertThat(haven.awaitEnd(one.caseRef(), process)).isEqualTo("done");
    assertThat(warned(one)).isEqualTo(1);
  }

  @Test
  void shouldRefuseBeforeItIsSent_whatTheEngineWouldRefuse() {
    haven.moveTo("2026-11-19T10:00");
    String process = "move-on-refused";
    deploy(process, MoveOnModel.first(process));
    var one = begin(process);
    // the step is done by Haven itself
    int automatic = deploy(process, MoveOnModel.automatic(process));
    refused(
        one,
        automatic,
        new Hindered(Obstacle.OTHER_KIND, "Task_Decide", "Decide"),
        Map.of("Task_Decide", "Task_Decide", "Task_DoWork", "Task_DoWork"));
    // it would wait for a message whose key nobody knows
    int unknown = deploy(process, MoveOnModel.withdrawn(process, "=nobodyKnows"));
    refused(
        one,
        unknown,
        new Hindered(Obstacle.NOT_WORKED_OUT, "BoundaryEvent_Withdrawn", "Withdrawn"),
        Map.of(
            "Task_Decide", "Task_Decide",
            "Task_DoWork", "Task_DoWork",
            "BoundaryEvent_DecideWarning", "BoundaryEvent_DecideWarning",
            "BoundaryEvent_DecideBreach", "BoundaryEvent_DecideBreach",
            "StartEvent_Changed", "StartEvent_Changed"));
    assertThat(haven.audit(one.caseRef())).doesNotContain("supervise-migrate");
    // one that can be worked out is waited for, and ends the task
    int known = deploy(process, MoveOnModel.withdrawn(process, "=journeyId"));
    var offer = offer(one, known, Map.of());
    assertThat(offer.checked().begins())
        .extracting(begins -> begins.event().title())
        .containsExactly("Withdrawn");
    assertThat(act(offer)).isEqualTo(ActResult.DONE);
    say(one, "move-on-withdrawn");
    await().atMost(PATIENCE).until(() -> haven.openTasks(one.caseRef()).isEmpty());
    assertThat(hands.cancel(one.instance()).kind()).isEqualTo(EngineActs.Kind.DONE);
  }

  private void refused(Begun one, int to, Hindered why, Map<String, String> mapping) {
    eventually(
        () ->
            Optional.of(offer(one, to, Map.of()).checked().hindered())
                .filter(List.of(why)::equals));
    long version =
        models.process(shown(one).journey().processId(), to).orElseThrow().processDefinitionKey();
    assertThat(hands.migrate(one.instance(), version, mapping).kind())
        .as("%s", why)
        .isEqualTo(EngineActs.Kind.REFUSED);
  }

  @Test
  void shouldMoveSeveralOnAtOnce_asFarAsThePersonMay() {
    haven.moveTo("2026-11-20T10:00");
    String process = "move-on-several";
    int first = deploy(process, MoveOnModel.first(process));
    var one = begin(process);
    var other = begin(process);
    int second = deploy(process, MoveOnModel.renamed(process));
    var ines = haven.person("ines.moreau");
    assertThat(versions.many(ines, process, first, Map.of()).orElseThrow().journeys()).isEmpty();
    var many = versions.many(helen, process, first, Map.of()).orElseThrow();
    assertThat(many.to()).isEqualTo(second);
    assertThat(many.journeys())
        .extracting(VersionMigrations.One::journeyRow)
        .containsExactly(one.row(), other.row());
    assertThat(many.asks()).hasSize(1);
    assertThat(versions.many(helen, process, second, Map.of())).isEmpty();
    // when
    var rows = List.of(one.row(), other.row());
    var chosen = Map.of("Task_Decide", "Task_Judge");
    UUID page = UUID.randomUUID();
    assertThat(versions.moveOn(ines, process, first, rows, chosen, "x", page)).isEmpty();
    for (int i = 0; i < 2; i++) {
      assertThat(versions.moveOn(helen, process, first, rows, chosen, "Better", page))
          .hasSize(2)
          .allSatisfy(done -> assertThat(done.result()).isEqualTo(ActResult.DONE));
    }
    // then
    assertThat(haven.openTasks(one.caseRef())).containsExactly("Task_Judge");
    assertThat(haven.openTasks(other.caseRef())).containsExactly("Task_Judge");
    assertThat(haven.audit(one.caseRef()).stream().filter("supervise-migrate"::equals)).hasSize(2);
    assertThat(versions.many(helen, process, first, Map.of()).orElseThrow().journeys()).isEmpty();
    for (var begun : List.of(one, other)) {
      assertThat(hands.cancel(begun.instance()).kind()).isEqualTo(EngineActs.Kind.DONE);
    }
  }
}
