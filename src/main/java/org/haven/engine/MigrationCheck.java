package org.haven.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.haven.engine.models.BpmnFile;
import org.haven.engine.models.BpmnFile.FlowNode;
import org.haven.platform.MigrationPlan.Ask;
import org.haven.platform.MigrationPlan.Becomes;
import org.haven.platform.MigrationPlan.Begins;
import org.haven.platform.MigrationPlan.Checked;
import org.haven.platform.MigrationPlan.Hindered;
import org.haven.platform.MigrationPlan.Obstacle;
import org.haven.platform.MigrationPlan.Place;
import org.haven.platform.MigrationPlan.Standing;
import org.haven.platform.MigrationPlan.Told;
import org.jspecify.annotations.Nullable;

/**
 * One instance held against another version of its model, by the rules of the engine (8.6): each
 * step where it stands needs one of the same kind in the same place; events on its edge go with it
 * if they are mapped, and begin anew if not; nobody may wait at a join.
 */
final class MigrationCheck {
  /** What the engine moves; gateways and events that end at once are none. */
  private static final Set<String> MOVED =
      Set.of(
          "serviceTask",
          "userTask",
          "subProcess",
          "callActivity",
          "intermediateCatchEvent",
          "receiveTask",
          "exclusiveGateway",
          "eventBasedGateway",
          "businessRuleTask",
          "scriptTask",
          "sendTask");

  private final BpmnFile source;
  private final BpmnFile target;
  private final List<Standing> standing;
  private final Supplier<Optional<Told>> ask;
  private final Map<String, String> chosen;
  private final DueDates dates;

  private final Map<String, String> mapping = new LinkedHashMap<>();
  private final List<Ask> asks = new ArrayList<>();
  private final Set<Hindered> hindered = new LinkedHashSet<>();
  private final Set<Becomes> becomes = new LinkedHashSet<>();
  private final Set<Begins> begins = new LinkedHashSet<>();
  private final Set<Place> ends = new LinkedHashSet<>();
  private @Nullable Optional<Told> told;

  MigrationCheck(
      BpmnFile source,
      BpmnFile target,
      List<Standing> standing,
      Supplier<Optional<Told>> ask,
      Map<String, String> chosen,
      DueDates dates) {
    this.source = source;
    this.target = target;
    this.standing = standing;
    this.ask = ask;
    this.chosen = chosen;
    this.dates = dates;
  }

  Checked done() {
    steps();
    joins();
    if (asks.stream().noneMatch(one -> one.chosen().isEmpty())) {
      standing.forEach(this::events);
    }
    return new Checked(
        mapping,
        asks,
        List.copyOf(hindered),
        List.copyOf(becomes),
        List.copyOf(begins),
        List.copyOf(ends));
  }

  private Optional<Told> told() {
    Optional<Told> known = told;
    if (known == null) {
      known = ask.get();
      told = known;
      if (known.isEmpty()) {
        hindered.add(new Hindered(Obstacle.RECORDS_AWAY, "", ""));
      }
    }
    return known;
  }

  private void hinder(Obstacle why, FlowNode node) {
    hindered.add(new Hindered(why, node.id(), ModelEvents.title(node)));
  }

  private static Place place(FlowNode node) {
    return new Place(node.id(), ModelEvents.title(node));
  }

  // the steps where it stands

  /** What holds others comes first: where they belong hangs on it. */
  private void steps() {
    var ids = new LinkedHashSet<String>();
    standing.stream()
        .filter(one -> one.scopeKey() >= 0)
        .map(Standing::elementId)
        .sorted(Comparator.comparingInt(this::depth))
        .forEach(ids::add);
    for (String id : ids) {
      source
          .node(id)
          .ifPresentOrElse(this::step, () -> hindered.add(new Hindered(Obstacle.NO_MODEL, id, id)));
    }
    var taken = new HashMap<String, String>();
    mapping.forEach(
        (from, to) -> {
          String other = taken.putIfAbsent(to, from);
          if (other != null) {
            hinder(Obstacle.TWO_BECOME_ONE, source.node(from).orElseThrow());
          }
        });
  }

