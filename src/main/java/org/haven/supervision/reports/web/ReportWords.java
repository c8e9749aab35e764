package org.haven.supervision.reports.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.haven.platform.Suppression;
import org.haven.supervision.reports.Measure;
import org.haven.supervision.reports.Measure.Breakdown;
import org.haven.supervision.reports.Measure.Wait;
import org.haven.supervision.reports.PublishedReports.Edition;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** A report in words, the same for pages and files. */
@Component
class ReportWords {
  private final MessageSource words;

  ReportWords(MessageSource words) {
    this.words = words;
  }

  String say(String key, Object... arguments) {
    return words.getMessage("published." + key, arguments, Locale.UK);
  }

  /**
   * A figure.
   *
   * @param value what is told; absent if it is hidden
   * @param share of the table's total, from 0 to 100, for its bar
   */
  record Row(String key, String label, @Nullable String value, int share) {}

  /** Rows that add up to the total, or a wait's two figures. */
  record Table(String id, String title, List<Row> rows, boolean anyHidden) {}

  /**
   * A report of a period.
   *
   * @param total absent if it is hidden, and all else with it
   * @param counted false if this version was published before there was such a report
   */
  record Section(
      String id,
      String title,
      String sentence,
      String definition,
      String source,
      boolean counted,
      @Nullable String total,
      List<Table> tables) {
    public boolean anyHidden() {
      return counted && (total == null || tables.stream().anyMatch(Table::anyHidden));
    }
  }

  Section section(Measure measure, Edition edition) {
    Long total = edition.total(measure);
    var tables = new ArrayList<Table>();
    if (total != null) {
      Wait length = measure.length();
      if (length != null) {
        tables.add(
            table(
                "wait",
                say("breakdown.wait"),
                List.of(
                    new Row("median", say("wait.median"), wait(edition.median(measure), length), 0),
                    new Row("p90", say("wait.p90"), wait(edition.p90(measure), length), 0))));
      }
      for (Breakdown one : measure.breakdowns()) {
        tables.add(
            table(
                one.id(),
                say("breakdown." + one.id()),
                one.keys().stream()
                    .map(key -> row(one, key, edition.count(measure, one, key), total))
                    .toList()));
      }
    }
    return new Section(
        measure.id(),
        title(measure),
        say(measure.id() + ".sentence"),
        say(measure.id() + ".definition"),
        say(measure.id() + ".source"),
        edition.has(measure),
        total == null ? null : number(total),
        tables);
  }

  String title(Measure measure) {
    return say(measure.id() + ".title");
  }

  private static Table table(String id, String title, List<Row> rows) {
    return new Table(id, title, rows, rows.stream().anyMatch(row -> row.value() == null));
  }

  private Row row(Breakdown breakdown, String key, @Nullable Long value, long total) {
    return new Row(
        key,
        label(breakdown, key),
        value == null ? null : number(value),
        value == null ? 0 : (int) Math.round(100.0 * value / total));
  }

  /** What a key is called; of a pair both. */
  String label(Breakdown breakdown, String key) {
    var parts = new ArrayList<String>();
    for (String part : key.split("/")) {
      parts.add(say("key." + breakdown.id() + "." + part));
    }
    return String.join(": ", parts);
  }

  private @Nullable String wait(@Nullable Long value, Wait length) {
    if (value == null) {
      return null;
    }
    String unit = length.unit().name().toLowerCase(Locale.ROOT);
    return value > length.most()
        ? say("wait.longer." + unit, length.most())
        : say("wait." + unit, value);
  }

  String number(long value) {
    return words.getMessage("platform.number", new Object[] {value}, Locale.UK);
  }

  /** Why figures are hidden. */
  String why() {
    return say("hidden.why", Suppression.LEAST);
  }
}
