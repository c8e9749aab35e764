package org.haven.casefile.web;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.haven.casefile.CaseWork;
import org.haven.casefile.FormHead;
import org.haven.casefile.FormRecord;
import org.haven.forms.FormField;
import org.haven.forms.Forms;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Forms on record, in the words in which they were asked. */
@Component
public class RecordWords {
  private static final String OUTCOME_ALONE = "task-outcome";

  private final Forms forms;
  private final CaseWords words;
  private final Times times;
  private final StaffNames names;

  RecordWords(Forms forms, CaseWords words, Times times, StaffNames names) {
    this.forms = forms;
    this.words = words;
    this.times = times;
    this.names = names;
  }

  /**
   * A form as a page shows it.
   *
   * @param answers question to answer; in a list those that are no secret alone
   */
  public record Row(
      String id,
      String title,
      String at,
      String by,
      Map<String, String> answers,
      boolean unreadable) {
    @Override
    public String toString() {
      return "Row[" + title + " ***]";
    }
  }

  /** What the steps of a case are called that somebody had a task at. */
  public static Map<String, String> titles(Collection<CaseWork.Item> tasks) {
    return tasks.stream()
        .collect(
            Collectors.toMap(
                CaseWork.Item::elementId, CaseWork.Item::title, (newest, _) -> newest));
  }

  /**
   * @param titles of the tasks of the case, by step
   */
  public Row row(FormHead form, Map<String, String> titles) {
    return new Row(
        form.id(),
        title(form.formId(), form.elementId(), form.routing(), titles),
        times.at(form.at()),
        names.of(form.by()),
        answers(form.formId(), form.routing()),
        false);
  }

  /**
   * @param titles of the tasks of the case, by step
   */
  public Row row(FormRecord form, Map<String, String> titles) {
    return new Row(
        form.id(),
        title(form.formId(), form.elementId(), form.answers(), titles),
        times.at(form.at()),
        names.of(form.by()),
        answers(form.formId(), form.answers()),
        !form.refused().isEmpty());
  }

  private Map<String, String> answers(String formId, Map<String, Object> given) {
    var fields =
        forms.ids().contains(formId)
            ? forms.form(formId).fields().stream()
                .collect(Collectors.toMap(FormField::key, Function.identity(), (a, _) -> a))
            : Map.<String, FormField>of();
    var answers = new LinkedHashMap<String, String>();
    // in the order in which they are asked, then what the form no longer asks
    fields.keySet().stream()
        .filter(given::containsKey)
        .sorted(java.util.Comparator.comparing(order(formId)::indexOf))
        .forEach(key -> put(answers, fields.get(key), key, given.get(key)));
    given.keySet().stream()
        .filter(key -> !fields.containsKey(key))
        .forEach(key -> put(answers, null, key, given.get(key)));
    return answers;
  }

  /** The task, and what came of it where that is all that was asked. */
  private String title(
      String formId, String elementId, Map<String, Object> given, Map<String, String> titles) {
    String outcome =
        formId.equals(OUTCOME_ALONE) ? words.value("outcome", given.get("outcome")) : null;
    String otherwise =
        CaseWords.plain(outcome == null ? formId : elementId.replaceFirst("^[A-Z]\\w*_", ""));
    String title = titles.getOrDefault(elementId, otherwise);
    return outcome == null || outcome.equals("done") ? title : title + ": " + outcome;
  }

  private List<String> order(String formId) {
    return forms.form(formId).fields().stream().map(FormField::key).toList();
  }

  private void put(
      Map<String, String> answers, @Nullable FormField field, String key, @Nullable Object value) {
    if (value == null || value instanceof Collection<?> several && several.isEmpty()) {
      return;
    }
    String label = field == null || field.label().isBlank() ? CaseWords.plain(key) : field.label();
    answers.put(label, answer(field, key, value));
  }

  private String answer(@Nullable FormField field, String key, @Nullable Object value) {
    if (value instanceof Collection<?> several) {
      return several.stream().map(one -> answer(field, key, one)).collect(Collectors.joining(", "));
    }
    // what was typed is shown as it was typed
    return chosen(field, value)
        .orElseGet(
            () -> typed(field) && value instanceof String text ? text : words.value(key, value));
  }

  private static java.util.Optional<String> chosen(
      @Nullable FormField field, @Nullable Object value) {
    if (field == null || value == null) {
      return java.util.Optional.empty();
    }
    String code =
        switch (value) {
          case Boolean b when field.type().equals("radio") || field.type().equals("select") ->
              b ? "yes" : "no";
          default -> value.toString();
        };
    return field.options().stream()
        .filter(option -> option.value().equals(code))
        .map(FormField.Option::label)
        .findFirst();
  }

  private static boolean typed(@Nullable FormField field) {
    return field != null && (field.type().equals("textfield") || field.type().equals("textarea"));
  }
}
