package org.haven.supervision.web;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Why a journey stands still, and what to do about it, in sentences. They come from the engine's
 * code and the name of the fact that is missing; its own sentence, which may quote a value, is
 * never shown.
 */
@Component
class Causes {
  private final MessageSource words;

  Causes(MessageSource words) {
    this.words = words;
  }

  String cause(String errorType, @Nullable String missing) {
    return missing != null
        ? say("instances.cause.missing", FactWords.plain(missing))
        : Objects.requireNonNullElseGet(
            words.getMessage("supervision.error." + errorType, null, null, Locale.UK),
            () -> say("supervision.error.UNKNOWN"));
  }

  String cure(String errorType, @Nullable String missing) {
    if (missing != null) {
      return say("instances.cure.missing", FactWords.plain(missing));
    }
    return switch (errorType) {
      case "JOB_NO_RETRIES", "EXECUTION_LISTENER_NO_RETRIES" -> say("instances.cure.job");
      case "EXTRACT_VALUE_ERROR", "CONDITION_ERROR", "IO_MAPPING_ERROR" ->
          say("instances.cure.fact");
      case "CALLED_ELEMENT_ERROR",
          "CALLED_DECISION_ERROR",
          "DECISION_EVALUATION_ERROR",
          "FORM_NOT_FOUND",
          "RESOURCE_NOT_FOUND",
          "UNHANDLED_ERROR_EVENT" ->
          say("instances.cure.model");
      default -> say("instances.cure.ask");
    };
  }

  private String say(String key, Object... arguments) {
    return words.getMessage(key, arguments, Locale.UK);
  }
}
