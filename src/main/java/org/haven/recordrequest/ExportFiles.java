package org.haven.recordrequest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.haven.letters.LettersProperties;
import org.haven.letters.Papers;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.recordrequest.ListedRecords.Given;
import org.haven.recordrequest.ListedRecords.Line;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files of a bundle: for people, for machines, and what each field means. All of it is made in
 * memory; what was taken out never comes here.
 */
@Component
class ExportFiles {
  /** In the place of what was taken out. */
  static final String LEFT_OUT = "[left out]";

  /** Grows when a field is taken away or means something else. */
  static final String FORMAT = "haven-records/1";

  private static final String ABOUT = "/record-request/about.txt";
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.UK);
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** What no page can hold, such as control characters. */
  private static final String UNPRINTABLE =
      "[^\\x09\\x0A\\x0D\\x20-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]";

  private final Papers papers;
  private final LettersProperties office;

  ExportFiles(Papers papers, LettersProperties office) {
    this.papers = papers;
    this.office = office;
  }

  /**
   * @param reference of the request
   * @param withheld how many records are left out as a whole; absent where the reader must not know
   *     that there are more
   */
  byte[] zip(
      String reference,
      Instant made,
      List<Given> given,
      @Nullable Integer withheld,
      boolean largePrint) {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
      add(zip, "about.txt", made, about());
      add(
          zip,
          "records.json",
          made,
          JSON.writeValueAsBytes(json(reference, made, given, withheld)));
      add(zip, "records.pdf", made, pdf(reference, made, given, withheld, largePrint));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void add(ZipOutputStream zip, String name, Instant made, byte[] bytes)
      throws IOException {
    var entry = new ZipEntry(name);
    entry.setLastModifiedTime(FileTime.from(made));
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private static byte[] about() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ExportFiles.class.getResourceAsStream(ABOUT), ABOUT)) {
      return in.readAllBytes();
    }
  }

  private static Map<String, Object> json(
      String reference, Instant made, List<Given> given, @Nullable Integer withheld) {
    var json = new LinkedHashMap<String, Object>();
    json.put("format", FORMAT);
    json.put("reference", reference);
    json.put("made", made.toString());
    if (withheld != null) {
      json.put("leftOutAsAWhole", withheld);
    }
    var records = new ArrayList<Map<String, Object>>();
    for (Given one : given) {
      var record = new LinkedHashMap<String, Object>();
      record.put("number", records.size() + 1);
      record.put("kind", one.kind());
      record.put("title", one.title());
      record.put("at", one.of().toString());
      record.put("answers", one.lines().stream().map(ExportFiles::answer).toList());
      records.add(record);
    }
    json.put("records", records);
    return json;
  }

  private static Map<String, Object> answer(Line line) {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("question", line.label());
    answer.put("answer", line.text());
    return answer;
  }

  /** A record as the paper shows it. */
  public record Sheet(int number, String title, String day, List<Line> lines) {}

  private byte[] pdf(
      String reference,
      Instant made,
      List<Given> given,
      @Nullable Integer withheld,
      boolean largePrint) {
    var sheets = new ArrayList<Sheet>();
    for (Given one : given) {
      sheets.add(
          new Sheet(
              sheets.size() + 1,
              printable(one.title()),
              day(one.of()),
              one.lines().stream()
                  .map(line -> new Line(printable(line.label()), printable(line.text())))
                  .toList()));
    }
    var data = new LinkedHashMap<String, Object>();
    data.put(
        "letter",
        Map.of(
            "title",
            "The information that you asked for",
            "reference",
            reference,
            "date",
            day(made),
            "size",
            largePrint ? 18 : 12));
    data.put("office", office);
    data.put("sheets", sheets);
    data.put("withheld", withheld == null ? -1 : withheld);
    return papers.pdf("records", data);
  }

  private static String day(Instant at) {
    return DAY.format(at.atZone(WorkingCalendar.LONDON));
  }

  private static String printable(String text) {
    return text.replaceAll(UNPRINTABLE, "");
  }
}
