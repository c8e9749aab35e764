package org.haven.reportdomesticabuse.web;

import static org.haven.reportdomesticabuse.web.Shape.fields;
import static org.haven.reportdomesticabuse.web.Shape.optional;
import static org.haven.reportdomesticabuse.web.Shape.required;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.haven.platform.Known;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.reportdomesticabuse.Channel;
import org.haven.reportdomesticabuse.IntakeReport;
import org.haven.reportdomesticabuse.IntakeReport.IntakeIncident;
import org.haven.reportdomesticabuse.IntakeReport.IntakePerson;
import org.haven.reportdomesticabuse.ReportFacts;
import org.haven.reportdomesticabuse.ReporterKind;
import org.haven.reportdomesticabuse.web.Problems.FieldProblem;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a partner agency sends, strictly: what we would not understand is not accepted. */
@Component
class PartnerReportReader {
  static final List<String> YES_NO_UNKNOWN = List.of("yes", "no", "unknown");
  static final List<String> CHANNELS =
      List.of("third-party", "one-stop-shop", "community-alarm", "repairs");
  static final List<String> KINDS =
      List.of(
          "physical",
          "sexual",
          "violent",
          "threatening",
          "controlling",
          "coercive",
          "economic",
          "psychological",
          "emotional",
          "other");
  static final List<String> FORMATS =
      List.of("standard", "large-print", "braille", "audio", "translation", "relay");
  static final Pattern RECEIPT = Pattern.compile("RC-[0-9A-Z]{12}");

  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(20).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private final Clock clock;

  PartnerReportReader(Clock clock) {
    this.clock = clock;
  }

  /** What a report may hold; the OpenAPI document says the same, and a test compares the two. */
  static Shape.Fields shape(LocalDate today) {
    var yesNoUnknown = new Shape.Choice(YES_NO_UNKNOWN);
    var day = new Shape.Day(today);
    var person =
        fields(
            "name", required(new Shape.Text(200)),
            "birthDate", optional(day),
            "language", optional(new Shape.Text(60)),
            "interpreter", optional(yesNoUnknown),
            "access", optional(new Shape.Text(500)),
            "format", optional(new Shape.Choice(FORMATS)));
    var reporter =
        fields(
            "kind",
            required(
                new Shape.Choice(
                    List.of("survivor", "family", "neighbour", "agency", "police", "staff"))),
            "name",
            optional(new Shape.Text(200)),
            "contact",
            optional(new Shape.Text(300)));
    var incident =
        fields(
            "on", optional(day),
            "kinds", optional(new Shape.Several(new Shape.Choice(KINDS), KINDS.size(), true)),
            "impact", optional(new Shape.Text(2000)),
            "childPresent", optional(yesNoUnknown),
            "policeRef", optional(new Shape.Text(60)));
    var safeguarding =
        fields(
            "childAffected", optional(yesNoUnknown),
            "childHarmNow", optional(yesNoUnknown),
            "adultCareNeeds", optional(yesNoUnknown),
            "harmSuspected", optional(yesNoUnknown),
            "cannotProtectSelf", optional(yesNoUnknown),
            "otherAbuse", optional(yesNoUnknown),
            "staffImplicated", optional(yesNoUnknown),
            "youngParty", optional(new Shape.Choice(ReportFacts.YOUNG_PARTIES)));
    return fields(
        "reporter", required(reporter),
        "channel", optional(new Shape.Choice(CHANNELS)),
        "relatesTo", optional(new Shape.Form(RECEIPT, "RC-7KQ2M9XD3TPB")),
        "immediateDanger", required(yesNoUnknown),
        "words", required(new Shape.Text(10_000)),
        "contactAdvice", optional(new Shape.Text(1000)),
        "victim", required(person),
        "perpetrator", optional(person),
        "children", optional(new Shape.Several(person, 20, false)),
        "household", optional(new Shape.Several(person, 20, false)),
        "incident", optional(incident),
        "tenure", optional(new Shape.Choice(ReportFacts.TENURES)),
        "olderPeoplesScheme", optional(yesNoUnknown),
        "homelessNow", optional(yesNoUnknown),
        "livesInBorough", optional(yesNoUnknown),
        "perpetratorCouncilTenant", optional(yesNoUnknown),
        "safeguarding", optional(safeguarding));
  }

