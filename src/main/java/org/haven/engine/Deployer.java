package org.haven.engine;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.command.DeployResourceCommandStep1.DeployResourceCommandStep2;
import io.camunda.client.api.response.DeploymentEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.haven.engine.DeployedModels.Decision;
import org.haven.engine.models.Finding;
import org.haven.engine.models.ModelCheck;
import org.haven.engine.models.ModelSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Brings the models to the engine, a bundle per journey and only when its content changed. All of
 * them are checked first: a fault stops the start, and then nothing is deployed. An engine that is
 * away stops nothing: it gets the models when it is there.
 */
@Component
class Deployer implements SmartInitializingSingleton, SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);
  private static final Backoff AGAIN = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(15));

  /** Such as: Element: Task_AgreeApproach > ... in the engine's own refusal. */
  private static final Pattern REFUSED_FILE = Pattern.compile("'([^']+\\.(?:bpmn|dmn|form))'");

  private static final Pattern REFUSED_ELEMENT = Pattern.compile("Element: (\\S+)");

  private final CamundaClient engine;
  private final DeployedModels deployed;
  // asked for late: whatever is injected starts first, and workers listen after the deployment
  private final ObjectProvider<WorkerRegistry> workers;
  private final EngineProperties properties;
  private final ModelSet models;
  private volatile String state = "not deployed yet";
  private volatile boolean refused;
  private volatile boolean running;
  private @Nullable Thread trying;

  Deployer(
      CamundaClient engine,
      DeployedModels deployed,
      ObjectProvider<WorkerRegistry> workers,
      EngineProperties properties,
      ModelSet models) {
    this.engine = engine;
    this.deployed = deployed;
    this.workers = workers;
    this.properties = properties;
    this.models = models;
  }

  /** Before anything listens or is deployed. */
  @Override
  public void afterSingletonsInstantiated() {
    List<Finding> findings = ModelCheck.check(models, workers.getObject().jobTypes(), unchanged());
    findings.stream().filter(f -> !f.stops()).forEach(f -> LOG.info("{}", f));
    List<Finding> stops = findings.stream().filter(Finding::stops).toList();
    if (!stops.isEmpty()) {
      throw new ModelsUnfitException(stops);
    }
  }

  @Override
  public void start() {
    running = true;
    if (!properties.deploy()) {
      state = "left as they are (haven.engine.deploy is false)";
      return;
    }
    try {
      deploy();
    } catch (ClientException e) {
      // whoever starts first waits for the other: cases can be read and reports taken meanwhile
      LOG.warn("The engine is away ({}); it gets the models when it is there", code(e));
      state = "wait for the engine";
      trying = Thread.ofVirtual().name("deployer").start(this::keepTrying);
    }
  }

  private void keepTrying() {
    for (int attempt = 0; running; attempt++) {
      try {
        Thread.sleep(AGAIN.after(attempt));
        deploy();
        return;
      } catch (InterruptedException e) {
        return;
      } catch (ModelsUnfitException e) {
        refused = true;
        state = "refused: " + e.getMessage();
        LOG.error("The engine refuses the models: {}", e.getMessage());
        return;
      } catch (RuntimeException e) {
        LOG.debug("The models could not be deployed yet ({})", code(e));
      }
    }
  }

  private static String code(RuntimeException e) {
    return EngineAnswer.of(e).code();
  }

  /**
   * @throws ModelsUnfitException if the engine refuses a model that passed our check
   * @throws ClientException if the engine is away
   */
  private void deploy() {
    if (!stillKnows()) {
      LOG.info("The engine has lost its models or is another one; it gets them all");
      deployed.forgetBundles();
    }
    int changed = 0;
    Set<String> unchanged = unchanged();
    for (String bundle : models.inOrder()) {
      if (!unchanged.contains(bundle)) {
        deploy(bundle, models.checksum(bundle));
        changed++;
      }
    }
    state = "deployed";
    LOG.atInfo().addKeyValue("changed", changed).log("The engine has the models");
  }

  /** Bundles that the engine has taken as they are. */
  private Set<String> unchanged() {
    Map<String, String> checksums = deployed.checksums();
    return models.bundles().keySet().stream()
        .filter(bundle -> models.checksum(bundle).equals(checksums.get(bundle)))
        .collect(Collectors.toSet());
  }

  /** Asks about a table we deployed: an engine that was replaced does not know its key. */
  private boolean stillKnows() {
    Optional<Decision> probe = deployed.aDecision();
    if (probe.isEmpty()) {
      return true;
    }
    try {
      var answer =
          engine
              .newEvaluateDecisionCommand()
              .decisionKey(probe.get().key())
              .variables(Map.of())
              .requestTimeout(Duration.ofSeconds(5))
              .send()
              .join();
      return answer.getDecisionId().equals(probe.get().id());
    } catch (ClientException e) {
      EngineAnswer answer = EngineAnswer.of(e);
      if (answer.kind() == EngineAnswer.Kind.AWAY || answer.kind() == EngineAnswer.Kind.BUSY) {
        throw e;
      }
      return false;
    }
  }

  private void deploy(String bundle, String checksum) {
    DeployResourceCommandStep2 command = null;
    var files = models.bundles().getOrDefault(bundle, new TreeMap<>());
    for (var file : files.entrySet()) {
      String name = ModelSet.place(bundle, file.getKey());
      command =
          command == null
              ? engine.newDeployResourceCommand().addResourceStringUtf8(file.getValue(), name)
              : command.addResourceStringUtf8(file.getValue(), name);
    }
    if (command == null) {
      return;
    }
    DeploymentEvent event;
    try {
      event = command.requestTimeout(Duration.ofSeconds(20)).send().join();
    } catch (ClientException e) {
      if (EngineAnswer.of(e).kind() == EngineAnswer.Kind.REFUSED) {
        throw new ModelsUnfitException(List.of(refusal(bundle, String.valueOf(e.getMessage()))));
      }
      throw e;
    }
    for (var process : event.getProcesses()) {
      String file =
          process.getResourceName().substring(process.getResourceName().lastIndexOf('/') + 1);
      deployed.keep(
          process.getProcessDefinitionKey(),
          process.getBpmnProcessId(),
          process.getVersion(),
          process.getResourceName(),
          files.getOrDefault(file, ""));
    }
    deployed.keepBundle(
        bundle,
        checksum,
        event.getDecisions().stream()
            .map(d -> new Decision(d.getDmnDecisionId(), d.getDecisionKey()))
            .findFirst());
    LOG.atInfo().addKeyValue("bundle", bundle).log("Deployed");
  }

  /** The engine's own words about a model hold no personal data: models are the policy. */
  static Finding refusal(String bundle, String answer) {
    Matcher file = REFUSED_FILE.matcher(answer);
    Matcher element = REFUSED_ELEMENT.matcher(answer);
    return new Finding(
        file.find() ? file.group(1) : "processes/" + bundle,
        element.find() ? element.group(1) : "",
        "",
        "the engine refuses it: " + answer.replaceAll("\\s+", " ").strip(),
        "Put this right in the modeler; if the house's own check should have seen it, say so.",
        true);
  }

  /** In a word, for the health page. */
  String state() {
    return state;
  }

  boolean refused() {
    return refused;
  }

  @Override
  public void stop() {
    running = false;
    if (trying != null) {
      trying.interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the workers listen. */
  @Override
  public int getPhase() {
    return WorkerRegistry.PHASE - 10;
  }
}
