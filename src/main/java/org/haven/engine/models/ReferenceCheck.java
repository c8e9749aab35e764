package org.haven.engine.models;

import java.util.Map;
import java.util.Optional;
import org.haven.engine.models.BpmnFile.FlowNode;

/** What a step takes from another file: it is there, and taken by the right binding. */
final class ReferenceCheck implements StepCheck {
  private final Findings findings;
  private final ModelFiles files;

  ReferenceCheck(Findings findings, ModelFiles files) {
    this.findings = findings;
    this.files = files;
  }

  @Override
  public void check(Diagram diagram, FlowNode step) {
    switch (step.type()) {
      case "businessRuleTask" -> table(diagram, step);
      case "callActivity" -> journey(diagram, step);
      default -> {}
    }
  }

  private void table(Diagram diagram, FlowNode step) {
    Optional<String> decision = step.extension("calledDecision", "decisionId");
    if (decision.isEmpty()) {
      if (step.extension("taskDefinition").isEmpty()) {
        findings.stop(
            diagram, step, "it names no decision table", "Choose the table, such as riskLevel");
      }
      return;
    }
    String id = decision.get();
    if (id.startsWith("=")) {
      return;
    }
    if (files.decisions().containsKey(id)) {
      binding(diagram, step, files.decisions(), id, "calledDecision", "table");
    } else {
      findings.stop(
          diagram,
          step,
          "there is no decision table " + id,
          "Correct the table's id"
              + Words.nearest(id, files.decisions().keySet())
              + ", or add processes/"
              + diagram.bundle()
              + "/"
              + id
              + ".dmn");
    }
    if (step.extension("calledDecision", "resultVariable").isEmpty()) {
      findings.stop(
          diagram,
          step,
          "the table's answer is not kept",
          "Set a result variable, such as " + id + "Result");
    }
  }

  private void journey(Diagram diagram, FlowNode step) {
    String called = step.extension("calledElement", "processId").orElse("");
    if (called.isEmpty()) {
      findings.stop(
          diagram,
          step,
          "it does not say which journey it calls",
          "Set the called element's process id");
      return;
    }
    if (called.startsWith("=")) {
      return;
    }
    if (files.processes().containsKey(called)) {
      binding(diagram, step, files.processes(), called, "calledElement", "journey");
    } else {
      findings.stop(
          diagram,
          step,
          "there is no journey " + called,
          "Correct the process id" + Words.nearest(called, files.processes().keySet()));
    }
    if (!"false".equals(step.extension("calledElement", "propagateAllChildVariables").orElse(""))) {
      findings.stop(
          diagram,
          step,
          "everything that the called journey knows comes back",
          "Switch off propagate all child variables and name what comes back in the outputs");
    }
  }

  /** Of a user task, which has one. */
  void form(Diagram diagram, FlowNode step, String form) {
    if (files.forms().containsKey(form)) {
      binding(diagram, step, files.forms(), form, "formDefinition", "form");
    } else {
      findings.stop(
          diagram,
          step,
          "there is no form " + form,
          "Correct the form's id"
              + Words.nearest(form, files.forms().keySet())
              + ", or add forms/"
              + diagram.bundle()
              + "/"
              + form
              + ".form");
    }
  }

  /**
   * {@code deployment} inside a bundle, {@code latest} for what stands in another.
   *
   * @param owners the bundle that holds each thing of the kind
   * @param extension in which the step names it
   */
  private void binding(
      Diagram diagram,
      FlowNode step,
      Map<String, String> owners,
      String id,
      String extension,
      String kind) {
    String what = kind + " " + id;
    String binding = step.extension(extension, "bindingType").orElse("latest");
    boolean own = diagram.bundle().equals(owners.get(id));
    boolean either = own && diagram.bundle().equals(ModelSet.SHARED);
    if (!either && !binding.equals(own ? "deployment" : "latest")) {
      findings.stop(
          diagram,
          step,
          "it takes the " + what + " by the wrong binding (" + binding + ")",
          own
              ? "Set binding to deployment: what is in the journey's own folder changes together"
                  + " with it"
              : "Set binding to latest: the " + what + " is deployed apart from this journey");
    }
  }
}
