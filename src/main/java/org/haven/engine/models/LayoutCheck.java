package org.haven.engine.models;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.haven.engine.models.BpmnFile.Flow;
import org.haven.engine.models.BpmnFile.FlowNode;
import org.jspecify.annotations.Nullable;

/** How a diagram is named, described, drawn and joined, and what its gateways ask. */
final class LayoutCheck implements StepCheck {
  private static final Pattern ID = Pattern.compile("[A-Z][A-Za-z]*_[A-Z][A-Za-z0-9]*");
  private static final Pattern MADE_UP = Pattern.compile("[A-Z][A-Za-z]*_(?=.*[0-9])[0-9a-z]{7}");
  private static final Pattern CLAUSE = Pattern.compile("[0-9]+(\\.[0-9]+)*|strategy");

  private final Findings findings;

  LayoutCheck(Findings findings) {
    this.findings = findings;
  }

  void checkProperties(Diagram diagram) {
    BpmnFile file = diagram.file();
    if (!file.document().getDocumentElement().getAttribute("xmlns:zeebe").equals(BpmnFile.ZEEBE)
        && !file.nodes().isEmpty()
        && file.nodes().stream().noneMatch(n -> n.extension("properties").isPresent())) {
      findings.stop(diagram, "it has no Camunda 8 properties at all", "Save it for Camunda 8");
    }
  }

  void checkArrows(Diagram diagram) {
    for (Flow flow : diagram.file().flows()) {
      if (!diagram.file().isDrawn(flow.id())) {
        findings.stop(
            diagram.place(),
            flow.id(),
            flow.name(),
            "the arrow from " + flow.source() + " to " + flow.target() + " is not drawn",
            "Draw it in the modeler, so that people see the way that the engine takes");
      }
    }
  }

  @Override
  public void check(Diagram diagram, FlowNode step) {
    named(diagram, step);
    described(diagram, step);
    if (!diagram.file().isDrawn(step.id())) {
      findings.stop(
          diagram, step, "it is not drawn", "Draw it in the modeler: what runs is what people see");
    }
    joined(diagram, step);
    if (step.type().equals("exclusiveGateway") || step.type().equals("inclusiveGateway")) {
      gateway(diagram, step);
    }
  }

  private void named(Diagram diagram, FlowNode step) {
    if (MADE_UP.matcher(step.id()).matches() || !ID.matcher(step.id()).matches()) {
      findings.stop(
          diagram,
          step,
          "its id was made up by the modeler or is not of the house's form",
          "Name it after its label, such as Task_CheckContactGate or EndEvent_Redirected");
    }
    boolean merges = step.isGateway() && diagram.file().from(step).size() <= 1;
    boolean forks = step.type().equals("parallelGateway");
    if (step.name().isEmpty() && !merges && !forks) {
      findings.stop(diagram, step, "it has no label", "Say on the diagram what happens here");
    }
  }

  private void described(Diagram diagram, FlowNode step) {
    String clause = step.properties().getOrDefault("policyClause", "");
    if (!CLAUSE.matcher(clause.split(",")[0].strip()).matches()) {
      findings.stop(
          diagram,
          step,
          "it does not say which clause of the policy it comes from",
          "Add the property policyClause, such as 7.5.3");
    }
    if (step.isActivity() && step.documentation().isEmpty()) {
      findings.stop(
          diagram,
          step,
          "it has no description",
          "Say in its documentation, in plain English, what is done here and why");
    }
  }

  private void joined(Diagram diagram, FlowNode step) {
    BpmnFile file = diagram.file();
    var into = file.into(step).stream().map(Flow::id).collect(Collectors.toSet());
    var from = file.from(step).stream().map(Flow::id).collect(Collectors.toSet());
    if (!into.equals(new HashSet<>(step.references("incoming")))
        || !from.equals(new HashSet<>(step.references("outgoing")))) {
      findings.stop(
          diagram,
          step,
          "the arrows that it lists as coming in and going out are not those of the diagram",
          "Open the file in the modeler and save it again");
    }
    if (step.isEventSubProcess()) {
      return;
    }
    boolean begins = step.type().equals("startEvent") || step.type().equals("boundaryEvent");
    if (into.isEmpty() && !begins) {
      findings.stop(
          diagram, step, "no arrow leads to it", "Join it to the step before, or remove it");
    }
    if (from.isEmpty() && !step.type().equals("endEvent")) {
      findings.stop(
          diagram,
          step,
          "no arrow leaves it",
          "Join it to the next step or to an end that says how the journey ended");
    }
  }

  /** One that chooses between ways. */
  private void gateway(Diagram diagram, FlowNode gateway) {
    List<Flow> out = diagram.file().from(gateway);
    if (out.size() < 2) {
      return;
    }
    String byDefault = gateway.element().getAttribute("default");
    // an inclusive gateway may say instead that one of its ways is always taken
    boolean always =
        gateway.type().equals("inclusiveGateway")
            && out.stream().anyMatch(flow -> isTrue(flow.condition()));
    if (byDefault.isEmpty() && !always) {
      findings.stop(
          diagram,
          gateway,
          "it has no default way out",
          "Mark one way as the default, so that a fact nobody knows stops nothing");
    }
    if (!gateway.name().endsWith("?")) {
      findings.stop(
          diagram,
          gateway,
          "its label is not a question",
          "Ask what is decided here, such as New or repeat case?");
    }
    for (Flow flow : out) {
      if (flow.name().isBlank()) {
        findings.stop(
            diagram.place(),
            flow.id(),
            "",
            "a way out of " + gateway.id() + " has no label",
            "Write the answer on the arrow");
      }
      if (!flow.id().equals(byDefault) && flow.condition() == null) {
        findings.stop(
            diagram.place(),
            flow.id(),
            flow.name(),
            "a way out of " + gateway.id() + " has no condition",
            "Say when it is taken, such as = urgent = true");
      }
    }
  }

  private static boolean isTrue(@Nullable String condition) {
    return condition != null && condition.replace(" ", "").equals("=true");
  }
}
