package org.haven.engine;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.haven.engine.models.BpmnFile;
import org.haven.engine.models.BpmnFile.FlowNode;
import org.haven.platform.JourneyPlan;
import org.haven.platform.Known;
import org.haven.platform.Models;
import org.haven.platform.RoutingFacts;
import org.haven.platform.Team;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Reads from the deployed models and the workers' records what may be done to an instance. */
@Component
class DeployedPlan implements JourneyPlan {
  /**
   * Nobody sets by hand: what says what something is, or runs by a clock; gates of safety, such as
   * whether she may be contacted, what she wishes and how high the risk is; what somebody decided
   * or approved; which team works. Those are mended on the record, or by answering the task again
   * (local default awaiting the policy owner).
   */
  private static final Pattern NOT_SET_BY_HAND =
      Pattern.compile(
          "id|ref|key|lead|support|alone|agree|granted|lowerThanBefore|notNoGo|recordsOnly|clock.*"
              + "|.*(Ids?|Ref|Key|At|Outcome|Checked|Decision)"
              + "|.*([Tt]eam|[Ss]afe|[Ww]ish|[Ll]etter|[Cc]onsent|[Ss]har(e|ing)|[Cc]ontact"
              + "|[Aa]ddress|[Rr]isk|[Ll]evel|[Aa]pprov|[Cc]onflict|[Pp]erpetrator|[Hh]old"
              + "|[Dd]isclos).*");

  private static final Pattern WORD = Pattern.compile("[a-z][A-Za-z0-9]*");
  private static final Set<String> TEXTS = Set.of("conditionExpression", "timeDate");

  private final Models models;
  private final ObjectProvider<JobWorker<?, ?>> workers;
  private final Map<String, Read> read = new ConcurrentHashMap<>();
  private volatile Map<String, Set<Type>> types = Map.of();

  /** A version as far as it matters here; it never changes. */
  private record Read(BpmnFile file, Set<String> facts) {}

  DeployedPlan(Models models, ObjectProvider<JobWorker<?, ?>> workers) {
    this.models = models;
    this.workers = workers;
  }

  private Optional<Read> model(String processId, int version) {
    String key = processId + " " + version;
    Read known = read.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    var found = models.bpmnXml(processId, version).map(DeployedPlan::read);
    found.ifPresent(one -> read.put(key, one));
    return found;
  }

  private static Read read(String xml) {
    try {
      BpmnFile file = BpmnFile.read(xml);
      return new Read(file, names(file));
    } catch (SAXException e) {
      throw new IllegalStateException("A deployed model cannot be read", e);
    }
  }

  /** Every word of an expression: what is no fact is called like none. */
  private static Set<String> names(BpmnFile file) {
    var names = new TreeSet<String>();
    var all = file.document().getElementsByTagNameNS("*", "*");
    for (int i = 0; i < all.getLength(); i++) {
      Element e = (Element) all.item(i);
      if (BpmnFile.ZEEBE.equals(e.getNamespaceURI())) {
        for (String attribute :
            List.of("source", "target", "resultVariable", "correlationKey", "inputCollection")) {
          words(e.getAttribute(attribute), names);
        }
      } else if (TEXTS.contains(e.getLocalName())) {
        words(e.getTextContent(), names);
      }
    }
    return names;
  }

  private static void words(String expression, Set<String> into) {
    WORD.matcher(expression).results().forEach(word -> into.add(word.group()));
  }

  // where a journey can be moved to

  @Override
  public Optional<Hindrance> hindrance(String processId, int version, String from, String to) {
    return model(processId, version)
        .map(model -> hindrance(model.file(), from, to))
        .orElse(Optional.of(Hindrance.UNKNOWN_STEP));
  }

  private static Optional<Hindrance> hindrance(BpmnFile file, String from, String to) {
    var left = file.node(from);
    var entered = file.node(to);
    if (left.isEmpty() || entered.isEmpty()) {
      return Optional.of(Hindrance.UNKNOWN_STEP);
    }
    if (from.equals(to)) {
      return Optional.of(Hindrance.SAME_STEP);
    }
    FlowNode node = entered.get();
    if (Set.of("startEvent", "boundaryEvent").contains(node.type()) || node.isEventSubProcess()) {
      return Optional.of(Hindrance.NOT_ENTERED);
    }
    if (inside(file, node, DeployedPlan::isRepeated)
        || inside(file, left.get(), DeployedPlan::isRepeated)) {
      return Optional.of(Hindrance.INSIDE_REPEATED);
    }
    if (inside(file, node, FlowNode::isEventSubProcess)
        || inside(file, left.get(), FlowNode::isEventSubProcess)) {
      return Optional.of(Hindrance.INSIDE_EVENT);
    }
    if (node.type().equals("parallelGateway") && file.into(node).size() > 1
        || node.type().equals("inclusiveGateway") && file.into(node).size() > 1) {
      return Optional.of(Hindrance.PARALLEL_JOIN);
    }
    boolean oneOfSeveral =
        file.into(node).stream()
            .flatMap(flow -> file.node(flow.source()).stream())
            .anyMatch(source -> source.type().equals("eventBasedGateway"));
    return oneOfSeveral ? Optional.of(Hindrance.ONE_OF_SEVERAL) : Optional.empty();
  }

