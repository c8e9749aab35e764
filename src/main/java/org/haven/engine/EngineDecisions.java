package org.haven.engine;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.EvaluatedDecision;
import io.camunda.client.api.response.EvaluatedDecisionOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.haven.engine.models.ModelSet;
import org.haven.platform.Decisions;
import org.haven.platform.RoutingFacts;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the engine's deployed tables. The same question is asked for every task that opens, and a
 * long table takes the engine so long that every journey waits meanwhile: answers are kept until
 * the next deployment of any node, and for an hour at most, should somebody have gone past us.
 */
@Component
class EngineDecisions implements Decisions {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration KEEP = Duration.ofHours(1);
  private static final int MOST = 1000;

  /** A busy engine turns questions away for moments; a job need not fail for that. */
  private static final Backoff BUSY = new Backoff(Duration.ofMillis(50), Duration.ofMillis(800));

  private static final int BUSY_TRIES = 8;

  private final CamundaClient engine;
  private final DeployedModels models;
  private final Map<String, String> outputNames;
  private final Map<Question, Answer> kept = new ConcurrentHashMap<>();

  private record Question(String decisionId, String generation, Map<String, Object> inputs) {}

  private record Answer(List<Map<String, Object>> rows, long untilNanos) {}

  EngineDecisions(CamundaClient engine, DeployedModels models, ModelSet files) {
    this.engine = engine;
    this.models = models;
    this.outputNames = files.outputNames();
  }

  @Override
  public List<Map<String, Object>> evaluate(String decisionId, Map<String, ?> inputs) {
    // checked here too, so that an answer we kept does not hide the mistake
    OutsideTransaction.require();
    var facts = new TreeMap<>(RoutingFacts.toEngine(inputs));
    var question = new Question(decisionId, models.generation(), facts);
    Answer answer = kept.get(question);
    if (answer == null || answer.untilNanos() - System.nanoTime() < 0) {
      answer = new Answer(ask(decisionId, facts), System.nanoTime() + KEEP.toNanos());
      if (kept.size() >= MOST) {
        kept.clear();
      }
      kept.put(question, answer);
    }
    return answer.rows();
  }

  private List<Map<String, Object>> ask(String decisionId, Map<String, Object> facts) {
    for (int attempt = 0; ; attempt++) {
      try {
        return askOnce(decisionId, facts);
      } catch (RuntimeException e) {
        if (attempt + 1 >= BUSY_TRIES || EngineAnswer.of(e).kind() != EngineAnswer.Kind.BUSY) {
          throw new DecisionUnavailableException(decisionId, e);
        }
      }
      rest(decisionId, BUSY.after(attempt));
    }
  }

  private static void rest(String decisionId, Duration wait) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DecisionUnavailableException(decisionId, e);
    }
  }

  private List<Map<String, Object>> askOnce(String decisionId, Map<String, Object> facts) {
    var response =
        engine
            .newEvaluateDecisionCommand()
            .decisionId(decisionId)
            .variables(facts)
            .requestTimeout(Duration.ofSeconds(5))
            .send()
            .join();
    if (response.getFailedDecisionId() != null && !response.getFailedDecisionId().isEmpty()) {
      throw new IllegalStateException("A rule of the table cannot be worked out");
    }
    return response.getEvaluatedDecisions().stream()
        .filter(d -> d.getDecisionId().equals(decisionId))
        .map(this::rows)
        .findFirst()
        .orElse(List.of());
  }

  private List<Map<String, Object>> rows(EvaluatedDecision decision) {
    var rows = new ArrayList<Map<String, Object>>();
    for (var rule : decision.getMatchedRules()) {
      var row = new LinkedHashMap<String, Object>();
      for (EvaluatedDecisionOutput output : rule.getEvaluatedOutputs()) {
        Object value = JSON.readValue(output.getOutputValue(), Object.class);
        if (value != null) {
          // the engine tells a column by its label where it has one; the facts go by its name
          row.put(
              outputNames.getOrDefault(
                  decision.getDecisionId() + "/" + output.getOutputId(), output.getOutputName()),
              value);
        }
      }
      rows.add(Map.copyOf(row));
    }
    return List.copyOf(rows);
  }
}
