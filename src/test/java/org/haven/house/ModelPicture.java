package org.haven.house;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Draws a diagram as SVG from its own interchange: the same model gives the same picture to the
 * letter, so that a picture that is out of date is found.
 */
final class ModelPicture {
  private static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
  private static final String DI = "http://www.omg.org/spec/BPMN/20100524/DI";
  private static final int MARGIN = 20;
  private static final int FONT = 12;

  /** Widths of Arial's letters in thousandths, those that differ much from the usual 556. */
  private static final Map<Integer, Set<Integer>> WIDTHS =
      Map.of(
          222, chars("ijl'|"),
          278, chars(" ftI.,:;!/[]()-"),
          500, chars("ckszxyv"),
          333, chars("r"),
          722, chars("wCHNRUD"),
          667, chars("AEBKPSVXY"),
          778, chars("GOQ"),
          833, chars("mM"),
          944, chars("W"));

  private final Map<String, Element> elements = new LinkedHashMap<>();
  private final StringBuilder back = new StringBuilder();
  private final StringBuilder lines = new StringBuilder();
  private final StringBuilder front = new StringBuilder();
  private final StringBuilder labels = new StringBuilder();
  private double left = Double.MAX_VALUE;
  private double top = Double.MAX_VALUE;
  private double right = -Double.MAX_VALUE;
  private double bottom = -Double.MAX_VALUE;

  private ModelPicture() {}

  private static Set<Integer> chars(String text) {
    return Set.copyOf(text.chars().boxed().toList());
  }

  /** The first diagram of a model, as an SVG file. */
  static String svg(Document model) {
    return new ModelPicture().draw(model);
  }

  private record Box(double x, double y, double w, double h) {
    double cx() {
      return x + w / 2;
    }

    double cy() {
      return y + h / 2;
    }
  }

