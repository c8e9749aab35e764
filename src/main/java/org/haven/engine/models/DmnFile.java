package org.haven.engine.models;

import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** A DMN file as far as Haven reads it: what its columns read, and what its rows ask and answer. */
record DmnFile(List<Decision> decisions) {
  record Decision(String id, String name, List<Column> columns, List<Row> rows) {
    /** What the rows ask in the column that reads this fact. */
    List<String> asked(String fact) {
      var asked = new ArrayList<String>();
      for (int at = 0; at < columns.size(); at++) {
        if (columns.get(at).reads().contains(fact)) {
          for (Row row : rows) {
            if (at < row.asks().size()) {
              asked.add(row.asks().get(at));
            }
          }
        }
      }
      return asked;
    }
  }

  /**
   * @param label what heads it, or else what it reads
   */
  record Column(String label, String reads) {}

  record Row(List<String> asks, List<String> answers) {}

  /**
   * @throws SAXException if the text is not XML
   */
  static DmnFile read(String xml) throws SAXException {
    Document document = BpmnFile.parse(xml);
    return new DmnFile(
        within(document.getDocumentElement(), "decision").stream()
            .map(
                decision ->
                    new Decision(
                        decision.getAttribute("id"),
                        decision.getAttribute("name"),
                        within(decision, "input").stream().map(DmnFile::column).toList(),
                        within(decision, "rule").stream().map(DmnFile::row).toList()))
            .toList());
  }

  private static Column column(Element input) {
    String reads =
        children(input, "inputExpression").stream().findFirst().map(DmnFile::text).orElse("");
    String label = input.getAttribute("label");
    return new Column(label.isEmpty() ? reads : label, reads);
  }

  private static Row row(Element rule) {
    return new Row(
        children(rule, "inputEntry").stream().map(DmnFile::text).toList(),
        children(rule, "outputEntry").stream().map(DmnFile::text).toList());
  }

  private static String text(Element element) {
    return children(element, "text").stream()
        .findFirst()
        .map(t -> t.getTextContent().strip())
        .orElse("");
  }

  /** Whatever the version of DMN. */
  private static List<Element> children(Element parent, String name) {
    return BpmnFile.elements(parent).stream().filter(e -> name.equals(e.getLocalName())).toList();
  }

  private static List<Element> within(Element root, String name) {
    var found = new ArrayList<Element>();
    var list = root.getElementsByTagNameNS("*", name);
    for (int i = 0; i < list.getLength(); i++) {
      found.add((Element) list.item(i));
    }
    return found;
  }
}
