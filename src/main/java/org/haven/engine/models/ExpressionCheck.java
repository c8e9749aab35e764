package org.haven.engine.models;

import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.haven.engine.models.DmnFile.Column;
import org.haven.engine.models.DmnFile.Decision;
import org.haven.engine.models.DmnFile.Row;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/** Expressions of diagrams and tables: the engine can read each of them. */
final class ExpressionCheck {
  private static final FeelEngineApi FEEL = FeelEngineBuilder.create().build();

  private final Findings findings;

  ExpressionCheck(Findings findings) {
    this.findings = findings;
  }

  void check(Diagram diagram) {
    check(diagram, diagram.process().element());
  }

  private void check(Diagram diagram, Element element) {
    String namespace = element.getNamespaceURI();
    if (BpmnFile.ZEEBE.equals(namespace) && !holdsWords(element)) {
      var attributes = element.getAttributes();
      for (int i = 0; i < attributes.getLength(); i++) {
        check(diagram, element, ((Attr) attributes.item(i)).getValue());
      }
    }
    var children = BpmnFile.elements(element);
    if (children.isEmpty() && BpmnFile.BPMN.equals(namespace)) {
      check(diagram, element, element.getTextContent().strip());
    }
    children.forEach(child -> check(diagram, child));
  }

  private static boolean holdsWords(Element zeebe) {
    return zeebe.getLocalName().equals("property") || zeebe.getLocalName().equals("header");
  }

  private void check(Diagram diagram, Element at, String text) {
    if (!text.startsWith("=")) {
      return;
    }
    String feel = text.substring(1);
    var parsed = FEEL.parseExpression(feel);
    if (parsed.isFailure()) {
      String id = owner(at);
      findings.stop(
          diagram.place(),
          id,
          diagram.label(id),
          "the expression \"" + Words.oneLine(feel) + "\" cannot be read",
          "Correct it: " + Words.oneLine(parsed.failure().message()));
    }
  }

  private static String owner(Element at) {
    var node = at;
    while (node != null) {
      String id = node.getAttribute("id");
      if (!id.isEmpty() && !node.getLocalName().endsWith("EventDefinition")) {
        return id;
      }
      node = node.getParentNode() instanceof Element parent ? parent : null;
    }
    return "";
  }

  void check(String place, DmnFile table) {
    for (Decision decision : table.decisions()) {
      decision.columns().forEach(column -> check(place, decision, column));
      int number = 0;
      for (Row row : decision.rows()) {
        number++;
        check(place, decision, number, row);
      }
    }
  }

  private void check(String place, Decision decision, Column column) {
    String feel = column.reads();
    if (feel.isBlank() || FEEL.parseExpression(feel).isFailure()) {
      stop(
          place,
          decision,
          "the column \""
              + column.label()
              + "\" reads \""
              + Words.oneLine(feel)
              + "\", which cannot be understood",
          "Write the name of a fact, or an expression of it");
    } else if (feel.equals("effectiveOn")) {
      stop(
          place,
          decision,
          "the column \"" + column.label() + "\" compares a date as if it were text",
          "Write date(effectiveOn)");
    }
  }

  private void check(String place, Decision decision, int number, Row row) {
    for (String feel : row.asks()) {
      if (!feel.isBlank() && FEEL.parseUnaryTests(feel).isFailure()) {
        stop(
            place,
            decision,
            "row " + number + " asks \"" + Words.oneLine(feel) + "\", which cannot be understood",
            "Write a value in quotes, a number, true or false, or a comparison; a dash for"
                + " anything");
      }
    }
    for (String feel : row.answers()) {
      if (!feel.isBlank() && FEEL.parseExpression(feel).isFailure()) {
        stop(
            place,
            decision,
            "row "
                + number
                + " answers \""
                + Words.oneLine(feel)
                + "\", which cannot be understood",
            "Write a value in quotes, a number, or true or false");
      }
    }
  }

  private void stop(String place, Decision decision, String wrong, String cure) {
    findings.stop(place, decision.id(), decision.name(), wrong, cure);
  }
}