  private String draw(Document model) {
    Element process = (Element) model.getElementsByTagNameNS(BPMN, "process").item(0);
    for (Element element : list(process.getElementsByTagNameNS(BPMN, "*"))) {
      if (element.hasAttribute("id")) {
        elements.put(element.getAttribute("id"), element);
      }
    }
    for (Element shape : list(model.getElementsByTagNameNS(DI, "BPMNShape"))) {
      Element of = elements.get(shape.getAttribute("bpmnElement"));
      if (of != null) {
        shape(of, bounds(shape), label(shape));
      }
    }
    for (Element edge : list(model.getElementsByTagNameNS(DI, "BPMNEdge"))) {
      Element of = elements.get(edge.getAttribute("bpmnElement"));
      if (of != null) {
        edge(of, edge);
      }
    }
    double x = left - MARGIN;
    double y = top - MARGIN;
    double w = right - left + 2 * MARGIN;
    double h = bottom - top + 2 * MARGIN;
    String name = escape(process.getAttribute("name"));
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="%s %s %s %s" width="%s" height="%s" role="img" aria-labelledby="t d" font-family="Arial, Helvetica, sans-serif" font-size="%d">
    <title id="t">%s</title>
    <desc id="d">The diagram of this journey. Its steps stand in words on the page that shows it.</desc>
    <defs><marker id="a" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" orient="auto"><path d="M0 1 10 5 0 9z" fill="#383f43"/></marker></defs>
    <rect x="%s" y="%s" width="%s" height="%s" fill="#fff"/>
    %s%s%s%s</svg>
    """
        .formatted(
            n(x), n(y), n(w), n(h), n(w), n(h), FONT, name, n(x), n(y), n(w), n(h), back, lines,
            front, labels);
  }

  private void shape(Element of, Box box, Box label) {
    seen(box);
    String kind = of.getLocalName();
    if (kind.equals("subProcess")) {
      subProcess(of, box);
    } else if (kind.endsWith("Event")) {
      event(of, box);
    } else if (kind.endsWith("Gateway")) {
      gateway(kind, box);
    } else if (kind.endsWith("ask") || kind.equals("callActivity")) {
      task(of, kind, box);
    }
    if (label != null && !kind.equals("subProcess")) {
      text(labels, of.getAttribute("name"), label, faint(of));
    }
  }

  /** Clocks stand on every task; drawn as strongly as the path they would drown it. */
  private static boolean faint(Element of) {
    String id = of.getAttribute("id");
    return id.startsWith("BoundaryEvent_") && (id.endsWith("Warning") || id.endsWith("Breach"))
        || id.startsWith("EndEvent_") && (id.endsWith("Warned") || id.endsWith("Breached"));
  }

  private void subProcess(Element of, Box b) {
    boolean event = "true".equals(of.getAttribute("triggeredByEvent"));
    back.append(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"10\" fill=\"#f8f8f8\" stroke=\"#505a5f\" stroke-width=\"1.5\"%s/>\n"
            .formatted(n(b.x), n(b.y), n(b.w), n(b.h), event ? " stroke-dasharray=\"2 4\"" : ""));
    labels.append(
        "<text x=\"%s\" y=\"%s\" font-weight=\"bold\" fill=\"#0b0c0c\">%s</text>\n"
            .formatted(n(b.x + 10), n(b.y + 18), escape(of.getAttribute("name"))));
    if (many(of)) {
      three(b);
    }
  }

  private void task(Element of, String kind, Box b) {
    String fill =
        switch (kind) {
          case "userTask" -> "#e8f1f9";
          case "businessRuleTask" -> "#fdf3d8";
          case "callActivity" -> "#eaf4ea";
          default -> "#f3f2f1";
        };
    String stroke =
        switch (kind) {
          case "userTask" -> "#1d70b8";
          case "businessRuleTask" -> "#8a6400";
          case "callActivity" -> "#00703c";
          default -> "#505a5f";
        };
    front.append(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"8\" fill=\"%s\" stroke=\"%s\" stroke-width=\"%s\"/>\n"
            .formatted(
                n(b.x), n(b.y), n(b.w), n(b.h), fill, stroke, kind.equals("callActivity") ? 3 : 2));
    front.append(
        "<g transform=\"translate(%s %s)\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.3\">%s</g>\n"
            .formatted(n(b.x + 7), n(b.y + 6), stroke, icon(kind)));
    if (kind.equals("callActivity")) {
      front.append(
          "<path d=\"M%s %sh14v14h-14zM%s %sv8M%s %sh8\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.3\"/>\n"
              .formatted(
                  n(b.cx() - 7),
                  n(b.y + b.h - 17),
                  n(b.cx()),
                  n(b.y + b.h - 14),
                  n(b.cx() - 4),
                  n(b.y + b.h - 10),
                  stroke));
    }
    if (many(of)) {
      three(b);
    }
    text(labels, of.getAttribute("name"), new Box(b.x + 5, b.y + 12, b.w - 10, b.h - 20), false);
  }

  private static String icon(String kind) {
    return switch (kind) {
      case "userTask" ->
          "<circle cx=\"7\" cy=\"4\" r=\"3.2\"/><path d=\"M1 14c0-4 2.5-6 6-6s6 2 6 6z\"/>";
      case "businessRuleTask" ->
          "<path d=\"M0 1h15v12H0zM0 5h15M0 9h15M5 5v8\"/><path d=\"M0 1h15v4H0z\""
              + " fill=\"#e3cf94\"/>";
      case "serviceTask", "sendTask" ->
          "<circle cx=\"7\" cy=\"7\" r=\"2.2\"/><circle cx=\"7\" cy=\"7\" r=\"5\"/><path d=\"M7"
              + " 0v2M7 12v2M0 7h2M12 7h2M2 2l1.5 1.5M10.5 10.5 12 12M2 12l1.5-1.5M10.5 3.5 12"
              + " 2\"/>";
      case "receiveTask" -> "<path d=\"M0 1h15v10H0zM0 1l7.5 6L15 1\"/>";
      default -> "";
    };
  }

  private static boolean many(Element of) {
    for (Element child : list(of.getChildNodes())) {
      if ("multiInstanceLoopCharacteristics".equals(child.getLocalName())) {
        return true;
      }
    }
    return false;
  }

  private void three(Box b) {
    double x = b.cx() - 5 + (b.w > 120 ? 0 : 18);
    front.append(
        "<path d=\"M%s %sv10m5-10v10m5-10v10\" stroke=\"#0b0c0c\" stroke-width=\"2\"/>\n"
            .formatted(n(x), n(b.y + b.h - 14)));
  }

  private void gateway(String kind, Box b) {
    front.append(
        "<path d=\"M%s %sl%s %sl%s %sl%s %sz\" fill=\"#fff\" stroke=\"#0b0c0c\" stroke-width=\"2\"/>\n"
            .formatted(
                n(b.cx()),
                n(b.y),
                n(b.w / 2),
                n(b.h / 2),
                n(-b.w / 2),
                n(b.h / 2),
                n(-b.w / 2),
                n(-b.h / 2)));
    String mark =
        switch (kind) {
          case "parallelGateway" -> "M0-11V11M-11 0H11";
          case "inclusiveGateway" -> "M0-10a10 10 0 1 0 .1 0";
          case "eventBasedGateway" -> "M0-10 9.5-3 6 8H-6L-9.5-3z";
          default -> "M-7-7 7 7M-7 7 7-7";
        };
    front.append(
        "<path transform=\"translate(%s %s)\" d=\"%s\" fill=\"none\" stroke=\"#0b0c0c\" stroke-width=\"3\"/>\n"
            .formatted(n(b.cx()), n(b.cy()), mark));
  }

  private void event(Element of, Box b) {
    String kind = of.getLocalName();
    boolean end = kind.equals("endEvent");
    boolean start = kind.equals("startEvent");
    String colour = faint(of) ? "#8a9296" : end ? "#0b0c0c" : start ? "#00703c" : "#4c2c92";
    boolean goesOn =
        "false".equals(of.getAttribute("cancelActivity"))
            || "false".equals(of.getAttribute("isInterrupting"));
    String dash = goesOn ? " stroke-dasharray=\"4 3\"" : "";
    front.append(
        "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"#fff\" stroke=\"%s\" stroke-width=\"%s\"%s/>\n"
            .formatted(n(b.cx()), n(b.cy()), n(b.w / 2), colour, end ? 4 : 2, dash));
    if (!end && !start) {
      front.append(
          "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"%s/>\n"
              .formatted(n(b.cx()), n(b.cy()), n(b.w / 2 - 3.5), colour, dash));
    }
    boolean sends = end || kind.equals("intermediateThrowEvent");
    for (Element child : list(of.getChildNodes())) {
      String mark =
          switch (String.valueOf(child.getLocalName())) {
            case "messageEventDefinition" ->
                sends
                    ? "<path d=\"M-9-6H9V6H-9z\" fill=\"%1$s\"/><path d=\"M-8-5 0 1 8-5\""
                        + " stroke=\"#fff\" fill=\"none\" stroke-width=\"1.5\"/>"
                    : "<path d=\"M-9-6H9V6H-9zM-9-6 0 1 9-6\" fill=\"none\" stroke=\"%1$s\""
                        + " stroke-width=\"1.5\"/>";
            case "timerEventDefinition" ->
                "<circle r=\"9\" fill=\"none\" stroke=\"%1$s\" stroke-width=\"1.5\"/><path"
                    + " d=\"M0-6V0L4 3\" fill=\"none\" stroke=\"%1$s\" stroke-width=\"1.5\"/>";
            case "errorEventDefinition" -> "<path d=\"M-8 8-3-7 3 1 8-9 3 6-3-2z\" fill=\"%1$s\"/>";
            case "terminateEventDefinition" -> "<circle r=\"9\" fill=\"%1$s\"/>";
            default -> "";
          };
      if (!mark.isEmpty()) {
        front.append(
            "<g transform=\"translate(%s %s)\">%s</g>\n"
                .formatted(n(b.cx()), n(b.cy()), mark.replace("%1$s", colour)));
      }
    }
  }

  private void edge(Element of, Element edge) {
    var points = new ArrayList<double[]>();
    for (Element point : list(edge.getElementsByTagNameNS("*", "waypoint"))) {
      double[] at = {number(point, "x"), number(point, "y")};
      points.add(at);
      seen(new Box(at[0], at[1], 0, 0));
    }
    String source = of.getAttribute("sourceRef");
    boolean faint = elements.containsKey(source) && faint(elements.get(source));
    lines.append(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" marker-end=\"url(#a)\"/>\n"
            .formatted(path(points), faint ? "#8a9296" : "#383f43"));
    Element from = elements.get(source);
    if (from != null
        && of.getAttribute("id").equals(from.getAttribute("default"))
        && points.size() > 1) {
      double[] a = points.get(0);
      double[] b = points.get(1);
      double length = Math.hypot(b[0] - a[0], b[1] - a[1]);
      double x = a[0] + (b[0] - a[0]) / length * 9;
      double y = a[1] + (b[1] - a[1]) / length * 9;
      lines.append(
          "<path d=\"M%s %sl8-8\" stroke=\"#383f43\" stroke-width=\"1.5\"/>\n"
              .formatted(n(x - 4), n(y + 4)));
    }
    Box label = label(edge);
    if (label != null) {
      text(labels, of.getAttribute("name"), label, false);
    }
  }

  /** Corners are rounded a little, as the eye follows them better. */
  private static String path(List<double[]> points) {
    var path = new StringBuilder("M" + at(points.getFirst()));
    for (int i = 1; i < points.size() - 1; i++) {
      double[] corner = points.get(i);
      path.append("L").append(at(towards(corner, points.get(i - 1))));
      path.append("Q")
          .append(at(corner))
          .append(' ')
          .append(at(towards(corner, points.get(i + 1))));
    }
    return path.append("L").append(at(points.getLast())).toString();
  }

  private static double[] towards(double[] from, double[] to) {
    double length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    double step = length == 0 ? 0 : Math.min(6, length / 2) / length;
    return new double[] {from[0] + (to[0] - from[0]) * step, from[1] + (to[1] - from[1]) * step};
  }

  private static String at(double[] point) {
    return n(point[0]) + " " + n(point[1]);
  }

  /** Words in the middle of their box, on as many lines as they need. */
  private void text(StringBuilder to, String words, Box box, boolean faint) {
    if (words.isBlank()) {
      return;
    }
    int size = faint ? FONT - 2 : FONT - 1;
    // whoever drew it left room for so many lines: fewer would be wider and reach over a line
    long meant = box.h < 50 ? Math.max(1, Math.round(box.h / 14)) : 1;
    double limit = box.w + 6;
    List<String> rows = rows(words, size, limit);
    while (rows.size() < meant && limit > 40) {
      limit -= 4;
      rows = rows(words, size, limit);
    }
    double height = size * 1.2;
    double y = box.cy() - height * rows.size() / 2 + size * 0.95;
    for (String line : rows) {
      double half = width(line, size) / 2;
      seen(new Box(box.cx() - half, y - size, 2 * half, size));
      to.append(
          "<text x=\"%s\" y=\"%s\" font-size=\"%d\" text-anchor=\"middle\" fill=\"%s\">%s</text>\n"
              .formatted(n(box.cx()), n(y), size, faint ? "#505a5f" : "#0b0c0c", escape(line)));
      y += height;
    }
  }

  private static List<String> rows(String words, int size, double limit) {
    var rows = new ArrayList<String>();
    var row = new StringBuilder();
    for (String word : words.strip().split("\\s+")) {
      String longer = row.isEmpty() ? word : row + " " + word;
      if (!row.isEmpty() && width(longer, size) > limit) {
        rows.add(row.toString());
        row.setLength(0);
        row.append(word);
      } else {
        row.setLength(0);
        row.append(longer);
      }
    }
    rows.add(row.toString());
    return rows;
  }

  private static double width(String text, int size) {
    return text.chars().map(ModelPicture::width).sum() * size / 1000.0;
  }

  private static int width(int c) {
    for (var same : WIDTHS.entrySet()) {
      if (same.getValue().contains(c)) {
        return same.getKey();
      }
    }
    return 556;
  }

  private void seen(Box box) {
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.w);
    bottom = Math.max(bottom, box.y + box.h);
  }

  private static Box bounds(Element shape) {
    for (Element child : list(shape.getChildNodes())) {
      if ("Bounds".equals(child.getLocalName())) {
        return new Box(
            number(child, "x"),
            number(child, "y"),
            number(child, "width"),
            number(child, "height"));
      }
    }
    throw new IllegalStateException(shape.getAttribute("bpmnElement") + " has no bounds");
  }

  private static Box label(Element shape) {
    for (Element child : list(shape.getChildNodes())) {
      if ("BPMNLabel".equals(child.getLocalName()) && child.hasChildNodes()) {
        for (Element inner : list(child.getChildNodes())) {
          if ("Bounds".equals(inner.getLocalName())) {
            return bounds(child);
          }
        }
      }
    }
    return null;
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  private static List<Element> list(NodeList nodes) {
    var found = new ArrayList<Element>();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element e) {
        found.add(e);
      }
    }
    return found;
  }

  /** A number as short as it can be, in the same form everywhere. */
  private static String n(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    text = text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    return text.equals("-0") ? "0" : text;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
