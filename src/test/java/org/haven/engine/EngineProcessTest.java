package org.haven.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camunda.client.CamundaClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.haven.engine.models.ModelSet;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Decisions.DecisionUnavailableException;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.Models;
import org.haven.platform.Outbox;
import org.haven.platform.OutboxAdmin;
import org.haven.platform.OutboxQueue;
import org.haven.platform.OutboxWakeUp;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.platform.UserTaskKeys;
import org.haven.testing.TestDatabase;
import org.haven.testing.TestPlatform;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The engine room against the real broker, with a journey of its own. */
class EngineProcessTest {
  private static final Path MODELS = Path.of("src/test/resources/models");
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final RandomGenerator RANDOM = RandomGenerator.getDefault();
  private static final ActingPerson ADMINISTRATOR =
      new ActingPerson("admin", "Administrator", Set.of(Role.ADMINISTRATOR), Set.of());

  private final CaseRef caseRef = CaseRef.next(RANDOM);
  private final JourneyId journeyId = new JourneyId("J-" + caseRef.value());
  private final DataSource database = TestDatabase.fresh();
  private final TransactionTemplate transaction =
      new TransactionTemplate(new JdbcTransactionManager(database));
  private final List<GenericApplicationContext> rooms = new ArrayList<>();

  @BeforeEach
  void letTimePass() {
    TestPlatform.releaseClocks();
  }

  @AfterEach
  void closeRooms() {
    rooms.forEach(GenericApplicationContext::close);
  }

  // --- what the journey of the test is made of ---------------------------------------------

  static class OpenTask implements JobWorker<OpenTask.In, OpenTask.Out> {
    record In(JobContext job, CaseRef caseRef, Team team, SlaKey slaKey) {}

    record Out(Instant warnAt, Instant dueAt) {}

    /** A key of the table of limits, as the real worker has it. */
    record SlaKey(@com.fasterxml.jackson.annotation.JsonValue String value)
        implements org.haven.platform.RoutingFact {
      @com.fasterxml.jackson.annotation.JsonCreator
      SlaKey {}
    }

    final BlockingQueue<In> opened = new LinkedBlockingQueue<>();
    private final Clock clock = TestPlatform.clock();

    @Override
    public String type() {
      return "open-task";
    }

    @Override
    public Out work(In in) {
      opened.add(in);
      Instant now = clock.instant();
      return new Out(now.plus(Duration.ofHours(1)), now.plus(Duration.ofHours(2)));
    }
  }

  static class DoWork implements JobWorker<DoWork.In, JobWorker.Nothing> {
    record In(
        JobContext job,
        CaseRef caseRef,
        JourneyId journeyId,
        Known urgent,
        @Nullable Code answerItOutcome) {}

    final BlockingQueue<In> done = new LinkedBlockingQueue<>();
    volatile Consumer<In> before = _ -> {};

    @Override
    public String type() {
      return "do-work";
    }

    @Override
    public Nothing work(In in) {
      before.accept(in);
      done.add(in);
      return new Nothing();
    }
  }

  abstract static class Tell implements JobWorker<Tell.In, JobWorker.Nothing> {
    record In(JobContext job, CaseRef caseRef) {}

    final BlockingQueue<In> told = new LinkedBlockingQueue<>();

    @Override
    public Nothing work(In in) {
      told.add(in);
      return new Nothing();
    }
  }

  static class TellWarning extends Tell {
    @Override
    public String type() {
      return "tell-warning";
    }
  }

  static class TellBreach extends Tell {
    @Override
    public String type() {
      return "tell-breach";
    }
  }

  static class NoteNews extends Tell {
    @Override
    public String type() {
      return "note-news";
    }
  }

  static class Silent implements Audit {
    @Override
    public void record(
        ActingPerson who, String action, @Nullable CaseRef caseRef, Map<String, ?> details) {}

    @Override
    public void recordSystem(String action, @Nullable CaseRef caseRef, Map<String, ?> details) {}
  }

