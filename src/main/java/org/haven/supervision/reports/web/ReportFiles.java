package org.haven.supervision.reports.web;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.haven.casefile.register.CsvFile;
import org.haven.letters.Papers;
import org.haven.platform.web.Times;
import org.haven.supervision.reports.Measure;
import org.haven.supervision.reports.PublishedReports.Edition;
import org.haven.supervision.reports.PublishedReports.Version;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A published period as a file for spreadsheets, and on paper. */
@Component
class ReportFiles {
  /** What stands in the file for a number that is hidden, as official statistics write it. */
  private static final String HIDDEN = "[c]";

  private final ReportWords words;
  private final Papers papers;
  private final Times times;

  ReportFiles(ReportWords words, Papers papers, Times times) {
    this.words = words;
    this.papers = papers;
    this.times = times;
  }

  /** A line for each figure, each with what it means. */
  byte[] csv(Edition edition, List<Measure> measures) {
    Version version = edition.inForce().orElseThrow();
    var bytes = new ByteArrayOutputStream();
    var csv = CsvFile.to(bytes);
    csv.line(
        List.of(
            "period",
            "from",
            "to",
            "version",
            "published",
            "report",
            "title",
            "table",
            "key",
            "name",
            "figure",
            "definition",
            "source"));
    for (Measure measure : measures) {
      var section = words.section(measure, edition);
      if (!section.counted()) {
        continue;
      }
      List<String> of =
          List.of(
              edition.span().code(),
              edition.span().first().toString(),
              edition.span().last().toString(),
              Integer.toString(version.number()),
              version.publishedAt().toString(),
              measure.id(),
              section.title());
      var total = edition.total(measure);
      csv.line(line(of, "total", "total", words.say("total"), figure(total), section));
      for (var breakdown : measure.breakdowns()) {
        for (String key : breakdown.keys()) {
          csv.line(
              line(
                  of,
                  breakdown.id(),
                  key,
                  words.label(breakdown, key),
                  figure(edition.count(measure, breakdown, key)),
                  section));
        }
      }
      var length = measure.length();
      if (length != null) {
        String unit = words.say("unit." + length.unit().name().toLowerCase(Locale.ROOT));
        csv.line(
            line(
                of,
                "wait",
                "median",
                words.say("wait.median") + unit,
                figure(edition.median(measure)),
                section));
        csv.line(
            line(
                of,
                "wait",
                "p90",
                words.say("wait.p90") + unit,
                figure(edition.p90(measure)),
                section));
      }
    }
    csv.end();
    return bytes.toByteArray();
  }

  private static List<String> line(
      List<String> of,
      String table,
      String key,
      String name,
      String figure,
      ReportWords.Section section) {
    var line = new ArrayList<>(of);
    line.addAll(List.of(table, key, name, figure, section.definition(), section.source()));
    return line;
  }

  private static String figure(@Nullable Long value) {
    return value == null ? HIDDEN : Long.toString(value);
  }

  /** Tagged PDF, as letters are. */
  byte[] pdf(Edition edition, List<Measure> measures, String told) {
    var sections = measures.stream().map(one -> words.section(one, edition)).toList();
    return papers.pdf(
        "reports",
        Map.of(
            "title",
            words.say("paper.title", edition.span().title()),
            "told",
            told,
            "partly",
            edition.partly() && edition.begin() != null
                ? words.say("told.partly", times.date(edition.begin()))
                : "",
            "thinned",
            edition.inForce().filter(Version::afterDisposal).isPresent()
                ? words.say("told.thinned")
                : "",
            "why",
            words.why(),
            "hidden",
            words.say("hidden"),
            "total",
            words.say("total"),
            "sections",
            sections));
  }
}
