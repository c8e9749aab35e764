package org.haven.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * From clause to step. The procedure's own table says where each clause has to be; the models say
 * where it is. What a row names and no model has is missing from the page, and named here.
 */
final class Clauses {
  /** J1 to J19, in the order of the procedure. */
  static final List<String> JOURNEYS =
      List.of(
          "report-domestic-abuse",
          "assess-risk",
          "refer-to-marac",
          "complex-case-panel",
          "management-transfer",
          "possession-ground-2a",
          "sanctuary-scheme",
          "homelessness-application",
          "safeguarding-referral",
          "support-plan",
          "perpetrator-response",
          "end-tenancy",
          "reciprocal-move",
          "repairs-concern",
          "multi-agency-review",
          "complaint",
          "case-review",
          "record-request",
          "policy-review");

  private static final Path PROCEDURE = Path.of("src/test/resources/procedure/clauses.txt");
  private static final Path TESTS = Path.of("src/test/java/org/haven");
  private static final Pattern JOURNEY = Pattern.compile("\\bJ(\\d+)\\b(?! channel)");
  private static final Pattern CLAUSE = Pattern.compile("\\d+(\\.\\d+)*");

  /** What every journey has from the procedure's opening words; it would drown a clause's own. */
  private static final Set<String> INHERITED =
      Set.of(
          "Gateway_ConflictsChecked",
          "Task_CheckConflicts",
          "BoundaryEvent_ConflictFound",
          "Task_ReassignCase",
          "Task_LoadCaseFacts",
          "SubProcess_RiskChanged",
          "SubProcess_ConsentWithdrawn",
          "SubProcess_VictimMoved",
          "SubProcess_CaseClosed",
          "SubProcess_JourneyStopped");

  /** Small processes that journeys call for what they all share. */
  private static final Set<String> SHARED =
      Set.of(
          "contact-gate",
          "check-plan",
          "review-lawful-steps",
          "check-sharing",
          "check-letter",
          "chase-partner",
          "complete-action");

  /** A row of the procedure's table. */
  record Row(String clause, String where) {
    String title() {
      return Character.isDigit(clause.charAt(0)) ? "Clause " + clause : "“" + clause + "”";
    }
  }

  /** Clause to process id to the names of the steps that carry it. */
  private final Map<String, Map<String, Set<String>>> carried = new TreeMap<>();

  private final Set<String> built = new TreeSet<>();
  private final Map<String, String> names = new TreeMap<>();
  private final Set<String> decisions = new TreeSet<>();
  private final Set<String> asked = new TreeSet<>();

  Clauses(List<Path> models, List<Path> tables) {
    for (Path model : models) {
      Document document = ModelDocs.read(model);
      Element process = ModelDocs.first(document, "process");
      String id = process.getAttribute("id");
      built.add(id);
      names.put(id, process.getAttribute("name"));
      ModelDocs.all(process, "calledDecision")
          .forEach(d -> asked.add(d.getAttribute("decisionId")));
      for (Element step : ModelDocs.nodes(process)) {
        if (inherited(step)) {
          continue;
        }
        String clauses = ModelDocs.properties(step).getOrDefault("policyClause", "");
        for (String clause : clauses.split("\\s*,\\s*")) {
          if (!clause.isBlank()) {
            carried
                .computeIfAbsent(clause, _ -> new TreeMap<>())
                .computeIfAbsent(id, _ -> new LinkedHashSet<>())
                .add(ModelDocs.name(step));
          }
        }
      }
    }
    tables.forEach(
        table ->
            decisions.add(ModelDocs.first(ModelDocs.read(table), "decision").getAttribute("id")));
  }

  private static boolean inherited(Element step) {
    for (Node at = step; at instanceof Element element; at = at.getParentNode()) {
      if (INHERITED.contains(element.getAttribute("id"))) {
        return true;
      }
    }
    return ModelDocs.all(step, "calledElement").stream()
        .anyMatch(called -> SHARED.contains(called.getAttribute("processId")));
  }

