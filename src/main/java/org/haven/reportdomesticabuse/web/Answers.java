package org.haven.reportdomesticabuse.web;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.haven.forms.CamundaForm;
import org.haven.forms.FormField;
import org.haven.platform.Known;
import org.haven.reportdomesticabuse.IntakeReport.IntakeIncident;
import org.jspecify.annotations.Nullable;

/** Reading a form's answers. */
final class Answers {
  private Answers() {}

  /** Those facts that the form asks for, in the form's own words; what is unknown is left open. */
  static Map<String, Object> ofForm(CamundaForm form, Map<String, ?> facts) {
    var keys = form.fields().stream().map(FormField::key).collect(Collectors.toSet());
    var asked = new LinkedHashMap<String, Object>();
    facts.forEach(
        (name, value) -> {
          if (keys.contains(name) && value != null && !"unknown".equals(value)) {
            asked.put(name, value);
          }
        });
    return new LinkedHashMap<>(form.asAnswers(asked));
  }

  static Map<String, Object> only(Map<String, ?> answers, String... keys) {
    return where(answers, Set.of(keys)::contains);
  }

  static Map<String, Object> where(Map<String, ?> answers, Predicate<String> wanted) {
    var some = new LinkedHashMap<String, Object>();
    answers.forEach(
        (key, value) -> {
          if (wanted.test(key) && given(value)) {
            some.put(key, value);
          }
        });
    return some;
  }

  /** What happened, as the fields that several forms share tell it. */
  static IntakeIncident incident(Map<String, ?> sealed) {
    var kinds = new HashSet<String>();
    if (sealed.get("kinds") instanceof Collection<?> several) {
      several.forEach(kind -> kinds.add(String.valueOf(kind)));
    }
    return new IntakeIncident(
        date(sealed.get("on")),
        kinds,
        text(sealed.get("impact")),
        Known.of(sealed.get("childPresent")),
        text(sealed.get("policeRef")));
  }

  static @Nullable String text(@Nullable Object value) {
    return value instanceof String text && !text.isBlank() ? text : null;
  }

  static @Nullable LocalDate date(@Nullable Object value) {
    return switch (value) {
      case LocalDate date -> date;
      case String text when !text.isBlank() -> LocalDate.parse(text);
      case null, default -> null;
    };
  }

  private static boolean given(@Nullable Object value) {
    return value != null
        && !(value instanceof String text && text.isBlank())
        && !(value instanceof Collection<?> several && several.isEmpty());
  }
}
