package org.haven.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.haven.engine.models.BpmnFile;
import org.haven.engine.models.BpmnFile.FlowNode;
import org.haven.platform.MigrationPlan.Standing;
import org.haven.platform.Models;
import org.jspecify.annotations.Nullable;

/** What the engine compares of steps and of the events that belong to them. */
final class ModelEvents {
  static final String MESSAGE = "messageEventDefinition";
  static final String TIMER = "timerEventDefinition";
  static final String SIGNAL = "signalEventDefinition";

  /** Events that wait; an error is only caught. */
  static final Set<String> WAIT = Set.of(MESSAGE, TIMER, SIGNAL);

  static final Set<String> ON_THE_EDGE = Set.of(MESSAGE, TIMER, SIGNAL, "errorEventDefinition");

  private ModelEvents() {}

  static String title(FlowNode node) {
    return node.name().isEmpty() ? Models.inWords(node.id()) : node.name();
  }

  /**
   * What the engine compares, and what would leave somebody waiting for nothing: work that is under
   * way stays that of the version that began it, and so does the message that is waited for.
   */
  static String kind(BpmnFile file, FlowNode node) {
    return String.join(
        " ",
        node.type(),
        node.eventDefinition().map(one -> one.getLocalName()).orElse(""),
        loop(node),
        Boolean.toString(node.isEventSubProcess()),
        Boolean.toString(node.extension("userTask").isPresent()),
        node.type().equals("userTask") ? "" : node.extension("taskDefinition", "type").orElse(""),
        node.extension("calledElement", "processId").orElse(""),
        message(file, node));
  }

  static String loop(FlowNode node) {
    return BpmnFile.child(node.element(), BpmnFile.BPMN, "multiInstanceLoopCharacteristics")
        .map(loop -> loop.getAttribute("isSequential").equals("true") ? "sequential" : "parallel")
        .orElse("");
  }

  static String message(BpmnFile file, FlowNode node) {
    String ref =
        node.type().equals("receiveTask")
            ? node.element().getAttribute("messageRef")
            : node.eventDefinition().map(one -> one.getAttribute("messageRef")).orElse("");
    var message = file.messages().get(ref);
    return message == null ? "" : message.getAttribute("name");
  }

  static String correlationKey(BpmnFile file, FlowNode node) {
    return node.eventDefinition()
        .map(one -> file.messages().get(one.getAttribute("messageRef")))
        .flatMap(message -> BpmnFile.child(message, BpmnFile.BPMN, "extensionElements"))
        .flatMap(more -> BpmnFile.child(more, BpmnFile.ZEEBE, "subscription"))
        .map(one -> one.getAttribute("correlationKey"))
        .orElse("");
  }

  static boolean waits(FlowNode event) {
    return WAIT.stream().anyMatch(event::isEvent);
  }

  /** What is on the edge of a step, begins inside of a part at any time, or follows a choice. */
  static List<FlowNode> of(BpmnFile file, Standing one, String id) {
    if (one.scopeKey() < 0) {
      return started(file, null);
    }
    FlowNode node = file.node(id).orElseThrow();
    if (isBody(one)) {
      return file.boundaryEvents(node);
    }
    var found = new ArrayList<FlowNode>();
    if (loop(node).isEmpty()) {
      found.addAll(file.boundaryEvents(node));
    }
    if (node.isSubProcess()) {
      found.addAll(started(file, node.id()));
    }
    if (node.type().equals("eventBasedGateway")) {
      file.from(node).stream()
          .flatMap(flow -> file.node(flow.target()).stream())
          .forEach(found::add);
    }
    return found;
  }

  static List<FlowNode> started(BpmnFile file, @Nullable String inside) {
    return file.nodes().stream()
        .filter(FlowNode::isEventSubProcess)
        .filter(part -> Objects.equals(part.parent(), inside))
        .flatMap(
            part ->
                file.nodes().stream()
                    .filter(node -> node.type().equals("startEvent"))
                    .filter(node -> part.id().equals(node.parent())))
        .toList();
  }

  /** Around what is done once for each of several; it has the same id as what is done. */
  static boolean isBody(Standing one) {
    return one.type().equals("MULTI_INSTANCE_BODY");
  }
}
