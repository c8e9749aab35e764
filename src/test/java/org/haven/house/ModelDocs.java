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
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Draws the tables of journeys, clauses, clocks and decisions from the models. */
final class ModelDocs {
  private static final String NOTE =
      "<!-- Drawn from the models by GeneratedDocsTest; change the model, not this page. -->\n\n";
  private static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("userTask", "task"),
          Map.entry("serviceTask", "automatic"),
          Map.entry("businessRuleTask", "decision table"),
          Map.entry("callActivity", "called journey"),
          Map.entry("startEvent", "start"),
          Map.entry("intermediateCatchEvent", "wait"),
          Map.entry("intermediateThrowEvent", "message sent"),
          Map.entry("boundaryEvent", "detour"),
          Map.entry("endEvent", "end"));
  private static final Set<String> CLOCK_ENDS = Set.of("tell-warning", "tell-breach");

  private ModelDocs() {}

  static Map<String, String> pages(Path processes) throws IOException {
    var pages = new LinkedHashMap<String, String>();
    List<Path> models = files(processes, ".bpmn");
    List<Path> tables = files(processes, ".dmn");
    pages.put("journeys.md", journeys(models));
    pages.put("clauses.md", clauses(models));
    pages.put("clocks.md", clocks(processes.resolve("shared/taskSla.dmn")));
    pages.put("decisions.md", decisions(tables));
    return pages;
  }

  private static String journeys(List<Path> models) {
    var page = new StringBuilder("# Journeys, step by step\n\n" + NOTE);
    for (Path model : models) {
      Element process = first(read(model), "process");
      page.append("## ").append(process.getAttribute("name")).append("\n\n");
      page.append("`").append(process.getAttribute("id")).append("`");
      page.append(documentation(process).isEmpty() ? "" : ": " + documentation(process));
      page.append("\n\n| step | kind | team | clock | clause | what |\n|-|-|-|-|-|-|\n");
      for (Element step : steps(process)) {
        Map<String, String> properties = properties(step);
        page.append(
            row(
                name(step),
                KINDS.get(step.getLocalName()),
                properties.getOrDefault("team", ""),
                properties.getOrDefault("slaKey", ""),
                properties.getOrDefault("policyClause", ""),
                documentation(step)));
      }
      page.append('\n');
    }
    return page.toString();
  }

  private static String clauses(List<Path> models) {
    var byClause = new TreeMap<String, Set<String>>(ModelDocs::compareClauses);
    for (Path model : models) {
      Element process = first(read(model), "process");
      for (Element step : steps(process)) {
        String clauses = properties(step).getOrDefault("policyClause", "");
        for (String clause : clauses.split("\\s*,\\s*")) {
          if (!clause.isBlank()) {
            byClause
                .computeIfAbsent(clause, c -> new TreeSet<>())
                .add(process.getAttribute("name") + ": " + name(step));
          }
        }
      }
    }
    var page =
        new StringBuilder("# From clause to step\n\n" + NOTE + "| clause | steps |\n|-|-|\n");
    byClause.forEach((clause, steps) -> page.append(row(clause, String.join("; ", steps))));
    return page.toString();
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
                + " source |\n"
                + "|-|-|-|-|-|-|-|-|\n");
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

  private static List<Element> steps(Element process) {
    return all(process, "*").stream()
        .filter(e -> BPMN.equals(e.getNamespaceURI()) && KINDS.containsKey(e.getLocalName()))
        .filter(e -> !isClockOnly(e))
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

  private static String name(Element element) {
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

  private static Map<String, String> properties(Element element) {
    var found = new LinkedHashMap<String, String>();
    for (Element extensions : list(element, "extensionElements")) {
      for (Element property : all(extensions, "property")) {
        found.put(property.getAttribute("name"), property.getAttribute("value"));
      }
    }
    return found;
  }

  private static int compareClauses(String a, String b) {
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

  private static String row(String... cells) {
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

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (var paths = Files.walk(folder)) {
      return paths.filter(p -> p.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static Element first(Document document, String name) {
    return (Element) document.getElementsByTagNameNS("*", name).item(0);
  }

  /** Direct children. */
  private static List<Element> list(Element parent, String name) {
    return elements(parent.getChildNodes()).stream()
        .filter(e -> name.equals(e.getLocalName()))
        .toList();
  }

  private static List<Element> all(Element parent, String name) {
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

  private static Document read(Path file) {
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