  /** Reads a body of bytes in UTF-8. */
  Reading read(byte[] body) {
    JsonNode root;
    try {
      root = STRICT.readTree(body);
    } catch (JacksonException e) {
      var at = e.getLocation();
      return new Reading.NotJson(
          at == null ? Optional.empty() : Optional.of("line " + at.getLineNr()));
    }
    if (root == null || root.isMissingNode()) {
      return new Reading.NotJson(Optional.empty());
    }
    var problems = new Problems();
    shape(LocalDate.ofInstant(clock.instant(), WorkingCalendar.LONDON)).check(root, "", problems);
    return problems.found().isEmpty()
        ? new Reading.Report(
            report(root), text(root, "relatesTo"), digest(STRICT.writeValueAsBytes(sorted(root))))
        : new Reading.Invalid(problems.found());
  }

  private static IntakeReport report(JsonNode root) {
    JsonNode reporter = root.path("reporter");
    var people = new ArrayList<IntakePerson>();
    people.add(person("victim", root.path("victim")));
    if (root.has("perpetrator")) {
      people.add(person("perpetrator", root.path("perpetrator")));
    }
    root.path("children").forEach(child -> people.add(person("child", child)));
    root.path("household").forEach(member -> people.add(person("household", member)));
    String reporterName = text(reporter, "name");
    if (reporterName != null) {
      people.add(IntakePerson.named("reporter", reporterName));
    }
    String channel = text(root, "channel");
    return new IntakeReport(
        UUID.randomUUID(),
        null,
        Channel.ofCode(channel == null ? "third-party" : channel).orElseThrow(),
        ReporterKind.ofCode(reporter.path("kind").stringValue()).orElseThrow(),
        Known.of(text(root, "immediateDanger")),
        false,
        words(root),
        text(reporter, "contact"),
        people,
        incident(root.path("incident")),
        facts(root));
  }

  /** What is said of how to reach her stands with the words: it is read before any first step. */
  private static String words(JsonNode root) {
    String words = root.path("words").stringValue();
    String advice = text(root, "contactAdvice");
    return advice == null ? words : words + "\n\nHow she can or cannot be reached: " + advice;
  }

  private static IntakePerson person(String kind, JsonNode node) {
    return new IntakePerson(
        kind,
        node.path("name").stringValue(),
        day(node, "birthDate"),
        text(node, "language"),
        Known.of(text(node, "interpreter")),
        text(node, "access"),
        text(node, "format"));
  }

  private static IntakeIncident incident(JsonNode node) {
    var kinds = new HashSet<String>();
    node.path("kinds").forEach(kind -> kinds.add(kind.stringValue()));
    return new IntakeIncident(
        day(node, "on"),
        kinds,
        text(node, "impact"),
        Known.of(text(node, "childPresent")),
        text(node, "policeRef"));
  }

  private static Map<String, Object> facts(JsonNode root) {
    var facts = new HashMap<String, Object>();
    for (JsonNode node : List.of(root, root.path("safeguarding"))) {
      for (String name : ReportFacts.YES_OR_NO) {
        if (node.has(name)) {
          facts.put(name, node.path(name).stringValue());
        }
      }
      for (String name : List.of("tenure", "youngParty")) {
        if (node.has(name)) {
          facts.put(name, node.path(name).stringValue());
        }
      }
    }
    return facts;
  }

  private static @Nullable LocalDate day(JsonNode node, String name) {
    String text = text(node, name);
    return text == null ? null : LocalDate.parse(text);
  }

  private static @Nullable String text(JsonNode node, String name) {
    return node.has(name) ? node.path(name).stringValue() : null;
  }

  /** The content without its layout: blanks and the order of fields do not make another report. */
  private static Object sorted(JsonNode node) {
    return STRICT.treeToValue(node, Object.class);
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads text as the endpoint does, for tests. */
  Reading read(String body) {
    return read(body.getBytes(StandardCharsets.UTF_8));
  }

  /** What a body turned out to be. */
  sealed interface Reading {
    /**
     * @param where the line, if it is known; never what stands there
     */
    record NotJson(Optional<String> where) implements Reading {}

    record Invalid(List<FieldProblem> problems) implements Reading {}

    record Report(IntakeReport report, @Nullable String relatesTo, byte[] digest)
        implements Reading {
      @Override
      public String toString() {
        return "Report[***]";
      }
    }
  }
}
