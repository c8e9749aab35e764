package org.haven.supervision.web;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.haven.platform.MigrationPlan.Ask;
import org.haven.platform.MigrationPlan.Checked;
import org.haven.platform.MigrationPlan.Hindered;
import org.haven.platform.MigrationPlan.Place;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What becomes of a journey that goes on by another version, in words; and what was chosen. */
@Component
class MigrationWords {
  /** Begins the name of the field that says what takes the place of a step. */
  static final String FIELD = "as-";

  private final MessageSource words;

  MigrationWords(MessageSource words) {
    this.words = words;
  }

  /** A step for which somebody chooses. */
  record Choice(String field, String step, List<Place> candidates, String chosen) {}

  /** Element ids by element id; what is none leads to nothing. */
  static Map<String, String> chosen(Map<String, String> typed) {
    var chosen = new HashMap<String, String>();
    typed.forEach(
        (name, value) -> {
          if (name.startsWith(FIELD) && !value.isBlank()) {
            chosen.put(name.substring(FIELD.length()), value);
          }
        });
    return chosen;
  }

  static List<Choice> choices(List<Ask> asks) {
    return asks.stream()
        .map(
            ask ->
                new Choice(
                    FIELD + ask.step().elementId(),
                    ask.step().title(),
                    ask.candidates(),
                    ask.chosen()))
        .toList();
  }

  List<String> hindered(List<Hindered> hindered) {
    return hindered.stream()
        .map(one -> say("migration.obstacle." + one.why().name(), one.title()))
        .toList();
  }

  List<String> becomes(Checked checked) {
    return checked.becomes().stream()
        .map(
            one ->
                one.from().title().equals(one.to().title())
                    ? say("migration.stays", one.from().title())
                    : say("migration.becomes", one.from().title(), one.to().title()))
        .toList();
  }

  List<String> begins(Checked checked) {
    return checked.begins().stream()
        .map(
            one ->
                say(
                    one.atOnce() ? "migration.begins.past" : "migration.begins",
                    one.event().title()))
        .toList();
  }

  List<String> ends(Checked checked) {
    return checked.ends().stream().map(Place::title).toList();
  }

  String notChosen(String step) {
    return say("migration.notChosen", step);
  }

  String say(String key, Object... arguments) {
    return words.getMessage(key, arguments, Locale.UK);
  }
}
