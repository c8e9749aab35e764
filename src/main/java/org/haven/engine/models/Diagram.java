package org.haven.engine.models;

/**
 * A diagram that could be read.
 *
 * @param place such as {@code processes/assess-risk/assess-risk.bpmn}
 * @param file holds one process
 */
record Diagram(String place, BpmnFile file) {
  String bundle() {
    return place.split("/")[1];
  }

  BpmnFile.Process process() {
    return file.processes().getFirst();
  }

  /** What the diagram calls the thing; empty if it is no step. */
  String label(String id) {
    return file.node(id).map(BpmnFile.FlowNode::name).orElse("");
  }
}