  /** What the task list does in earnest: the exported record tells the key. */
  static class ExportedKeys implements UserTaskKeys {
    @Override
    public Optional<Long> userTaskKey(long elementInstanceKey) {
      return records("user-task", "value.elementInstanceKey:" + elementInstanceKey).stream()
          .map(r -> r.path("value").path("userTaskKey").asLong())
          .findFirst();
    }
  }

  @EnableTransactionManagement(proxyTargetClass = true)
  @Import({
    EngineConfiguration.class,
    WorkerRegistry.class,
    DeployedModels.class,
    Deployer.class,
    EngineDecisions.class,
    OutboxSender.class,
    EngineHealthIndicator.class,
    OutboxQueue.class
  })
  static class Room {}

  private GenericApplicationContext room() {
    return room(ModelSet.ofFolder(MODELS), Map.of());
  }

  private GenericApplicationContext room(ModelSet models, Map<String, Object> settings) {
    var room = new AnnotationConfigApplicationContext();
    room.setAllowBeanDefinitionOverriding(true);
    var properties = new TreeMap<String, Object>(TestPlatform.platform().properties());
    properties.putAll(settings);
    room.getEnvironment()
        .getPropertySources()
        .addFirst(new org.springframework.core.env.MapPropertySource("test", properties));
    room.registerBean(DataSource.class, () -> database);
    room.registerBean(JdbcClient.class, () -> JdbcClient.create(database));
    room.registerBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(database));
    room.registerBean(Clock.class, TestPlatform::clock);
    room.registerBean(SimpleMeterRegistry.class);
    room.registerBean(Silent.class);
    room.registerBean(ExportedKeys.class);
    for (var worker :
        List.of(
            OpenTask.class, DoWork.class, TellWarning.class, TellBreach.class, NoteNews.class)) {
      room.registerBean(worker);
    }
    room.register(Room.class);
    try {
      room.register(Class.forName("org.haven.platform.JdbcOutbox"));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
    room.addBeanFactoryPostProcessor(
        beans -> {
          var registry =
              (org.springframework.beans.factory.support.DefaultListableBeanFactory) beans;
          registry.registerSingleton("models", models);
        });
    room.refresh();
    rooms.add(room);
    return room;
  }

  private Map<String, Object> facts(int howMany) {
    return Map.of(
        "caseRef", caseRef,
        "journeyId", journeyId,
        "team", Team.HOUSING_SOLUTIONS,
        "howMany", howMany,
        "urgent", Known.YES);
  }

  private void request(GenericApplicationContext room, Map<String, Object> facts) {
    transaction.executeWithoutResult(
        _ ->
            room.getBean(Outbox.class)
                .publish(caseRef, "prove-engine-requested", caseRef.value(), facts));
  }

