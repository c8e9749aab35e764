package org.haven.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.haven.platform.EngineActs;
import org.haven.platform.JourneyPlan;
import org.haven.platform.MigrationPlan;
import org.haven.platform.Models;

/** Answers what a test says to whatever is asked of the engine, and writes down what that was. */
public class ScriptedEngine implements EngineActs, JourneyPlan, MigrationPlan {
  public final List<String> asked = new ArrayList<>();
  public Kind answer = Kind.DONE;

  /** What facts there are, and what they may be set to. */
  public final Map<String, Optional<FactShape>> shapes = new HashMap<>();

  /** Steps that can be entered; to any other something hinders. */
  public final List<Models.Element> open = new ArrayList<>();

  /** What a check of going on by another version says; by what was chosen. */
  public Function<Map<String, String>, Checked> check = _ -> FITS;

  public static final Checked FITS =
      new Checked(Map.of("Judge", "Judge"), List.of(), List.of(), List.of(), List.of(), List.of());

  private Said said(String what) {
    if (org.springframework.transaction.support.TransactionSynchronizationManager
        .isActualTransactionActive()) {
      throw new IllegalStateException("The engine is asked in a transaction");
    }
    asked.add(what);
    return new Said(answer, answer == Kind.DONE ? "" : answer.name());
  }

  @Override
  public Said retry(long jobKey, int retries) {
    return said("retry " + jobKey + " " + retries);
  }

  @Override
  public Said resolve(long incidentKey) {
    return said("resolve " + incidentKey);
  }

  @Override
  public Said cancel(long processInstanceKey) {
    return said("cancel " + processInstanceKey);
  }

  @Override
  public Said correct(long processInstanceKey, String fact, Object value) {
    return said("correct " + processInstanceKey + " " + fact + " " + value);
  }

  @Override
  public Said move(long processInstanceKey, long elementInstanceKey, String elementId) {
    return said("move " + processInstanceKey + " " + elementInstanceKey + " " + elementId);
  }

  @Override
  public Said migrate(
      long processInstanceKey, long processDefinitionKey, Map<String, String> mapping) {
    return said(
        "migrate "
            + processInstanceKey
            + " "
            + processDefinitionKey
            + " "
            + new TreeMap<>(mapping));
  }

  @Override
  public Checked check(
      String processId,
      int from,
      int to,
      List<Standing> standing,
      Supplier<Optional<Told>> told,
      Map<String, String> chosen) {
    return check.apply(chosen);
  }

  @Override
  public Optional<Hindrance> hindrance(String processId, int version, String from, String to) {
    return open.stream().anyMatch(one -> one.id().equals(to))
        ? Optional.empty()
        : Optional.of(Hindrance.UNKNOWN_STEP);
  }

  @Override
  public List<Models.Element> targets(String processId, int version, String from) {
    return List.copyOf(open);
  }

  @Override
  public Set<String> facts(String processId, int version) {
    return shapes.keySet();
  }

  @Override
  public Optional<FactShape> shape(String processId, int version, String fact) {
    return shapes.getOrDefault(fact, Optional.empty());
  }
}
