package org.haven.testing;

import io.camunda.zeebe.dmn.DecisionEngine;
import io.camunda.zeebe.dmn.DecisionEngineFactory;
import io.camunda.zeebe.dmn.ParsedDecisionRequirementsGraph;
import io.camunda.zeebe.dmn.impl.VariablesContext;
import io.camunda.zeebe.msgpack.spec.MsgPackReader;
import io.camunda.zeebe.msgpack.spec.MsgPackToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One decision table, evaluated by the broker's own decision engine without a broker: the same code
 * in a few milliseconds.
 */
public final class DecisionTable {
  private static final DecisionEngine ENGINE = DecisionEngineFactory.createDecisionEngine();
  private final String id;
  private final ParsedDecisionRequirementsGraph graph;

  private DecisionTable(String id, ParsedDecisionRequirementsGraph graph) {
    this.id = id;
    this.graph = graph;
  }

  /** The table of this name, wherever it lies under {@code processes/}. */
  public static DecisionTable of(String id) {
    try (var files = Files.walk(Path.of("processes"))) {
      var file =
          files
              .filter(f -> f.getFileName().toString().equals(id + ".dmn"))
              .findFirst()
              .orElseThrow();
      try (var in = Files.newInputStream(file)) {
        var graph = ENGINE.parse(in);
        if (!graph.isValid()) {
          throw new IllegalArgumentException(file + ": " + graph.getFailureMessage());
        }
        return new DecisionTable(id, graph);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the table gives: a map, a list of maps, or null when no rule matched. */
  public @Nullable Object evaluate(Map<String, ?> inputs) {
    var variables = new LinkedHashMap<String, Object>(inputs);
    variables.putIfAbsent("effectiveOn", "2026-11-21");
    var result = ENGINE.evaluateDecisionById(graph, id, new VariablesContext(variables));
    if (result.isFailure()) {
      throw new IllegalStateException(id + ": " + result.getFailureMessage());
    }
    return read(result.getOutput());
  }

  /** One row's outputs; empty when no rule matched. */
  @SuppressWarnings("unchecked")
  public Map<String, Object> one(Map<String, ?> inputs) {
    Object output = evaluate(inputs);
    return output == null ? Map.of() : (Map<String, Object>) output;
  }

  /** All rows' outputs in order; empty when no rule matched. */
  @SuppressWarnings("unchecked")
  public List<Map<String, Object>> all(Map<String, ?> inputs) {
    Object output = evaluate(inputs);
    return output == null ? List.of() : (List<Map<String, Object>>) output;
  }

  private static @Nullable Object read(DirectBuffer buffer) {
    var reader = new MsgPackReader();
    reader.wrap(buffer, 0, buffer.capacity());
    return next(reader);
  }

  private static @Nullable Object next(MsgPackReader reader) {
    MsgPackToken token = reader.readToken();
    return switch (token.getType()) {
      case NIL -> null;
      case BOOLEAN -> token.getBooleanValue();
      case INTEGER -> token.getIntegerValue();
      case FLOAT -> token.getFloatValue();
      case STRING -> {
        var text = token.getValueBuffer();
        yield text.getStringWithoutLengthUtf8(0, text.capacity());
      }
      case ARRAY -> {
        int size = token.getSize();
        var list = new ArrayList<@Nullable Object>(size);
        for (int i = 0; i < size; i++) {
          list.add(next(reader));
        }
        yield list;
      }
      case MAP -> {
        int size = token.getSize();
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < size; i++) {
          map.put(String.valueOf(next(reader)), next(reader));
        }
        yield map;
      }
      default -> throw new IllegalStateException("Unexpected " + token.getType());
    };
  }
}
