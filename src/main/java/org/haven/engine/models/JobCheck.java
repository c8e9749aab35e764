package org.haven.engine.models;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.haven.engine.models.BpmnFile.FlowNode;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Jobs: a worker does each of them, and the engine knows how often to try again. */
final class JobCheck implements StepCheck {
  private final Findings findings;
  private final @Nullable Set<String> workers;
  private final Set<String> asked = new HashSet<>();

  /**
   * @param workers the types that a worker does; null leaves types unchecked
   */
  JobCheck(Findings findings, @Nullable Set<String> workers) {
    this.findings = findings;
    this.workers = workers;
  }

  @Override
  public void check(Diagram diagram, FlowNode step) {
    Optional<Element> definition = step.extension("taskDefinition");
    if (definition.isPresent()) {
      checkType(diagram, step, definition.get());
      checkRetries(
          diagram, step, definition.get(), "it does not say how often its job is tried again");
    } else if (needsJob(step)) {
      findings.stop(
          diagram,
          step,
          "it does not say which job is done here",
          "Give it a job type, such as check-contact-gate");
    }
  }

  private static boolean needsJob(FlowNode step) {
    return switch (step.type()) {
      case "serviceTask", "sendTask" -> true;
      case "endEvent", "intermediateThrowEvent" -> step.isEvent("messageEventDefinition");
      default -> false;
    };
  }

  /** Of a step's job or of a job beside it. */
  void checkType(Diagram diagram, FlowNode step, Element job) {
    String type = job.getAttribute("type");
    if (type.startsWith("=") || !Words.KEBAB.matcher(type).matches()) {
      findings.stop(
          diagram,
          step,
          "its job type is not a fixed word in small letters with hyphens",
          "Name it after the step, such as check-contact-gate");
      return;
    }
    asked.add(type);
    if (workers != null && !workers.contains(type)) {
      findings.stop(
          diagram,
          step,
          "nothing in Haven does the job " + type,
          "Correct the job type"
              + Words.nearest(type, workers)
              + ", or ask for a worker of this name before the model goes live");
    }
  }

  void checkRetries(Diagram diagram, FlowNode step, Element job, String wrong) {
    if (!job.getAttribute("retries").matches("[1-9][0-9]?")) {
      findings.stop(diagram, step, wrong, "Set retries, usually 5");
    }
  }

  /** After all diagrams: is there a worker that none of them asks for? */
  void checkWorkers() {
    if (workers == null) {
      return;
    }
    for (String type : workers) {
      if (!asked.contains(type)) {
        findings.say(
            "workers",
            type,
            "no model asks for this job any more",
            "Remove the worker once no running journey needs it");
      }
    }
  }
}
