package org.haven.casefile;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Which rules of a decision table lead to what it advised, in the words in which the table cites
 * them. Found by the result, as the table stands today: several rules may lead to the same.
 */
@Component
public class AdvisingRules {
  private static final Pattern CLAUSE = Pattern.compile("Policy clauses?: ([^\\n]+?)\\.?\\s*$");
  private static final Pattern FROM_TO = Pattern.compile("date\\(\"(\\d{4}-\\d{2}-\\d{2})\"\\)");

  private final Map<String, Table> tables;

  AdvisingRules() {
    this.tables = read();
  }

  /**
   * @param title of the table
   * @param clause of the policy that it carries out, if it names one
   * @param rules that lead to the result, each with its source; empty if none is found
   */
  public record Advice(String title, @Nullable String clause, List<String> rules) {}

  /** A table as it is written down. */
  private record Table(String title, @Nullable String clause, List<Rule> rules) {}

  /**
   * @param outputs name to the value as text; without those that are worked out
   */
  private record Rule(String text, Map<String, String> outputs, String holds) {}

  /**
   * @param table the decision's id, such as {@code riskLevel}
   * @param advice the table's outputs, as they were kept
   * @param effectiveOn the day on which it was asked
   */
  public Optional<Advice> of(String table, Map<String, Object> advice, LocalDate effectiveOn) {
    return Optional.ofNullable(tables.get(table))
        .map(
            known ->
                new Advice(
                    known.title(),
                    known.clause(),
                    known.rules().stream()
                        .filter(rule -> holds(rule.holds(), effectiveOn))
                        .filter(rule -> leadsTo(rule, advice))
                        .map(Rule::text)
                        .distinct()
                        .toList()));
  }

  /** All that the rule says is in the advice, and at least something is. */
  private static boolean leadsTo(Rule rule, Map<String, Object> advice) {
    boolean some = false;
    for (var output : rule.outputs().entrySet()) {
      Object kept =
          advice.containsKey(output.getKey())
              ? advice.get(output.getKey())
              : advice.get(output.getKey() + "s");
      if (kept == null) {
        continue;
      }
      boolean same =
          kept instanceof Collection<?> several
              ? several.stream().map(String::valueOf).anyMatch(output.getValue()::equals)
              : String.valueOf(kept).equals(output.getValue());
      if (!same) {
        return false;
      }
      some = true;
    }
    return some;
  }

  /**
   * @param test such as {@code >= date("2026-01-01")}, {@code [date("…")..date("…"))} or empty
   */
  private static boolean holds(String test, LocalDate on) {
    Matcher days = FROM_TO.matcher(test);
    var found = new ArrayList<LocalDate>();
    while (days.find()) {
      found.add(LocalDate.parse(days.group(1)));
    }
    if (found.isEmpty()) {
      return true;
    }
    if (found.size() > 1) {
      return !on.isBefore(found.getFirst())
          && (test.endsWith(")") ? on.isBefore(found.get(1)) : !on.isAfter(found.get(1)));
    }
    return test.startsWith("<") ? on.isBefore(found.getFirst()) : !on.isBefore(found.getFirst());
  }

  private static Map<String, Table> read() {
    var tables = new LinkedHashMap<String, Table>();
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      for (Resource file :
          new PathMatchingResourcePatternResolver().getResources("classpath*:processes/*/*.dmn")) {
        try (InputStream xml = file.getInputStream()) {
          var decisions =
              factory.newDocumentBuilder().parse(xml).getElementsByTagNameNS("*", "decision");
          for (int i = 0; i < decisions.getLength(); i++) {
            Element decision = (Element) decisions.item(i);
            tables.putIfAbsent(decision.getAttribute("id"), table(decision));
          }
        }
      }
    } catch (IOException | ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("The decision tables cannot be read", e);
    }
    return Map.copyOf(tables);
  }

  private static Table table(Element decision) {
    String about =
        children(decision, "description").stream().findFirst().map(AdvisingRules::text).orElse("");
    Matcher clause = CLAUSE.matcher(about);
    var rules = new ArrayList<Rule>();
    for (Element table : children(decision, "decisionTable")) {
      List<String> outputs =
          children(table, "output").stream().map(output -> output.getAttribute("name")).toList();
      children(table, "rule").forEach(rule -> rules.add(rule(rule, outputs)));
    }
    return new Table(
        decision.getAttribute("name"), clause.find() ? clause.group(1) : null, List.copyOf(rules));
  }

  private static Rule rule(Element rule, List<String> names) {
    var outputs = new LinkedHashMap<String, String>();
    List<Element> entries = children(rule, "outputEntry");
    for (int i = 0; i < entries.size() && i < names.size(); i++) {
      String value = inner(entries.get(i));
      if (value.matches("\"[^\"]*\"")) {
        outputs.put(names.get(i), value.substring(1, value.length() - 1));
      } else if (value.matches("true|false|-?\\d+")) {
        outputs.put(names.get(i), value);
      }
    }
    String holds =
        children(rule, "inputEntry").stream()
            .map(AdvisingRules::inner)
            .filter(test -> FROM_TO.matcher(test).find())
            .findFirst()
            .orElse("");
    String says =
        children(rule, "description").stream().findFirst().map(AdvisingRules::text).orElse("");
    return new Rule(says, Map.copyOf(outputs), holds);
  }

  private static String inner(Element entry) {
    return children(entry, "text").stream().findFirst().map(AdvisingRules::text).orElse("");
  }

  private static String text(Element element) {
    return element.getTextContent().strip();
  }

  private static List<Element> children(Element of, String name) {
    var found = new ArrayList<Element>();
    for (Node child = of.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element && element.getLocalName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }
}
