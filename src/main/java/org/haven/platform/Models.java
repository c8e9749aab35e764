package org.haven.platform;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The process models as they were deployed: what a step is called, what the policy says about it
 * and how it is drawn. Every version that was ever deployed stays readable, because instances of it
 * may still run.
 */
public interface Models {
  /** A step, event or gateway of the version that runs; empty if we never deployed it. */
  Optional<Element> element(long processDefinitionKey, String elementId);

  /** The same by process id and version. */
  Optional<Element> element(String processId, int version, String elementId);

  /** All steps of a version, in the order of the file; empty if we never deployed it. */
  List<Element> elements(long processDefinitionKey);

  /**
   * The user task on whose edge the boundary event sits that leads to this event: from the end
   * event "Owner told" to the task whose owner is told.
   */
  Optional<Element> attachedTask(long processDefinitionKey, String eventId);

  /** How the steps of a version are joined, in the order of the file; empty if unknown. */
  List<Flow> flows(String processId, int version);

  /** The diagram as it was deployed. */
  Optional<String> bpmnXml(String processId, int version);

  /** The diagram of the newest version. */
  Optional<String> latestBpmnXml(String processId);

  /** All versions of a process that were ever deployed, the newest first. */
  List<Integer> versions(String processId);

  /** Which process and version stands behind the engine's key. */
  Optional<Deployed> process(long processDefinitionKey);

  /** The same by process id and version: the one that was deployed last. */
  Optional<Deployed> process(String processId, int version);

  /**
   * What a step without a label is called: {@code Gateway_ReportOnRecord} as "Report on record".
   */
  static String inWords(String elementId) {
    String words =
        elementId
            .substring(elementId.indexOf('_') + 1)
            .replaceAll("([a-z])([A-Z])", "$1 $2")
            .toLowerCase(Locale.ROOT);
    return words.isEmpty()
        ? elementId
        : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** The newest version of each process, by process id. */
  List<Deployed> processes();

  /**
   * A deployed version of a process.
   *
   * @param name the process's name in the model
   */
  record Deployed(
      long processDefinitionKey, String processId, int version, String name, Instant deployedAt) {}

  /**
   * A way from one element to the next.
   *
   * @param name its label, such as an answer to a gateway's question; often empty
   */
  record Flow(String name, String source, String target) {}

  /**
   * A step, event or gateway of a model.
   *
   * @param type its BPMN element name, such as {@code userTask} or {@code boundaryEvent}
   * @param name its label
   * @param documentation in plain English; empty if it has none
   * @param properties the {@code zeebe:property} values, such as {@code policyClause} and {@code
   *     team}; of a step that waits for a message also {@code messageName} and {@code messageKey}
   * @param formId of a user task
   * @param jobType of a service task or a sending event
   * @param attachedTo of a boundary event: the id of the step that it sits on
   */
  record Element(
      String id,
      String type,
      String name,
      String documentation,
      Map<String, String> properties,
      @Nullable String formId,
      @Nullable String jobType,
      @Nullable String attachedTo) {
    public Element {
      properties = Map.copyOf(properties);
    }

    public Optional<String> property(String name) {
      return Optional.ofNullable(properties.get(name));
    }
  }
}