  private static <T> T next(BlockingQueue<T> queue) {
    try {
      return requireNonNull(queue.poll(60, TimeUnit.SECONDS), "nothing came within a minute");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Other tests' tasks have clocks as well. */
  private Tell.In nextOfThisCase(Tell worker) {
    Tell.In told;
    do {
      told = next(worker.told);
    } while (!told.caseRef().equals(caseRef));
    return told;
  }

  /** Exported records of a kind, as a query string finds them. */
  private static List<JsonNode> records(String kind, String query) {
    URI uri =
        TestPlatform.platform()
            .elasticsearchUrl()
            .resolve(
                "/zeebe-record_%s_*/_search?size=100&sort=position&q=%s"
                    .formatted(kind, query.replace(" ", "%20")));
    try {
      var answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      var out = new ArrayList<JsonNode>();
      JsonMapper.shared()
          .readTree(answer.body())
          .path("hits")
          .path("hits")
          .forEach(hit -> out.add(hit.path("_source")));
      return out;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitEnd(long processInstanceKey, String endEventId) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        records(
                            "process-instance",
                            "intent:ELEMENT_COMPLETED AND value.processInstanceKey:"
                                + processInstanceKey))
                    .extracting(r -> r.path("value").path("elementId").asString())
                    .contains(endEventId));
  }

  // --- the journey -------------------------------------------------------------------------

  @Test
  void shouldTakeTheJourneyFromMessageToEnd_whenThePersonAnswers() {
    // given
    var room = room();
    var models = room.getBean(Models.class);

    // when it is asked for through the outbox
    request(room, facts(12));

    // then the table has said big, and the task opens with its clock chosen
    OpenTask.In opened = next(room.getBean(OpenTask.class).opened);
    assertThat(opened.caseRef()).isEqualTo(caseRef);
    assertThat(opened.team()).isEqualTo(Team.HOUSING_SOLUTIONS);
    assertThat(opened.slaKey().value()).isEqualTo("atOnce");
    assertThat(models.element(opened.job().processDefinitionKey(), opened.job().elementId()))
        .hasValueSatisfying(
            task -> {
              assertThat(task.name()).isEqualTo("Answer it");
              assertThat(task.documentation()).isEqualTo("Somebody has to say what to do.");
              assertThat(task.properties())
                  .containsEntry("team", "lead")
                  .containsEntry("policyClause", "7.1");
              assertThat(task.formId()).isEqualTo("answer-it");
            });

    // when the answer is saved before the key of the task is known
    transaction.executeWithoutResult(
        _ ->
            room.getBean(Outbox.class)
                .completeTask(
                    caseRef,
                    opened.job().elementInstanceKey(),
                    false,
                    opened.job().elementId(),
                    Map.of("outcome", new Code("agreed"), "notMapped", 5)));

    // then it reaches the next step, and the journey ends
    DoWork.In done = next(room.getBean(DoWork.class).done);
    assertThat(done.answerItOutcome()).isEqualTo(new Code("agreed"));
    assertThat(done.urgent()).isEqualTo(Known.YES);
    assertThat(done.job().headers()).containsEntry("pace", "slow");
    awaitEnd(done.job().processInstanceKey(), "EndEvent_Done");
    await().atMost(SOON).until(() -> room.getBean(OutboxAdmin.class).state().waiting() == 0);
    assertThat(
            room.getBean(SimpleMeterRegistry.class)
                .get("haven.jobs")
                .tags("type", "do-work", "outcome", "completed")
                .timer()
                .count())
        .isEqualTo(1);
  }

  @Test
  void shouldTellOwnerAndThenSupervisor_whenTheClockPassesTheTasksDates() {
    // given
    var room = room();
    var models = room.getBean(Models.class);
    TestPlatform.moveTo(Instant.parse("2031-04-03T09:00:00Z"));
    request(room, facts(12));
    OpenTask.In opened = next(room.getBean(OpenTask.class).opened);
    awaitTimers(opened.job().elementInstanceKey());

    // when the time to warn comes
    TestPlatform.forward(Duration.ofMinutes(61));
    // then
    Tell.In warned = nextOfThisCase(room.getBean(TellWarning.class));
    assertThat(warned.job().processInstanceKey()).isEqualTo(opened.job().processInstanceKey());
    assertThat(models.attachedTask(warned.job().processDefinitionKey(), warned.job().elementId()))
        .map(Models.Element::id)
        .contains("Task_AnswerIt");
    assertThat(room.getBean(TellBreach.class).told)
        .noneMatch(told -> told.caseRef().equals(caseRef));

    // when the date has passed
    TestPlatform.forward(Duration.ofMinutes(60));
    // then
    assertThat(nextOfThisCase(room.getBean(TellBreach.class)).job().elementId())
        .isEqualTo("EndEvent_AnswerItBreached");
  }

  private static void awaitTimers(long elementInstanceKey) {
    await()
        .atMost(SOON)
        .until(
            () ->
                records(
                            "timer",
                            "intent:CREATED AND value.elementInstanceKey:" + elementInstanceKey)
                        .size()
                    == 2);
  }

  @Test
  void shouldTakeTheDetourWithItsFacts_whenTheWorkerThrowsABpmnError() {
    // given
    var room = room();
    var worker = room.getBean(DoWork.class);
    var keys = new LinkedBlockingQueue<Long>();
    worker.before =
        in -> {
          keys.add(in.job().processInstanceKey());
          throw new BpmnError("NOT_NOW", Map.of("waitDays", 3));
        };

    // when
    request(room, facts(1));

    // then
    long processInstance = next(keys);
    awaitEnd(processInstance, "EndEvent_NotNow");
    // each kind of record has an index of its own, which shows it in its own time
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        records(
                            "variable",
                            "value.name:waitDays AND value.processInstanceKey:" + processInstance))
                    .extracting(r -> r.path("value").path("value").asString())
                    .contains("3"));
  }

  private boolean isOurs(long processInstanceKey) {
    return records("variable", "value.processInstanceKey:" + processInstanceKey).stream()
        .anyMatch(
            r -> r.path("value").path("value").asString().equals("\"" + caseRef.value() + "\""));
  }

  @Test
  void shouldTellClassesAndNoWordOfTheException_whenTheWorkerFailsToTheEnd() {
    // given
    var room = room();
    var worker = room.getBean(DoWork.class);
    var runs = new LinkedBlockingQueue<Integer>();
    worker.before =
        _ -> {
          runs.add(1);
          throw new IllegalStateException(
              "Jane Doe", new IllegalArgumentException("12 High Street"));
        };

    // when
    request(room, facts(1));

    // then it was tried as often as the model says
    await()
        .atMost(SOON)
        .until(
            () ->
                !records("incident", "value.bpmnProcessId:prove-engine").isEmpty()
                    && runs.size() == 2);
    String message = incidentOfThisCase();
    assertThat(message)
        .contains("do-work")
        .contains("Task_DoWork")
        .contains("IllegalStateException, caused by IllegalArgumentException")
        .contains("resolve this incident")
        .doesNotContain("Jane")
        .doesNotContain("High Street");
  }

  private String incidentOfThisCase() {
    var found = new ArrayList<String>();
    await()
        .atMost(SOON)
        .until(
            () -> {
              records("incident", "intent:CREATED").stream()
                  .map(r -> r.path("value"))
                  .filter(v -> isOurs(v.path("processInstanceKey").asLong()))
                  .forEach(v -> found.add(v.path("errorMessage").asString()));
              return !found.isEmpty();
            });
    return found.getFirst();
  }

  @Test
  void shouldNameTheVariable_whenItIsMissing() {
    // given
    var room = room();
    var facts = new TreeMap<>(facts(1));
    facts.remove("journeyId");
    facts.put("journeyId", "x"); // too short for an id

    // when
    request(room, facts);

    // then
    assertThat(incidentOfThisCase()).contains("the variable journeyId is not a JourneyId");
  }

  @Test
  void shouldReachTheRunningJourneyAlone_whenToldByItsOwnKey() {
    // given
    var room = room();
    request(room, facts(12));
    OpenTask.In opened = next(room.getBean(OpenTask.class).opened);

    // when
    transaction.executeWithoutResult(
        _ ->
            room.getBean(Outbox.class)
                .publish(caseRef, "news-came", journeyId.value(), Map.of(), Duration.ofMinutes(1)));

    // then
    assertThat(next(room.getBean(NoteNews.class).told).job().processInstanceKey())
        .isEqualTo(opened.job().processInstanceKey());
  }

  @Test
  void shouldFinishTheRunningJob_whenTheApplicationEnds() throws InterruptedException {
    // given a job that is under way
    var room = room();
    var worker = room.getBean(DoWork.class);
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    worker.before =
        _ -> {
          begun.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    request(room, facts(1));
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

    // when
    Thread closing = Thread.ofPlatform().start(room::close);
    assertThat(closing.join(Duration.ofMillis(300))).isFalse();
    goOn.countDown();
    closing.join();

    // then it was finished, and finished in the engine
    DoWork.In done = next(worker.done);
    awaitEnd(done.job().processInstanceKey(), "EndEvent_Done");
  }

  // --- decisions ---------------------------------------------------------------------------

  @Test
  void shouldGiveTheRowsThatMatched_whenATableIsAsked() {
    var decisions = room().getBean(EngineDecisions.class);
    assertThat(decisions.evaluate("grounds", Map.of("yes", 15, "judged", true)))
        .containsExactly(
            Map.of("level", "high", "ground", "visible"),
            Map.of("level", "high", "ground", "judgement"));
    assertThat(decisions.evaluate("grounds", Map.of("yes", 12, "judged", Known.UNKNOWN))).isEmpty();
    assertThat(decisions.evaluate("taskSla", Map.of("slaKey", new Code("standard"))))
        .containsExactly(Map.of("amount", 2, "unit", "working-days"));
    assertThat(decisions.evaluate("size", Map.of("howMany", 11, "effectiveOn", "2026-04-02")))
        .containsExactly(Map.of("size", "big"));
    assertThatThrownBy(() -> decisions.evaluate("noSuchTable", Map.of()))
        .isInstanceOf(DecisionUnavailableException.class)
        .hasMessageContaining("noSuchTable");
  }

  @Test
  void shouldRefuseToAskTheEngine_whenATransactionIsOpen() {
    var room = room();
    var decisions = room.getBean(EngineDecisions.class);
    decisions.evaluate("taskSla", Map.of("slaKey", "standard"));
    assertThatThrownBy(
            () ->
                transaction.execute(
                    _ -> decisions.evaluate("taskSla", Map.of("slaKey", "standard"))))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () ->
                transaction.execute(
                    _ -> room.getBean(CamundaClient.class).newTopologyRequest().send().join()))
        .isInstanceOf(IllegalStateException.class);
  }

  // --- deployment --------------------------------------------------------------------------

  private static ModelSet changed(String file, String good, String bad) {
    var bundles = new TreeMap<String, SortedMap<String, String>>();
    ModelSet.ofFolder(MODELS)
        .bundles()
        .forEach((bundle, files) -> bundles.put(bundle, new TreeMap<>(files)));
    bundles
        .values()
        .forEach(files -> files.computeIfPresent(file, (_, text) -> text.replace(good, bad)));
    return new ModelSet(bundles);
  }

  private int version(GenericApplicationContext room) {
    return room.getBean(Models.class).processes().getFirst().version();
  }

  @Test
  void shouldDeployOnlyWhatChanged_whenStartedAgain() {
    // given
    var first = room();
    int version = version(first);
    var deployedAt =
        JdbcClient.create(database).sql("select max(deployed_at) from deployed_bundle");
    var at = deployedAt.query(java.time.OffsetDateTime.class).single();

    // when nothing changed
    assertThat(version(room())).isEqualTo(version);
    assertThat(deployedAt.query(java.time.OffsetDateTime.class).single()).isEqualTo(at);

    // when a label changed
    var changed = room(changed("prove-engine.bpmn", "Answer it", "Answer " + caseRef), Map.of());
    // then both versions can be read
    assertThat(version(changed)).isGreaterThan(version);
    var models = changed.getBean(Models.class);
    assertThat(models.element("prove-engine", version(changed), "Task_AnswerIt"))
        .map(Models.Element::name)
        .contains("Answer " + caseRef);
    assertThat(models.element("prove-engine", version, "Task_AnswerIt"))
        .map(Models.Element::name)
        .contains("Answer it");

    // when the engine is not the one we deployed to
    JdbcClient.create(database).sql("update deployed_bundle set decision_key = 4711").update();
    room();
    // then it got everything
    assertThat(
            JdbcClient.create(database)
                .sql("select count(*) from deployed_bundle where decision_key = 4711")
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void shouldNotStart_whenAModelIsUnfit() {
    assertThatThrownBy(() -> room(changed("prove-engine.bpmn", "do-work", "do-wrok"), Map.of()))
        .isInstanceOf(ModelsUnfitException.class)
        .hasMessageContaining("processes/prove-engine/prove-engine.bpmn: Task_DoWork")
        .hasMessageContaining("did you mean do-work?");
  }

  @Test
  void shouldNotStartAndNameTheElement_whenTheEngineRefusesWhatWeDidNotSee() {
    // an output of a table that is no expression the engine knows
    assertThatThrownBy(
            () -> room(changed("size.dmn", "hitPolicy=\"FIRST\"", "hitPolicy=\"NEVER\""), Map.of()))
        .hasRootCauseInstanceOf(ModelsUnfitException.class)
        .rootCause()
        .hasMessageContaining("processes/prove-engine/size.dmn");
  }

  // --- outbox ------------------------------------------------------------------------------

  @Test
  void shouldKeepEverythingAndSendItLater_whenTheEngineIsAway() {
    // given an engine that nobody reaches
    var away =
        room(
            ModelSet.ofFolder(MODELS),
            Map.of(
                "haven.engine.grpc-address", "http://localhost:1",
                "haven.engine.rest-address", "http://localhost:1"));
    var sender = away.getBean(OutboxAdmin.class);

    // when
    request(away, facts(1));
    await()
        .atMost(SOON)
        .until(() -> sender.waiting(ADMINISTRATOR, 1).getFirst().lastError() != null);

    // then it waits, has used up no attempt, and the health page says so
    assertThat(sender.waiting(ADMINISTRATOR, 1).getFirst().attempts()).isZero();
    assertThat(sender.state().dead()).isZero();
    assertThat(away.getBean(EngineHealthIndicator.class).health().getStatus().getCode())
        .isEqualTo("DOWN");
    away.close();

    // when the engine is back
    var back = room();
    // then
    assertThat(next(back.getBean(DoWork.class).done).caseRef()).isEqualTo(caseRef);
    assertThat(back.getBean(EngineHealthIndicator.class).health().getStatus().getCode())
        .isEqualTo("UP");
  }

  @Test
  void shouldShowTheDeadRowAndGoOnAfterRetry_whenTheEngineRefusesIt() {
    // given a row that the engine cannot take, and another of its case
    var room = room(ModelSet.ofFolder(MODELS), Map.of("haven.engine.send-attempts", "2"));
    var admin = room.getBean(OutboxAdmin.class);
    var db = JdbcClient.create(database);
    transaction.executeWithoutResult(
        _ -> {
          request(room, facts(1));
          db.sql("update outbox set facts = '[1]'").update();
          room.getBean(Outbox.class).publish(caseRef, "later-one", "later-one", Map.of());
        });

    // then
    await().atMost(SOON).until(() -> admin.dead(ADMINISTRATOR).size() == 1);
    assertThat(admin.dead(ADMINISTRATOR).getFirst().lastError()).isEqualTo("INVALID_ARGUMENT");
    assertThat(admin.dead(ADMINISTRATOR).getFirst().heldBackBy()).isEqualTo(1);

    // when it is mended and sent again
    db.sql(
            "update outbox set facts = '{\"caseRef\": \""
                + caseRef
                + "\", \"journeyId\": \""
                + journeyId
                + "\"}' where dead_at is not null")
        .update();
    boolean again =
        requireNonNull(
            transaction.execute(
                _ -> admin.retry(admin.dead(ADMINISTRATOR).getFirst().id(), ADMINISTRATOR)));

    // then
    assertThat(again).isTrue();
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(admin.state()).isEqualTo(new OutboxAdmin.State(0, Duration.ZERO, 0)));
    assertThat(next(room.getBean(DoWork.class).done).caseRef()).isEqualTo(caseRef);
  }

  @Test
  void shouldCountAsSent_whenTheEngineHadItAlready() {
    // given
    var room = room();
    request(room, facts(1));
    next(room.getBean(DoWork.class).done);
    await().atMost(SOON).until(() -> room.getBean(OutboxAdmin.class).state().waiting() == 0);

    // when we fell before we could write down that it was sent
    JdbcClient.create(database)
        .sql("update outbox set sent_at = null, leased_until = null")
        .update();
    room.getBean(OutboxWakeUp.class).wake();

    // then it is sent, and had no second effect
    await().atMost(SOON).until(() -> room.getBean(OutboxAdmin.class).state().waiting() == 0);
    assertThat(room.getBean(DoWork.class).done).isEmpty();
  }
}
