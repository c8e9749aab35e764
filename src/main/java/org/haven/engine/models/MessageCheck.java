package org.haven.engine.models;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.haven.engine.models.BpmnFile.FlowNode;
import org.w3c.dom.Element;

/** Messages and errors: each is named as the house does, and each event says for which it waits. */
final class MessageCheck implements StepCheck {
  private static final Pattern ERROR_CODE = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");

  private final Findings findings;

  /** The name of a message to the place of the journey that it starts. */
  private final Map<String, String> starts = new HashMap<>();

  MessageCheck(Findings findings) {
    this.findings = findings;
  }

  @Override
  public void check(Diagram diagram, FlowNode step) {
    error(diagram, step);
    message(diagram, step);
  }

  private void error(Diagram diagram, FlowNode step) {
    if (!step.isEvent("errorEventDefinition")) {
      return;
    }
    Element error =
        step.eventDefinition()
            .map(definition -> localPart(definition.getAttribute("errorRef")))
            .flatMap(reference -> Optional.ofNullable(diagram.file().errors().get(reference)))
            .orElse(null);
    if (error == null || error.getAttribute("errorCode").isBlank()) {
      findings.stop(
          diagram,
          step,
          "it does not say which error it catches",
          "Choose an error with a code, such as CONTACT_NOT_SAFE");
    }
  }

  private void message(Diagram diagram, FlowNode step) {
    Optional<String> reference = messageReference(step);
    if (reference.isEmpty()) {
      return;
    }
    boolean throwsIt =
        step.type().equals("endEvent") || step.type().equals("intermediateThrowEvent");
    Element message = diagram.file().messages().get(localPart(reference.get()));
    if (!throwsIt && (message == null || message.getAttribute("name").isBlank())) {
      findings.stop(
          diagram,
          step,
          "it does not say which message it waits for",
          "Choose a message with a name, such as domestic-abuse-reported");
    } else if (message != null && step.type().equals("startEvent") && step.parent() == null) {
      start(diagram, step, message.getAttribute("name"));
    }
  }

  private static Optional<String> messageReference(FlowNode step) {
    Optional<String> ofEvent =
        step.eventDefinition()
            .filter(definition -> definition.getLocalName().equals("messageEventDefinition"))
            .map(definition -> definition.getAttribute("messageRef"));
    return step.type().equals("receiveTask")
        ? ofEvent.or(() -> Optional.of(step.element().getAttribute("messageRef")))
        : ofEvent;
  }

  private void start(Diagram diagram, FlowNode step, String name) {
    String other = starts.put(name, diagram.place());
    if (other != null && !other.equals(diagram.place())) {
      findings.stop(
          diagram,
          step,
          "the message " + name + " already starts another journey (" + other + ")",
          "Give each journey a start message of its own");
    }
  }

  void checkNames(Diagram diagram) {
    diagram.file().messages().forEach((id, message) -> messageName(diagram, id, message));
    diagram.file().errors().forEach((id, error) -> errorCode(diagram, id, error));
  }

  private void messageName(Diagram diagram, String id, Element message) {
    String name = message.getAttribute("name");
    if (!Words.KEBAB.matcher(name).matches()) {
      findings.stop(
          diagram.place(),
          id,
          name,
          "the message's name is not in small letters with hyphens",
          "Name it after what has happened, such as domestic-abuse-reported");
    } else if (!id.equals("Message_" + pascal(name))) {
      findings.stop(
          diagram.place(),
          id,
          name,
          "the message's id does not follow its name",
          "Call it Message_" + pascal(name));
    }
  }

  private void errorCode(Diagram diagram, String id, Element error) {
    String code = error.getAttribute("errorCode");
    if (!ERROR_CODE.matcher(code).matches()) {
      findings.stop(
          diagram.place(),
          id,
          code,
          "the error's code is not in capitals with underscores",
          "Write it such as CONTACT_NOT_SAFE");
    }
  }

  private static String pascal(String kebab) {
    return Arrays.stream(kebab.split("-"))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }

  /** The part of a reference after its namespace prefix. */
  private static String localPart(String reference) {
    return reference.substring(reference.indexOf(':') + 1);
  }
}
