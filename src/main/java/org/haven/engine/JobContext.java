package org.haven.engine;

import java.util.Map;

/**
 * The job's own place in the engine; never a variable.
 *
 * @param processId BPMN process id
 * @param processDefinitionKey of the deployed version that runs
 * @param headers the task headers that the model gives this job, such as {@code slaKey}
 */
public record JobContext(
    long jobKey,
    String processId,
    int processVersion,
    long processDefinitionKey,
    long processInstanceKey,
    String elementId,
    long elementInstanceKey,
    Map<String, String> headers) {}
