package org.haven.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ActivatedJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyPlan;
import org.haven.platform.Outbox;
import org.haven.supervision.InstanceActs.Offer;
import org.haven.supervision.InstanceActs.Wrong;
import org.haven.testing.JourneyDriver;
import org.haven.testing.ProcessTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Everything that a supervisor may have done to an instance, done by the real broker. */
@ProcessTest
@SuppressWarnings("NullAway")
class SupervisionActsProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path MODEL =
      Path.of("src/test/resources/models/supervision/supervise-me.bpmn");

  @Autowired private ApplicationContext context;
  @Autowired private CamundaClient engine;
  @Autowired private JdbcClient db;
  @Autowired private Instances instances;
  @Autowired private InstanceActs acts;
  @Autowired private StoppedJourneys stopped;
  @Autowired private Outbox outbox;
  @Autowired private PlatformTransactionManager transactions;

  private JourneyDriver haven;
  private ActingPerson helen;
  private CaseRef caseRef;
  private String journeyId;
  private long instance;
  private long journey;

  @BeforeAll
  void anInstance() throws IOException {
    haven = new JourneyDriver(context);
    helen = haven.person("helen.marsh");
    caseRef = haven.aCase(Map.of());
    journeyId = "JO-" + caseRef.value();
    String xml = Files.readString(MODEL);
    var process =
        engine
            .newDeployResourceCommand()
            .addResourceStringUtf8(xml, "supervise-me.bpmn")
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
    instance =
        engine
            .newCreateInstanceCommand()
            .bpmnProcessId("supervise-me")
            .latestVersion()
            .variables(Map.of("caseRef", caseRef.value(), "journeyId", journeyId, "urgent", false))
            .send()
            .join()
            .getProcessInstanceKey();
    journey =
        db.sql(
                """
                insert into journey (journey_id, process_id, case_ref, correlation_key, status,
                  process_instance_key, requested_at, requested_by, started_at)
                values (?, 'supervise-me', ?, ?, 'running', ?, now(), 'system', now()) returning id
                """)
            .params(journeyId, caseRef.value(), caseRef.value(), instance)
            .query(Long.class)
            .single();
  }

  private static <T> T eventually(Callable<Optional<T>> found) {
    return await().atMost(PATIENCE).until(found, Optional::isPresent).orElseThrow();
  }

  private Instances.Instance shown() {
    return instances.of(helen, journey).orElseThrow();
  }

  private ActivatedJob job() {
    return eventually(
        () ->
            engine
                .newActivateJobsCommand()
                .jobType("supervised-job")
                .maxJobsToActivate(1)
                .timeout(Duration.ofMinutes(1))
                .send()
                .join()
                .getJobs()
                .stream()
                .findFirst());
  }

  private void fail() {
    engine
        .newFailCommand(job().getKey())
        .retries(0)
        .errorMessage("the variable urgent is missing")
        .send()
        .join();
  }

  private Offer offer(ActKind kind, String of) {
    return acts.offer(helen, journey, kind, of).orElseThrow();
  }

  private ActResult act(Offer offer, String to) {
    return acts.act(helen, offer, to, "It has to be", UUID.randomUUID());
  }

  private Instances.Step standsAt(String elementId) {
    return eventually(
        () -> shown().now().stream().filter(s -> s.elementId().equals(elementId)).findFirst());
  }

  @Test
  void shouldDoEachActToARunningInstance_untilItIsCancelled() {
    // a message that goes by: nobody waits for it yet
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            _ ->
                outbox.publish(
                    caseRef, "supervised-news", journeyId, Map.of(), Duration.ofSeconds(1)));

    // resolve: the step failed, and the cause is told in words
    fail();
    var incident =
        eventually(
            () ->
                shown().incidents().stream()
                    .filter(i -> i.endedAt() == null && i.missing() != null)
                    .findFirst());
    assertThat(incident.step()).isEqualTo("Do it");
    assertThat(incident.missing()).isEqualTo("urgent");
    assertThat(stopped.stopped(helen)).anyMatch(one -> one.key() == incident.key());
    String key = Long.toString(incident.key());
    // whoever supervises another team sees nothing, and does nothing
    var ines = haven.person("ines.moreau");
    assertThat(instances.of(ines, journey)).isEmpty();
    assertThat(acts.offer(ines, journey, ActKind.RESOLVE, key)).isEmpty();
    assertThat(stopped.resolve(ines, List.of(incident.key()), "x", UUID.randomUUID())).isEmpty();
    assertThatThrownBy(() -> instances.of(haven.person("maya.okafor"), journey))
        .isInstanceOf(SupervisionBoard.NotAllowedException.class);
    assertThat(
            stopped.resolve(helen, List.of(incident.key()), "Mended", UUID.randomUUID()).values())
        .containsExactly(ActResult.DONE);

    // retry: it fails once more, and gets tries again by its job
    fail();
    var stuck = eventually(() -> shown().jobs().stream().filter(Instances.Job::stuck).findFirst());
    await()
        .atMost(PATIENCE)
        .until(() -> stopped.stopped(helen).stream().anyMatch(one -> one.journeyRow() == journey));
    eventually(
        () ->
            shown().incidents().stream()
                .filter(
                    i -> i.endedAt() == null && i.key() != incident.key() && i.missing() != null)
                .findFirst());
    assertThat(act(offer(ActKind.RETRY, Long.toString(stuck.key())), "")).isEqualTo(ActResult.DONE);

    // correct: what the gateway asks has another value
    Offer correction = eventually(() -> acts.offer(helen, journey, ActKind.CORRECT, "urgent"));
    assertThat(correction.was()).isEqualTo(false);
    assertThat(acts.wrong(correction, "perhaps", "x")).containsOnlyKeys("to");
    assertThat(acts.offer(helen, journey, ActKind.CORRECT, "caseRef")).isEmpty();
    assertThat(act(correction, "true")).isEqualTo(ActResult.DONE);
    engine.newCompleteCommand(job().getKey()).send().join();
    standsAt("Task_WaitForNews");

    // resend: now it waits for what went by
    var message =
        eventually(
            () ->
                shown().messages().stream()
                    .filter(m -> m.name().equals("supervised-news") && m.repeatable())
                    .findFirst());
    assertThat(act(offer(ActKind.RESEND, Long.toString(message.id())), ""))
        .isEqualTo(ActResult.DONE);
    var left = standsAt("Task_Left");

    // move: not where it would do harm, but elsewhere
    Offer move = offer(ActKind.MOVE, Long.toString(left.key()));
    for (var hindered :
        Map.of(
                "Nowhere", JourneyPlan.Hindrance.UNKNOWN_STEP,
                "Task_Left", JourneyPlan.Hindrance.SAME_STEP,
                "StartEvent_Asked", JourneyPlan.Hindrance.NOT_ENTERED,
                "Gateway_Join", JourneyPlan.Hindrance.PARALLEL_JOIN,
                "Task_Inner", JourneyPlan.Hindrance.INSIDE_REPEATED)
            .entrySet()) {
      assertThat(acts.wrong(move, hindered.getKey(), "x").get("to"))
          .as(hindered.getKey())
          .isInstanceOfSatisfying(
              Wrong.CannotMove.class,
              wrong -> assertThat(wrong.why()).isEqualTo(hindered.getValue()));
    }
    assertThat(move.targets())
        .extracting(InstanceActs.Target::elementId)
        .contains("Task_WaitForever")
        .doesNotContain("Gateway_Join", "Task_Inner", "StartEvent_Asked");
    assertThat(act(move, "Task_WaitForever")).isEqualTo(ActResult.DONE);
    standsAt("Task_WaitForever");
    assertThat(shown().now()).extracting(Instances.Step::elementId).doesNotContain("Task_Left");

    // what is not there any more is told as that
    assertThat(act(move, "Task_WaitForNews")).isIn(ActResult.GONE, ActResult.REFUSED);

    // cancel
    assertThat(act(offer(ActKind.CANCEL, ""), "")).isEqualTo(ActResult.DONE);
    await().atMost(PATIENCE).until(() -> !shown().running());
    assertThat(acts.offer(helen, journey, ActKind.CANCEL, "")).isEmpty();
    assertThat(shown().acts())
        .extracting(Instances.Act::kind)
        .contains(
            ActKind.RESOLVE,
            ActKind.RETRY,
            ActKind.CORRECT,
            ActKind.RESEND,
            ActKind.MOVE,
            ActKind.CANCEL);
    assertThat(haven.audit(caseRef)).contains("supervise-move", "supervise-cancel");
  }
}
