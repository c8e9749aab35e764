package org.haven.engine;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.FinalCommandStep;
import io.camunda.client.api.command.MigrationPlan;
import io.camunda.client.api.command.MigrationPlan.MigrationPlanBuilderFinalStep;
import io.camunda.client.api.command.MigrationPlan.MigrationPlanBuilderStep2;
import java.time.Duration;
import java.util.Map;
import org.haven.platform.EngineActs;
import org.haven.platform.RoutingFacts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Has the engine do what a supervisor asked for. */
@Component
class EngineHands implements EngineActs {
  private static final Logger LOG = LoggerFactory.getLogger(EngineHands.class);

  /** Somebody waits for the page. */
  private static final Duration REQUEST = Duration.ofSeconds(5);

  private final CamundaClient engine;

  EngineHands(CamundaClient engine) {
    this.engine = engine;
  }

  @Override
  public Said retry(long jobKey, int retries) {
    return send(engine.newUpdateRetriesCommand(jobKey).retries(retries));
  }

  @Override
  public Said resolve(long incidentKey) {
    return send(engine.newResolveIncidentCommand(incidentKey));
  }

  @Override
  public Said cancel(long processInstanceKey) {
    return send(engine.newCancelInstanceCommand(processInstanceKey));
  }

  @Override
  public Said correct(long processInstanceKey, String fact, Object value) {
    Map<String, Object> closed = RoutingFacts.toEngine(Map.of(fact, value));
    return send(engine.newSetVariablesCommand(processInstanceKey).variables(closed).local(true));
  }

  @Override
  public Said move(long processInstanceKey, long elementInstanceKey, String elementId) {
    return send(
        engine
            .newModifyProcessInstanceCommand(processInstanceKey)
            .activateElement(elementId)
            .and()
            .terminateElement(elementInstanceKey));
  }

  @Override
  public Said migrate(
      long processInstanceKey, long processDefinitionKey, Map<String, String> mapping) {
    MigrationPlanBuilderStep2 plan =
        MigrationPlan.newBuilder().withTargetProcessDefinitionKey(processDefinitionKey);
    MigrationPlanBuilderFinalStep whole = null;
    for (var one : mapping.entrySet()) {
      whole = (whole == null ? plan : whole).addMappingInstruction(one.getKey(), one.getValue());
    }
    if (whole == null) {
      throw new IllegalArgumentException("Nothing of the instance is mapped");
    }
    return send(
        engine.newMigrateProcessInstanceCommand(processInstanceKey).migrationPlan(whole.build()));
  }

  private static Said send(FinalCommandStep<?> command) {
    OutsideTransaction.require();
    try {
      command.requestTimeout(REQUEST).send().join();
      return new Said(Kind.DONE, "");
    } catch (RuntimeException e) {
      EngineAnswer answer = EngineAnswer.of(e);
      LOG.info("The engine did not do what was asked of it ({})", answer.code());
      return new Said(
          switch (answer.kind()) {
            case DONE_BEFORE -> Kind.GONE;
            case REFUSED -> Kind.REFUSED;
            case BUSY, AWAY -> Kind.AWAY;
          },
          answer.code());
    }
  }
}