  private int depth(String id) {
    int depth = 0;
    for (var node = source.node(id);
        node.isPresent() && node.get().parent() != null;
        node = source.node(String.valueOf(node.get().parent()))) {
      depth++;
    }
    return depth;
  }

  private void step(FlowNode step) {
    if (!MOVED.contains(step.type()) || isOneOfSeveral(step)) {
      hinder(Obstacle.NOT_MOVED, step);
      return;
    }
    if (step.parent() != null && !mapping.containsKey(step.parent())) {
      return; // told of what holds it
    }
    var namesake = target.node(step.id());
    if (namesake.filter(one -> fits(step, one)).isPresent()) {
      mapped(step, namesake.get());
      return;
    }
    var candidates = target.nodes().stream().filter(one -> fits(step, one)).toList();
    if (candidates.isEmpty()) {
      hinder(
          namesake
              .map(
                  one ->
                      ModelEvents.kind(source, step).equals(ModelEvents.kind(target, one))
                          ? Obstacle.OTHER_PLACE
                          : Obstacle.OTHER_KIND)
              .orElse(Obstacle.NO_NAMESAKE),
          step);
      return;
    }
    var taken =
        candidates.stream().filter(one -> one.id().equals(chosen.get(step.id()))).findFirst();
    asks.add(
        new Ask(
            place(step),
            candidates.stream().map(MigrationCheck::place).toList(),
            taken.map(FlowNode::id).orElse("")));
    taken.ifPresent(one -> mapped(step, one));
  }

  private void mapped(FlowNode from, FlowNode to) {
    mapping.put(from.id(), to.id());
    becomes.add(new Becomes(place(from), place(to)));
  }

  private boolean isOneOfSeveral(FlowNode event) {
    return event.type().equals("intermediateCatchEvent")
        && source.into(event).stream()
            .flatMap(flow -> source.node(flow.source()).stream())
            .anyMatch(before -> before.type().equals("eventBasedGateway"));
  }

  /** The engine wants the same kind, held by what becomes of what holds it. */
  private boolean fits(FlowNode step, FlowNode other) {
    String around = step.parent() == null ? "" : mapping.getOrDefault(step.parent(), "");
    return ModelEvents.kind(source, step).equals(ModelEvents.kind(target, other))
        && around.equals(other.parent() == null ? "" : other.parent());
  }

  // branches that wait for each other

  private void joins() {
    for (FlowNode join : source.nodes()) {
      var into = source.into(join);
      if (!join.type().equals("parallelGateway") || into.size() < 2) {
        continue;
      }
      for (Standing scope : standing) {
        if (holds(scope, join)
            && told().stream()
                .anyMatch(
                    known ->
                        into.stream()
                            .anyMatch(
                                flow ->
                                    count(known.taken(), scope, flow.id())
                                        > count(known.joined(), scope, join.id())))) {
          hinder(Obstacle.JOIN_WAITS, join);
        }
      }
    }
  }

  private static boolean holds(Standing scope, FlowNode node) {
    return node.parent() == null
        ? scope.scopeKey() < 0
        : node.parent().equals(scope.elementId()) && !ModelEvents.isBody(scope);
  }

  private static long count(Map<Long, Map<String, Long>> counts, Standing scope, String id) {
    return counts.getOrDefault(scope.key(), Map.of()).getOrDefault(id, 0L);
  }

  // what else it waits for there

  private void events(Standing one) {
    boolean whole = one.scopeKey() < 0;
    String becomesId = whole ? "" : mapping.get(one.elementId());
    if (becomesId == null) {
      return;
    }
    var before = ModelEvents.of(source, one, whole ? "" : one.elementId());
    var after = ModelEvents.of(target, one, becomesId);
    Stream.concat(before.stream(), after.stream())
        .filter(event -> ModelEvents.ON_THE_EDGE.stream().noneMatch(event::isEvent))
        .forEach(event -> hinder(Obstacle.EDGE_EVENT, event));
    before = before.stream().filter(ModelEvents::waits).toList();
    after = after.stream().filter(ModelEvents::waits).toList();
    var kept = new HashSet<String>();
    for (FlowNode event : before) {
      var becomes = becomes(event, before, after, kept);
      becomes.ifPresent(
          other -> {
            mapping.put(event.id(), other.id());
            kept.add(other.id());
          });
      if (becomes.isEmpty()) {
        ends.add(place(event));
      }
    }
    var heard =
        before.stream()
            .filter(e -> e.isEvent(ModelEvents.MESSAGE))
            .map(e -> ModelEvents.message(source, e));
    var messages = new HashSet<>(heard.toList());
    for (FlowNode event : after) {
      if (!kept.contains(event.id()) && !isInterrupted(one)) {
        begin(one, event, messages);
      }
    }
  }