  static List<Row> procedure() {
    try {
      return Files.readAllLines(PROCEDURE).stream()
          .filter(line -> !line.isBlank())
          .map(line -> line.split("\\|"))
          .map(cells -> new Row(cells[0].strip(), cells[1].strip()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In words: what the procedure's table names and the models do not have. */
  List<String> missing() {
    var missing = new ArrayList<String>();
    for (Row row : procedure()) {
      if (byHand(row)) {
        continue;
      }
      for (String journey : journeys(row)) {
        if (!built.contains(journey)) {
          missing.add("%s: there is no journey %s.".formatted(row.title(), journey));
        } else if (!carries(row, journey)) {
          missing.add(
              "%s: no step of “%s” carries it any more. Give the step that does it the property"
                      .formatted(row.title(), names.get(journey))
                  + " policyClause with this clause.");
        }
      }
      for (String table : tablesNamed(row)) {
        if (!decisions.contains(table)) {
          missing.add("%s: there is no decision table %s.".formatted(row.title(), table));
        } else if (!asked.contains(table)) {
          missing.add("%s: no journey asks the table %s.".formatted(row.title(), table));
        }
      }
    }
    return missing;
  }

  /** Journeys of the procedure that have no model yet. */
  Set<String> notBuilt() {
    var journeys = new TreeSet<>(JOURNEYS);
    journeys.removeAll(built);
    return journeys;
  }

  private static boolean byHand(Row row) {
    return row.where().startsWith("No journey") || row.where().startsWith("Not executable");
  }

  private static List<String> journeys(Row row) {
    var found = new ArrayList<String>();
    Matcher journey = JOURNEY.matcher(row.where());
    while (journey.find()) {
      found.add(JOURNEYS.get(Integer.parseInt(journey.group(1)) - 1));
    }
    return found;
  }

  private static final Pattern TABLE = Pattern.compile("\\b[a-z]+(?:[A-Z][a-z]+)+\\b");

  private static List<String> tablesNamed(Row row) {
    var found = new ArrayList<String>();
    Matcher table = TABLE.matcher(row.where());
    while (table.find()) {
      found.add(table.group());
    }
    return found;
  }

  /** The clauses of a row: numbers, spans of numbers, or the strategy and its companions. */
  private static Set<String> clauses(Row row) {
    var clauses = new LinkedHashSet<String>();
    Matcher span = Pattern.compile("(\\d+)\\.(\\d+)-(?:\\d+\\.)?(\\d+)").matcher(row.clause());
    if (span.find()) {
      for (int i = Integer.parseInt(span.group(2)); i <= Integer.parseInt(span.group(3)); i++) {
        clauses.add(span.group(1) + "." + i);
      }
      return clauses;
    }
    if (!Character.isDigit(row.clause().charAt(0)) || row.clause().matches("0\\d\\d.*")) {
      return Set.of("strategy");
    }
    Arrays.stream(row.clause().split("\\s*,\\s*"))
        .filter(c -> CLAUSE.matcher(c).matches())
        .forEach(clauses::add);
    return clauses;
  }

  /**
   * A row of the strategy or of the plans beside it is carried by any step: those papers have no
   * numbers that a step could bear.
   */
  private boolean carries(Row row, String journey) {
    boolean paper = clauses(row).equals(Set.of("strategy"));
    return paper
        ? built.contains(journey)
        : clauses(row).stream()
            .anyMatch(c -> carried.getOrDefault(c, Map.of()).containsKey(journey));
  }

  /** The tests that prove what a journey does, by its package. */
  static List<String> proofs(String process) {
    return tests(TESTS.resolve(process.replace("-", "")));
  }

  private static List<String> tests(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith("ProcessTest.java") || f.endsWith("DecisionTest.java"))
          .map(f -> f.replace(".java", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> proofOfTable(String table) {
    String name = Character.toUpperCase(table.charAt(0)) + table.substring(1) + "DecisionTest.java";
    try (var files = Files.walk(TESTS)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(name::equals)
          .map(f -> f.replace(".java", ""))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The procedure's table as the models bear it out, then every clause with its steps. */
  String page() {
    var page =
        new StringBuilder(
            "# From clause to step\n\n"
                + "<!-- Drawn from the models by GeneratedDocsTest; change the model, not this"
                + " page. -->\n\n"
                + "Numbers are clauses of the 2026 policy. A row that names a journey or a table"
                + " stands here only if the models bear it out; the others are kept by hand.\n\n"
                + "| clause | where | steps | proved by |\n"
                + "|-|-|-|-|\n");
    for (Row row : procedure()) {
      var steps = new ArrayList<String>();
      var proofs = new LinkedHashSet<String>();
      for (String journey : new LinkedHashSet<>(journeys(row))) {
        if (!carries(row, journey)) {
          continue;
        }
        steps.add(link(journey) + stepsOf(row, journey));
        proofs(journey).stream().filter(t -> t.endsWith("ProcessTest")).forEach(proofs::add);
      }
      for (String table : tablesNamed(row)) {
        steps.add("[" + table + "](decisions.md)");
        proofs.addAll(proofOfTable(table));
      }
      page.append(
          ModelDocs.row(
              row.clause(),
              row.where(),
              String.join("<br>", steps),
              proofs.stream().map(p -> "`" + p + "`").collect(Collectors.joining(", "))));
    }
    page.append("\n## Every step by clause\n\n");
    page.append(
        "Without the steps that each journey has alike: opening, contact gate, sharing, letters,"
            + " what it hears of.\n\n"
            + "| clause | steps |\n"
            + "|-|-|\n");
    var sorted = new TreeMap<String, Map<String, Set<String>>>(Clauses::compare);
    sorted.putAll(carried);
    sorted.forEach(
        (clause, by) ->
            page.append(
                ModelDocs.row(
                    clause,
                    by.entrySet().stream()
                        .map(e -> link(e.getKey()) + ": " + String.join(", ", e.getValue()))
                        .collect(Collectors.joining("<br>")))));
    return page.toString();
  }

  private String stepsOf(Row row, String journey) {
    var steps = new LinkedHashSet<String>();
    clauses(row)
        .forEach(
            c -> steps.addAll(carried.getOrDefault(c, Map.of()).getOrDefault(journey, Set.of())));
    // a paper without numbers would name most of the journey
    boolean paper = clauses(row).equals(Set.of("strategy"));
    return paper || steps.isEmpty() ? "" : ": " + String.join(", ", steps);
  }

  private String link(String journey) {
    int number = JOURNEYS.indexOf(journey) + 1;
    return "[%s%s](journeys/%s.md)"
        .formatted(number > 0 ? "J" + number + " " : "", names.get(journey), journey);
  }

  private static int compare(String a, String b) {
    String[] left = a.split("\\.");
    String[] right = b.split("\\.");
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      boolean numbers = left[i].matches("\\d+") && right[i].matches("\\d+");
      int compared =
          numbers
              ? Integer.compare(Integer.parseInt(left[i]), Integer.parseInt(right[i]))
              : left[i].compareTo(right[i]);
      if (compared != 0) {
        return compared;
      }
    }
    return Integer.compare(left.length, right.length);
  }
}
