package org.haven.engine;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAmount;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.haven.engine.models.BpmnFile;
import org.haven.engine.models.BpmnFile.FlowNode;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Works out a date or a key of a model as the engine does, before the engine has to. */
final class DueDates {
  private final FeelEngineApi feel;
  private final Clock clock;

  DueDates(Clock clock) {
    this.clock = clock;
    this.feel =
        FeelEngineBuilder.forJava().withClock(() -> clock.instant().atZone(ZoneOffset.UTC)).build();
  }

  /** The text of a timer: a date, a length or a cycle. */
  static String text(FlowNode timer) {
    return definition(timer).map(date -> date.getTextContent().strip()).orElse("");
  }

  private static Optional<Element> definition(FlowNode timer) {
    return timer.eventDefinition().stream()
        .flatMap(definition -> BpmnFile.elements(definition).stream())
        .filter(one -> one.getLocalName().startsWith("time"))
        .findFirst();
  }

  /** When the timer would go off; empty if the facts do not say. */
  Optional<Instant> of(FlowNode timer, Map<String, Object> facts) {
    boolean isDate =
        definition(timer).filter(one -> one.getLocalName().equals("timeDate")).isPresent();
    return switch (value(text(timer), facts)) {
      case ZonedDateTime date when isDate -> Optional.of(date.toInstant());
      case OffsetDateTime date when isDate -> Optional.of(date.toInstant());
      case TemporalAmount length when !isDate -> Optional.of(after(length));
      case String text when isDate -> date(text);
      // a length or a cycle in words of ISO 8601: it is for the model check to read it
      case String text when !text.isBlank() -> Optional.of(Instant.MAX);
      case null, default -> Optional.empty();
    };
  }

  private Instant after(TemporalAmount length) {
    return clock.instant().atZone(ZoneOffset.UTC).plus(length).toInstant();
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(ZonedDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** True if the key comes to a text or a number. */
  boolean isKey(String expression, Map<String, Object> facts) {
    return switch (value(expression, facts)) {
      case String key -> !key.isEmpty();
      case Number _ -> true;
      case null, default -> false;
    };
  }

  boolean isPast(Instant date) {
    return !date.isAfter(clock.instant());
  }

  private @Nullable Object value(String text, Map<String, Object> facts) {
    if (!text.startsWith("=")) {
      return text;
    }
    var result = feel.evaluateExpression(text.substring(1), new HashMap<>(facts));
    return result.isSuccess() ? result.result() : null;
  }
}