  /** Its namesake, or the only one that is alike: else what has gone off would go off again. */
  private Optional<FlowNode> becomes(
      FlowNode event, List<FlowNode> before, List<FlowNode> after, Set<String> kept) {
    var free = after.stream().filter(other -> !kept.contains(other.id())).toList();
    var namesake =
        free.stream()
            .filter(other -> other.id().equals(event.id()) && isSameEvent(event, other))
            .findFirst();
    if (namesake.isPresent()) {
      return namesake;
    }
    var alike =
        free.stream()
            .filter(other -> before.stream().noneMatch(one -> one.id().equals(other.id())))
            .filter(other -> isSameEvent(event, other))
            .filter(
                other ->
                    !event.isEvent(ModelEvents.TIMER)
                        || DueDates.text(event).equals(DueDates.text(other)))
            .toList();
    return alike.size() == 1 ? Optional.of(alike.getFirst()) : Optional.empty();
  }

  private boolean isSameEvent(FlowNode event, FlowNode other) {
    return ModelEvents.WAIT.stream().anyMatch(kind -> event.isEvent(kind) && other.isEvent(kind))
        && ModelEvents.message(source, event).equals(ModelEvents.message(target, other));
  }

  private void begin(Standing one, FlowNode event, Set<String> heard) {
    if (event.isEvent(ModelEvents.MESSAGE) && heard.contains(ModelEvents.message(target, event))) {
      hinder(Obstacle.MESSAGE_TWICE, event);
      return;
    }
    boolean past = false;
    if (event.isEvent(ModelEvents.TIMER) || event.isEvent(ModelEvents.MESSAGE)) {
      var known = told();
      if (known.isEmpty()) {
        return;
      }
      if (event.isEvent(ModelEvents.TIMER)) {
        Optional<Instant> due = dates.of(event, facts(known.get(), one.key()));
        if (due.isEmpty()) {
          hinder(Obstacle.NOT_WORKED_OUT, event);
          return;
        }
        past = dates.isPast(due.get());
      } else {
        // the key of an event on an edge is worked out where the step is, not in it
        long scope = event.type().equals("boundaryEvent") ? one.scopeKey() : one.key();
        if (!dates.isKey(ModelEvents.correlationKey(target, event), facts(known.get(), scope))) {
          hinder(Obstacle.NOT_WORKED_OUT, event);
          return;
        }
      }
    }
    begins.add(new Begins(place(event), past));
  }

  /** What is known there: of what each scope around it knows, the innermost holds. */
  private Map<String, Object> facts(Told known, long scope) {
    var around = new ArrayList<Long>();
    for (long key = scope; key >= 0 && !around.contains(key); ) {
      around.addFirst(key);
      long at = key;
      key =
          standing.stream()
              .filter(one -> one.key() == at)
              .mapToLong(Standing::scopeKey)
              .findFirst()
              .orElse(-1);
    }
    var facts = new HashMap<String, Object>();
    around.forEach(key -> facts.putAll(known.facts().getOrDefault(key, Map.of())));
    return facts;
  }

  /** What an event has ended waits for nothing more. */
  private boolean isInterrupted(Standing scope) {
    return standing.stream()
        .filter(one -> one.scopeKey() == scope.key() && one.type().equals("EVENT_SUB_PROCESS"))
        .anyMatch(
            one ->
                source.nodes().stream()
                    .filter(node -> node.type().equals("startEvent"))
                    .filter(node -> one.elementId().equals(node.parent()))
                    .anyMatch(
                        node -> !"false".equals(node.element().getAttribute("isInterrupting"))));
  }
}
