package org.haven.forms;

import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.api.ParseResult;
import org.camunda.feel.syntaxtree.ParsedExpression;
import org.jspecify.annotations.Nullable;

/**
 * The expressions of forms, parsed once. As in the browser a name that the data does not hold is
 * null, and an expression that cannot be evaluated is null as well.
 */
final class Feel {
  static final ZoneId LONDON = ZoneId.of("Europe/London");

  private final FeelEngineApi engine;
  private final Map<String, Optional<ParsedExpression>> parsed = new ConcurrentHashMap<>();

  Feel(Clock clock) {
    this.engine =
        FeelEngineBuilder.forJava().withClock(() -> clock.instant().atZone(LONDON)).build();
  }

  static boolean isExpression(String text) {
    return text.startsWith("=");
  }

  boolean parses(String expression) {
    return parse(expression).isPresent();
  }

  /** The value of {@code =expression}, null if it has none. */
  @Nullable Object evaluate(String expression, Map<String, Object> data) {
    Optional<ParsedExpression> tree = parse(expression);
    if (tree.isEmpty()) {
      return null;
    }
    var result = engine.evaluate(tree.get(), new HashMap<>(data));
    return result.isSuccess() ? result.result() : null;
  }

  /**
   * Whether a condition holds, as form-js has it: it reads conditions as unary tests on nothing. So
   * one without a value (a comparison with what is not answered) holds, and {@code not(…)} around
   * the whole is the opposite of that.
   */
  boolean holds(String condition, Map<String, Object> data) {
    String negated = insideNot(condition);
    return negated == null ? holdsPlain(condition, data) : !holdsPlain(negated, data);
  }

  private boolean holdsPlain(String condition, Map<String, Object> data) {
    Object value = evaluate(condition, data);
    return value == null || Boolean.TRUE.equals(value);
  }

  /** What {@code =not(…)} holds, null if the condition is more than that. */
  private static @Nullable String insideNot(String condition) {
    String text = condition.strip();
    if (!text.startsWith("=")) {
      return null;
    }
    text = text.substring(1).strip();
    if (!text.startsWith("not(")) {
      return null;
    }
    int open = 0;
    boolean quoted = false;
    for (int i = 3; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && text.charAt(i - 1) != '\\') {
        quoted = !quoted;
      } else if (!quoted && c == '(') {
        open++;
      } else if (!quoted && c == ')' && --open == 0) {
        return i == text.length() - 1 ? "=" + text.substring(4, i) : null;
      }
    }
    return null;
  }

  private Optional<ParsedExpression> parse(String expression) {
    return parsed.computeIfAbsent(
        expression,
        text -> {
          if (!isExpression(text)) {
            return Optional.empty();
          }
          ParseResult result = engine.parseExpression(text.substring(1));
          return result.isSuccess() ? Optional.of(result.parsedExpression()) : Optional.empty();
        });
  }
}
