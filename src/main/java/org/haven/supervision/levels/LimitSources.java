package org.haven.supervision.levels;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.haven.platform.calendar.Sla;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * What binds us to each limit, in the words of {@code taskSla}: read from the table as it is
 * written down, since a page asks for all of them at once.
 */
@Component
class LimitSources {
  private static final String TABLE = "processes/shared/taskSla.dmn";
  private static final Pattern FROM_OR_BEFORE =
      Pattern.compile("(<|>=) date\\(\"(\\d{4}-\\d{2}-\\d{2})\"\\)");

  private final List<Row> rows;

  LimitSources() {
    this.rows = read();
  }

  private record Row(String key, String holds, Limit limit) {}

  /**
   * One limit.
   *
   * @param source such as an act and section; a local proposal says that it is one
   */
  record Limit(String key, Sla.Status status, String source) {}

  /** All limits that hold on a day, as the table orders them. */
  List<Limit> on(LocalDate day) {
    return rows.stream().filter(row -> holds(row.holds(), day)).map(Row::limit).toList();
  }

  Optional<Limit> of(String key, LocalDate day) {
    return on(day).stream().filter(limit -> limit.key().equals(key)).findFirst();
  }

  private static boolean holds(String test, LocalDate day) {
    Matcher one = FROM_OR_BEFORE.matcher(test);
    if (!one.find()) {
      return true;
    }
    LocalDate from = LocalDate.parse(one.group(2));
    return one.group(1).equals("<") == day.isBefore(from);
  }

  private static List<Row> read() {
    try (InputStream xml = new ClassPathResource(TABLE).getInputStream()) {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      Element table = factory.newDocumentBuilder().parse(xml).getDocumentElement();
      List<String> outputs =
          all(table, "output").stream().map(output -> output.getAttribute("name")).toList();
      int status = outputs.indexOf("status");
      int source = outputs.indexOf("source");
      var rows = new ArrayList<Row>();
      for (Element rule : all(table, "rule")) {
        List<String> in = all(rule, "inputEntry").stream().map(LimitSources::text).toList();
        List<String> out = all(rule, "outputEntry").stream().map(LimitSources::text).toList();
        String key = in.get(0);
        rows.add(
            new Row(
                key,
                in.get(1),
                new Limit(
                    key,
                    Sla.Status.valueOf(out.get(status).toUpperCase(Locale.ROOT)),
                    out.get(source))));
      }
      return List.copyOf(rows);
    } catch (IOException | ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("The table of limits cannot be read", e);
    }
  }

  private static List<Element> all(Element of, String name) {
    var found = new ArrayList<Element>();
    var nodes = of.getElementsByTagNameNS("*", name);
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }

  /** A text without its quotation marks; a test stays as it is. */
  private static String text(Element entry) {
    String text = entry.getTextContent().strip();
    return text.matches("\"[^\"]*\"") ? text.substring(1, text.length() - 1) : text;
  }
}
