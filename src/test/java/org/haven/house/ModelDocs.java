package org.haven.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Draws the pages of journeys, clauses, clocks and decisions from the models. */
final class ModelDocs {
  private static final String NOTE =
      "<!-- Drawn from the models by GeneratedDocsTest; change the model, not this page. -->\n\n";
  private static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("userTask", "task"),
          Map.entry("serviceTask", "automatic"),
          Map.entry("sendTask", "automatic"),
          Map.entry("businessRuleTask", "decision table"),
          Map.entry("callActivity", "called process"),
          Map.entry("receiveTask", "wait"),
          Map.entry("startEvent", "start"),
          Map.entry("intermediateCatchEvent", "wait"),
          Map.entry("intermediateThrowEvent", "message sent"),
          Map.entry("boundaryEvent", "detour"),
          Map.entry("endEvent", "end"));
  private static final Set<String> CLOCK_ENDS = Set.of("tell-warning", "tell-breach");

  private final Path processes;
  private final List<Path> models;
  private final List<Path> tables;
  private final Map<String, Limit> limits;

  private ModelDocs(Path processes) throws IOException {
    this.processes = processes;
    this.models = files(processes, ".bpmn");
    this.tables = files(processes, ".dmn");
    this.limits = limits(processes.resolve("shared/taskSla.dmn"));
  }

  /** Every page and picture by its place below {@code docs/generated}. */
  static Map<String, String> pages(Path processes) throws IOException {
    return new ModelDocs(processes).pages();
  }

  private Map<String, String> pages() throws IOException {
    var pages = new TreeMap<String, String>();
    pages.put("journeys.md", index());
    for (Path model : models) {
      Document document = read(model);
      String id = first(document, "process").getAttribute("id");
      pages.put("journeys/" + id + ".md", journey(model, document));
      pages.put("journeys/" + id + ".svg", ModelPicture.svg(document));
    }
    pages.put("clauses.md", new Clauses(models, tables).page());
    pages.put("clocks.md", clocks(processes.resolve("shared/taskSla.dmn")));
    pages.put("decisions.md", decisions(tables));
    return pages;
  }

  /** How long a step may take, as the table of limits has it. */
  private record Limit(String words, String status) {}

  private static Map<String, Limit> limits(Path table) {
    Element decision = first(read(table), "decisionTable");
    List<String> outputs =
        list(decision, "output").stream().map(o -> o.getAttribute("name")).toList();
    var limits = new LinkedHashMap<String, Limit>();
    for (Element rule : list(decision, "rule")) {
      List<String> out = texts(rule, "outputEntry");
      String amount = plain(out.get(outputs.indexOf("amount")));
      String unit = plain(out.get(outputs.indexOf("unit"))).replace('-', ' ');
      String words =
          unit.equals("immediate")
              ? "at once"
              : amount.equals("1")
                  ? "1 " + unit.replaceFirst("s$", "")
                  : amount.equals("null") ? unit : amount + " " + unit;
      limits.putIfAbsent(
          plain(texts(rule, "inputEntry").getFirst()),
          new Limit(words, plain(out.get(outputs.indexOf("status")))));
    }
    return limits;
  }

  private String index() {
    var page =
        new StringBuilder(
            "# Journeys\n\n" + NOTE + "| | journey | what it is for | clause |\n|-|-|-|-|\n");
    var shared = new StringBuilder();
    var numbered = new TreeMap<Integer, String>();
    for (Path model : models) {
      Element process = first(read(model), "process");
      String id = process.getAttribute("id");
      int number = Clauses.JOURNEYS.indexOf(id) + 1;
      String line =
          row(
              number > 0 ? "J" + number : "",
              "[" + process.getAttribute("name") + "](journeys/" + id + ".md)",
              documentation(process),
              properties(process).getOrDefault("policyClause", ""));
      if (number > 0) {
        numbered.put(number, line);
      } else {
        shared.append(line);
      }
    }
    numbered.values().forEach(page::append);
    return page.append(
            "\n"
                + "## Small processes that journeys share\n\n"
                + "| | process | what it is for | clause |\n"
                + "|-|-|-|-|\n")
        .append(shared)
        .toString();
  }

  private String journey(Path model, Document document) {
    Element process = first(document, "process");
    String id = process.getAttribute("id");
    String name = process.getAttribute("name");
    var page = new StringBuilder("# " + name + "\n\n" + NOTE);
    page.append(documentation(process)).append("\n\n");
    page.append("Model: [`").append(id).append(".bpmn`](../../../processes/");
    page.append(id).append('/').append(id).append(".bpmn). Clause ");
    page.append(properties(process).getOrDefault("policyClause", "")).append(".\n\n");
    page.append("![The diagram of ").append(name).append("; its steps stand in words below](");
    page.append(id).append(".svg)\n\n");
    page.append("## Teams and their limits\n\n| team | step | limit | status |\n|-|-|-|-|\n");
    List<Element> steps = steps(process);
    var teams = new TreeMap<String, List<String>>();
    for (Element step : steps) {
      Map<String, String> properties = properties(step);
      if (step.getLocalName().equals("userTask")) {
        String team = team(properties.getOrDefault("team", ""));
        for (String key : properties.getOrDefault("slaKey", "standard").split("\\s*,\\s*")) {
          Limit limit = limits.getOrDefault(key, new Limit(key, ""));
          teams
              .computeIfAbsent(team, _ -> new ArrayList<>())
              .add(row(team, name(step), limit.words() + " (`" + key + "`)", limit.status()));
        }
      }
    }
    teams.values().forEach(rows -> rows.forEach(page::append));
    page.append("\n## Step by step\n\n| step | kind | with | clause | what |\n|-|-|-|-|-|\n");
    for (Element step : steps) {
      page.append(
          row(
              name(step),
              KINDS.get(step.getLocalName()),
              with(model, step),
              properties(step).getOrDefault("policyClause", ""),
              documentation(step)));
    }
    var ends = new StringBuilder();
    for (Element end : all(process, "endEvent")) {
      String outcome = properties(end).get("outcome");
      if (outcome != null) {
        ends.append(row("`" + outcome + "`", name(end), documentation(end)));
      }
    }
    if (!ends.isEmpty()) {
      page.append("\n## How it can end\n\n| end state | event | what |\n|-|-|-|\n").append(ends);
    }
    List<String> proofs = Clauses.proofs(id);
    if (!proofs.isEmpty()) {
      page.append("\n## Proved by\n\n");
      proofs.forEach(proof -> page.append("- `").append(proof).append("`\n"));
    }
    return page.toString();
  }

  private static String team(String team) {
    return switch (team) {
      case "lead" -> "lead team";
      case "lead-sup" -> "lead team's supervisors";
      case "variable" -> "as the step before says";
      default ->
          team.endsWith("-sup")
              ? team.substring(0, team.length() - 4).replace('-', ' ') + ", supervisors"
              : team.replace('-', ' ');
    };
  }

  /** The form, table, called process, message or date that a step works with. */
  private String with(Path model, Element step) {
    for (Element form : all(step, "formDefinition")) {
      String id = form.getAttribute("formId");
      String folder =
          form.getAttribute("bindingType").equals("latest")
              ? "shared"
              : String.valueOf(model.getParent().getFileName());
      String outcomes = properties(step).get("outcomes");
      return outcomes != null
          ? outcomes.replaceAll("\\s*,\\s*", ", ").replace('-', ' ')
          : "form [" + id + "](../../../forms/" + folder + "/" + id + ".form)";
    }
    for (Element decision : all(step, "calledDecision")) {
      String id = decision.getAttribute("decisionId");
      return "[" + id + "](../decisions.md#" + anchor(id) + ")";
    }
    for (Element called : all(step, "calledElement")) {
      String id = called.getAttribute("processId");
      return "[" + id + "](" + id + ".md)";
    }
    Document document = step.getOwnerDocument();
    for (Element event : all(step, "messageEventDefinition")) {
      return message(document, event.getAttribute("messageRef"));
    }
    if (step.hasAttribute("messageRef")) {
      return message(document, step.getAttribute("messageRef"));
    }
    for (Element event : all(step, "errorEventDefinition")) {
      return named(document, "error", event.getAttribute("errorRef"), "errorCode");
    }
    for (Element job : all(step, "taskDefinition")) {
      return "`" + job.getAttribute("type") + "`";
    }
    return "";
  }

  private static String message(Document document, String ref) {
    return named(document, "message", ref, "name");
  }

  private static String named(Document document, String kind, String ref, String attribute) {
    return elements(document.getElementsByTagNameNS(BPMN, kind)).stream()
        .filter(e -> e.getAttribute("id").equals(ref))
        .map(e -> "`" + e.getAttribute(attribute) + "`")
        .findFirst()
        .orElse("");
  }

  private String anchor(String decision) {
    return tables.stream()
        .map(table -> first(read(table), "decision"))
        .filter(d -> d.getAttribute("id").equals(decision))
        .map(d -> d.getAttribute("name").toLowerCase(java.util.Locale.ROOT))
        .map(name -> name.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .findFirst()
        .orElse("");
  }

  private static String clocks(Path table) {
    Element decision = first(read(table), "decisionTable");
    List<String> outputs =
        list(decision, "output").stream().map(o -> o.getAttribute("name")).toList();
    var page =
        new StringBuilder(
            "# Clocks\n\n"
                + NOTE
                + "\"Local\" is a default of ours that awaits the policy owner; it is neither law"
                + " nor policy.\n\n"
                + "| clock | limit | start day counts | told | status | starts from | extension |"
                + " stands still for | source |\n"
                + "|-|-|-|-|-|-|-|-|-|\n");
    for (Element rule : list(decision, "rule")) {
      List<String> in = texts(rule, "inputEntry");
      List<String> out = texts(rule, "outputEntry");
      Map<String, String> cells =
          IntStream.range(0, outputs.size())
              .boxed()
              .collect(Collectors.toMap(outputs::get, i -> plain(out.get(i))));
      page.append(
          row(
              plain(in.getFirst()),
              (cells.get("amount") + " " + cells.get("unit")).strip(),
              cells.get("dayOne").equals("true") ? "yes" : "",
              cells.get("told"),
              cells.get("status"),
              cells.get("startsFrom"),
              cells.get("extension"),
              cells.get("pauses"),
              cells.get("source")));
    }
    return page.toString();
  }

  private static String decisions(List<Path> tables) {
    var page = new StringBuilder("# Decision tables\n\n" + NOTE);
    for (Path table : tables) {
      if (table.endsWith("taskSla.dmn")) {
        continue; // has the page of clocks
      }
      Document document = read(table);
      Element decision = first(document, "decision");
      Element rules = first(document, "decisionTable");
      page.append("## ").append(decision.getAttribute("name")).append("\n\n`");
      page.append(decision.getAttribute("id")).append("`, hit policy ");
      page.append(
          rules.getAttribute("hitPolicy").isEmpty() ? "UNIQUE" : rules.getAttribute("hitPolicy"));
      page.append("\n\n");
      var heads = new ArrayList<String>();
      heads.add("#");
      list(rules, "input").forEach(i -> heads.add(i.getAttribute("label")));
      list(rules, "output").forEach(o -> heads.add("→ " + label(o)));
      list(rules, "annotation").forEach(a -> heads.add(a.getAttribute("name")));
      boolean described = list(rules, "annotation").isEmpty();
      if (described) {
        heads.add("source");
      }
      page.append(row(heads.toArray(String[]::new)));
      page.append("|-".repeat(heads.size())).append("|\n");
      int number = 1;
      for (Element rule : list(rules, "rule")) {
        var cells = new ArrayList<String>();
        cells.add(String.valueOf(number++));
        texts(rule, "inputEntry").forEach(t -> cells.add(plain(t)));
        texts(rule, "outputEntry").forEach(t -> cells.add(plain(t)));
        if (described) {
          cells.add(
              list(rule, "description").stream()
                  .findFirst()
                  .map(Element::getTextContent)
                  .orElse(""));
        } else {
          texts(rule, "annotationEntry").forEach(cells::add);
        }
        page.append(row(cells.toArray(String[]::new)));
      }
      page.append('\n');
    }
    return page.toString();
  }

  static List<Element> steps(Element process) {
    return all(process, "*").stream()
        .filter(e -> BPMN.equals(e.getNamespaceURI()) && KINDS.containsKey(e.getLocalName()))
        .filter(e -> !isClockOnly(e))
        .toList();
  }

  /** Every step, event and named question. */
  static List<Element> nodes(Element process) {
    return all(process, "*").stream()
        .filter(e -> BPMN.equals(e.getNamespaceURI()))
        .filter(e -> KINDS.containsKey(e.getLocalName()) || e.getLocalName().endsWith("Gateway"))
        .filter(e -> e.hasAttribute("name") && !isClockOnly(e))
        .toList();
  }

  /** The warning and breach events stand on every task and would drown the table. */
  private static boolean isClockOnly(Element element) {
    boolean tells =
        all(element, "taskDefinition").stream()
            .anyMatch(d -> CLOCK_ENDS.contains(d.getAttribute("type")));
    String id = element.getAttribute("id");
    boolean clock =
        element.getLocalName().equals("boundaryEvent")
            && (id.endsWith("Warning") || id.endsWith("Breach"));
    return tells || clock;
  }

  static String name(Element element) {
    String name = element.getAttribute("name").replaceAll("\\s+", " ").strip();
    return name.isEmpty() ? "`" + element.getAttribute("id") + "`" : name;
  }

  private static String label(Element output) {
    return output.getAttribute("label").isEmpty()
        ? output.getAttribute("name")
        : output.getAttribute("label");
  }

  private static String documentation(Element element) {
    return list(element, "documentation").stream()
        .findFirst()
        .map(e -> e.getTextContent().replaceAll("\\s+", " ").strip())
        .orElse("");
  }

  static Map<String, String> properties(Element element) {
    var found = new LinkedHashMap<String, String>();
    for (Element extensions : list(element, "extensionElements")) {
      for (Element property : all(extensions, "property")) {
        found.put(property.getAttribute("name"), property.getAttribute("value"));
      }
    }
    return found;
  }

  static String row(String... cells) {
    return java.util.Arrays.stream(cells)
        .map(c -> c.replace("|", "\\|").replaceAll("\\s+", " ").strip())
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String plain(String feel) {
    return feel.replace("\"", "").strip();
  }

  private static List<String> texts(Element rule, String kind) {
    return list(rule, kind).stream().map(e -> e.getTextContent().strip()).toList();
  }

  static List<Path> files(Path folder, String ending) throws IOException {
    try (var paths = Files.walk(folder)) {
      return paths.filter(p -> p.toString().endsWith(ending)).sorted().toList();
    }
  }

  static Element first(Document document, String name) {
    return (Element) document.getElementsByTagNameNS("*", name).item(0);
  }

  /** Direct children. */
  private static List<Element> list(Element parent, String name) {
    return elements(parent.getChildNodes()).stream()
        .filter(e -> name.equals(e.getLocalName()))
        .toList();
  }

  static List<Element> all(Element parent, String name) {
    return elements(parent.getElementsByTagNameNS("*", name));
  }

  private static List<Element> elements(NodeList nodes) {
    var found = new ArrayList<Element>();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element e) {
        found.add(e);
      }
    }
    return found;
  }

  static Document read(Path file) {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("Not a readable model: " + file, e);
    }
  }
}
