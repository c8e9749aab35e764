package org.haven.partners.web;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.haven.casefile.referrals.Referrals;
import org.haven.casefile.referrals.Referrals.Answer;
import org.haven.platform.Code;
import org.haven.platform.web.Shown;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads an answer strictly: a reference, a code and dates, and nothing that somebody typed. */
final class SignedAnswerReader {
  static final Pattern ANSWER = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  static final int MOST_DATES = 5;

  /** Years outside these are typing errors, as in forms. */
  private static final int EARLIEST_YEAR = 1900;

  private static final int LATEST_YEAR = 2100;
  private static final String DATES = "dates such as 2026-11-22";
  private static final Set<String> FIELDS = Set.of("referral", "answer", "dates");

  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(4).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SignedAnswerReader() {}

  /** A field that is not as expected, by JSON pointer. */
  record FieldProblem(String field, String expected) {}

  /** What was read. */
  sealed interface Reading {
    record NotJson() implements Reading {}

    record Invalid(List<FieldProblem> problems) implements Reading {}

    record Read(String referralId, Answer answer) implements Reading {}
  }

  static Reading read(byte[] body, Code agency) {
    JsonNode root;
    try {
      root = STRICT.readTree(body);
    } catch (JacksonException e) {
      return new Reading.NotJson();
    }
    if (root == null || !root.isObject()) {
      return new Reading.NotJson();
    }
    var problems = new ArrayList<FieldProblem>();
    for (String name : root.propertyNames()) {
      if (!FIELDS.contains(name)) {
        problems.add(
            new FieldProblem(
                "/" + Shown.name(name).replace("~", "~0").replace("/", "~1"),
                "no such field: only referral, answer, dates"));
      }
    }
    String referral =
        text(root, "referral", Referrals.REFERENCE, "such as RF-7KQ2M9XD3T", problems);
    String answer = text(root, "answer", ANSWER, "a code such as accepted", problems);
    Map<String, LocalDate> dates = dates(root.path("dates"), problems);
    return problems.isEmpty()
        ? new Reading.Read(
            referral, new Answer(new Code(answer), dates, Referrals.BY_WEBHOOK, agency, null))
        : new Reading.Invalid(problems);
  }

  private static String text(
      JsonNode root, String field, Pattern form, String expected, List<FieldProblem> problems) {
    JsonNode value = root.path(field);
    if (value.isString() && form.matcher(value.stringValue()).matches()) {
      return value.stringValue();
    }
    problems.add(new FieldProblem("/" + field, "required: " + expected));
    return "";
  }

  private static Map<String, LocalDate> dates(JsonNode dates, List<FieldProblem> problems) {
    var read = new LinkedHashMap<String, LocalDate>();
    if (dates.isMissingNode()) {
      return read;
    }
    if (!dates.isObject() || dates.size() > MOST_DATES) {
      problems.add(new FieldProblem("/dates", "an object with " + MOST_DATES + " dates at most"));
      return read;
    }
    for (String name : dates.propertyNames()) {
      JsonNode value = dates.path(name);
      try {
        LocalDate day = LocalDate.parse(value.isString() ? value.stringValue() : "");
        if (day.getYear() < EARLIEST_YEAR || day.getYear() > LATEST_YEAR) {
          problems.add(new FieldProblem("/dates", DATES));
        }
        read.put(name, day);
      } catch (DateTimeParseException e) {
        problems.add(new FieldProblem("/dates", DATES));
      }
    }
    return read;
  }
}