  private static boolean isRepeated(FlowNode node) {
    return BpmnFile.child(node.element(), BpmnFile.BPMN, "multiInstanceLoopCharacteristics")
        .isPresent();
  }

  private static boolean inside(
      BpmnFile file, FlowNode node, java.util.function.Predicate<FlowNode> what) {
    String parent = node.parent();
    while (parent != null) {
      FlowNode around = file.node(parent).orElseThrow();
      if (what.test(around)) {
        return true;
      }
      parent = around.parent();
    }
    return false;
  }

  @Override
  public List<Models.Element> targets(String processId, int version, String from) {
    return model(processId, version).stream()
        .flatMap(
            model ->
                model.file().nodes().stream()
                    .filter(node -> hindrance(model.file(), from, node.id()).isEmpty()))
        .flatMap(node -> models.element(processId, version, node.id()).stream())
        .filter(element -> !element.name().isBlank())
        .toList();
  }

  // what facts may be

  @Override
  public Set<String> facts(String processId, int version) {
    var names = new TreeSet<>(types().keySet());
    model(processId, version).ifPresent(model -> names.addAll(model.facts()));
    return names;
  }

  @Override
  public Optional<FactShape> shape(String processId, int version, String fact) {
    if (NOT_SET_BY_HAND.matcher(fact).matches() || !facts(processId, version).contains(fact)) {
      return Optional.empty();
    }
    var compared =
        model(processId, version).map(model -> compared(model.file(), fact)).orElse(Set.of());
    var shapes = new ArrayList<Optional<FactShape>>();
    types().getOrDefault(fact, Set.of()).forEach(type -> shapes.add(shape(type, compared)));
    if (shapes.isEmpty()) {
      return ofWords(compared);
    }
    FactShape narrowest = shapes.getFirst().orElse(null);
    for (var shape : shapes) {
      if (narrowest == null || shape.isEmpty() || shape.get().kind() != narrowest.kind()) {
        return Optional.empty();
      }
      var both = new ArrayList<>(narrowest.values());
      both.retainAll(shape.get().values());
      narrowest = new FactShape(narrowest.kind(), both);
    }
    return Optional.ofNullable(narrowest)
        .filter(shape -> shape.kind() != FactKind.CHOICE || shape.values().size() > 1);
  }

  private static Optional<FactShape> shape(Type type, Set<String> compared) {
    if (type instanceof ParameterizedType || !(type instanceof Class<?> c)) {
      return Optional.empty();
    }
    if (c == boolean.class || c == Boolean.class) {
      return Optional.of(new FactShape(FactKind.CHOICE, List.of("true", "false")));
    }
    if (c == Team.class) {
      return Optional.empty();
    }
    if (c == Known.class || c.isEnum()) {
      var values = new ArrayList<String>();
      for (Object constant : c.getEnumConstants()) {
        values.add(String.valueOf(RoutingFacts.toEngine("value", constant)));
      }
      return Optional.of(new FactShape(FactKind.CHOICE, values));
    }
    if (c == int.class || c == Integer.class || c == long.class || c == Long.class) {
      return Optional.of(new FactShape(FactKind.NUMBER, List.of()));
    }
    if (c == LocalDate.class) {
      return Optional.of(new FactShape(FactKind.DATE, List.of()));
    }
    // a code of an open list: what the diagram asks for is known, the rest is not
    return ofWords(compared);
  }

  private static Optional<FactShape> ofWords(Set<String> words) {
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(new FactShape(FactKind.CHOICE, List.copyOf(words)));
  }

  /** The values with which the ways out of a gateway compare the fact. */
  private static Set<String> compared(BpmnFile file, String fact) {
    var found = new LinkedHashSet<String>();
    Pattern comparison =
        Pattern.compile(
            "(?<![A-Za-z0-9_.])" + fact + "\\s*!?=\\s*(?:\"([A-Za-z0-9._-]{1,60})\"|(true|false))");
    for (var flow : file.flows()) {
      if (flow.condition() != null) {
        comparison
            .matcher(flow.condition())
            .results()
            .forEach(
                hit -> {
                  if (hit.group(1) != null) {
                    found.add(hit.group(1));
                  } else {
                    found.addAll(List.of("true", "false"));
                  }
                });
      }
    }
    return found;
  }

  private Map<String, Set<Type>> types() {
    if (types.isEmpty()) {
      var found = new TreeMap<String, Set<Type>>();
      workers
          .orderedStream()
          .map(JobShape::of)
          .forEach(
              shape ->
                  shape
                      .facts()
                      .forEach(
                          (name, type) ->
                              found.computeIfAbsent(name, _ -> new LinkedHashSet<>()).add(type)));
      types = found;
    }
    return types;
  }
}
