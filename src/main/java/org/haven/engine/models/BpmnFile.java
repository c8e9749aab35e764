package org.haven.engine.models;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A BPMN file as far as Haven reads it: the steps, how they are joined, drawn and described. */
public final class BpmnFile {
  public static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
  static final String DI = "http://www.omg.org/spec/BPMN/20100524/DI";
  public static final String ZEEBE = "http://camunda.org/schema/zeebe/1.0";

  /** What carries a token: tasks, events, gateways, sub-processes, calls. */
  private static final Set<String> FLOW_NODES =
      Set.of(
          "startEvent",
          "endEvent",
          "boundaryEvent",
          "intermediateCatchEvent",
          "intermediateThrowEvent",
          "task",
          "userTask",
          "serviceTask",
          "businessRuleTask",
          "scriptTask",
          "sendTask",
          "receiveTask",
          "manualTask",
          "callActivity",
          "subProcess",
          "adHocSubProcess",
          "transaction",
          "exclusiveGateway",
          "inclusiveGateway",
          "parallelGateway",
          "eventBasedGateway",
          "complexGateway");

  private final Document document;
  private final List<Process> processes = new ArrayList<>();
  private final Map<String, FlowNode> nodes = new LinkedHashMap<>();
  private final List<Flow> flows = new ArrayList<>();
  private final Map<String, Element> messages = new LinkedHashMap<>();
  private final Map<String, Element> errors = new LinkedHashMap<>();
  private final Set<String> drawn = new LinkedHashSet<>();

  public record Process(String id, String name, boolean executable, Element element) {}

  public record Flow(
      String id, String name, String source, String target, @Nullable String condition) {}

  public record FlowNode(Element element, @Nullable String parent) {
    public String id() {
      return element.getAttribute("id");
    }

    public String type() {
      return element.getLocalName();
    }

    /** The label on one line, as it is read aloud. */
    public String name() {
      return element.getAttribute("name").replaceAll("\\s+", " ").strip();
    }

    public String documentation() {
      return child(element, BPMN, "documentation").map(d -> d.getTextContent().strip()).orElse("");
    }

    public Map<String, String> properties() {
      var out = new LinkedHashMap<String, String>();
      extension("properties")
          .ifPresent(
              p ->
                  children(p, ZEEBE, "property")
                      .forEach(e -> out.put(e.getAttribute("name"), e.getAttribute("value"))));
      return out;
    }

    public Optional<Element> extension(String name) {
      return child(element, BPMN, "extensionElements").flatMap(e -> child(e, ZEEBE, name));
    }

    public Optional<String> extension(String name, String attribute) {
      return extension(name).map(e -> e.getAttribute(attribute)).filter(v -> !v.isEmpty());
    }

    List<Element> mappings(String direction) {
      return extension("ioMapping").map(m -> children(m, ZEEBE, direction)).orElse(List.of());
    }

    List<Element> listeners() {
      return extension("executionListeners")
          .map(l -> children(l, ZEEBE, "executionListener"))
          .orElse(List.of());
    }

    public Optional<Element> eventDefinition() {
      return elements(element).stream()
          .filter(e -> e.getLocalName().endsWith("EventDefinition"))
          .findFirst();
    }

    public boolean isEvent(String kind) {
      return eventDefinition().filter(e -> e.getLocalName().equals(kind)).isPresent();
    }

    List<String> references(String direction) {
      return children(element, BPMN, direction).stream()
          .map(e -> e.getTextContent().strip())
          .toList();
    }

    boolean isGateway() {
      return type().endsWith("Gateway");
    }

    boolean isActivity() {
      return type().endsWith("Task")
          || type().equals("task")
          || type().equals("callActivity")
          || isSubProcess();
    }

    public boolean isSubProcess() {
      return type().equals("subProcess")
          || type().equals("adHocSubProcess")
          || type().equals("transaction");
    }

    public boolean isEventSubProcess() {
      return "true".equals(element.getAttribute("triggeredByEvent"));
    }
  }

  private BpmnFile(Document document) {
    this.document = document;
    Element root = document.getDocumentElement();
    children(root, BPMN, "message").forEach(e -> messages.put(e.getAttribute("id"), e));
    children(root, BPMN, "error").forEach(e -> errors.put(e.getAttribute("id"), e));
    for (Element process : children(root, BPMN, "process")) {
      processes.add(
          new Process(
              process.getAttribute("id"),
              process.getAttribute("name"),
              "true".equals(process.getAttribute("isExecutable")),
              process));
      collect(process, null);
    }
    collectDrawn(root);
  }

  /**
   * @throws SAXException if the text is not XML
   */
  public static BpmnFile read(String xml) throws SAXException {
    return new BpmnFile(parse(xml));
  }

  static Document parse(String xml) throws SAXException {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new InputSource(new StringReader(xml)));
    } catch (ParserConfigurationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void collect(Element container, @Nullable String parent) {
    for (Element e : elements(container)) {
      if (!BPMN.equals(e.getNamespaceURI())) {
        continue;
      }
      if (FLOW_NODES.contains(e.getLocalName())) {
        var node = new FlowNode(e, parent);
        nodes.put(node.id(), node);
        if (node.isSubProcess()) {
          collect(e, node.id());
        }
      } else if (e.getLocalName().equals("sequenceFlow")) {
        flows.add(
            new Flow(
                e.getAttribute("id"),
                e.getAttribute("name"),
                e.getAttribute("sourceRef"),
                e.getAttribute("targetRef"),
                child(e, BPMN, "conditionExpression")
                    .map(c -> c.getTextContent().strip())
                    .orElse(null)));
      }
    }
  }

  private void collectDrawn(Element root) {
    for (String shape : List.of("BPMNShape", "BPMNEdge")) {
      var list = root.getElementsByTagNameNS(DI, shape);
      for (int i = 0; i < list.getLength(); i++) {
        drawn.add(((Element) list.item(i)).getAttribute("bpmnElement"));
      }
    }
  }

  public Document document() {
    return document;
  }

  public List<Process> processes() {
    return processes;
  }

  public List<FlowNode> nodes() {
    return List.copyOf(nodes.values());
  }

  public Optional<FlowNode> node(String id) {
    return Optional.ofNullable(nodes.get(id));
  }

  public List<Flow> flows() {
    return flows;
  }

  public List<Flow> from(FlowNode node) {
    return flows.stream().filter(f -> f.source().equals(node.id())).toList();
  }

  public List<Flow> into(FlowNode node) {
    return flows.stream().filter(f -> f.target().equals(node.id())).toList();
  }

  public List<FlowNode> boundaryEvents(FlowNode activity) {
    return nodes.values().stream()
        .filter(n -> n.type().equals("boundaryEvent"))
        .filter(n -> n.element().getAttribute("attachedToRef").equals(activity.id()))
        .toList();
  }

  public Map<String, Element> messages() {
    return messages;
  }

  Map<String, Element> errors() {
    return errors;
  }

  boolean isDrawn(String id) {
    return drawn.contains(id);
  }

  public static List<Element> elements(Element parent) {
    var out = new ArrayList<Element>();
    for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element e) {
        out.add(e);
      }
    }
    return out;
  }

  static List<Element> children(Element parent, String namespace, String name) {
    return elements(parent).stream()
        .filter(e -> namespace.equals(e.getNamespaceURI()) && name.equals(e.getLocalName()))
        .toList();
  }

  public static Optional<Element> child(Element parent, String namespace, String name) {
    return children(parent, namespace, name).stream().findFirst();
  }
}
