package org.haven.engine.models;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.haven.engine.models.BpmnFile.FlowNode;

/** What the model check has found so far, each thing once. */
final class Findings {
  private final Set<Finding> found = new LinkedHashSet<>();

  /** Of a file as a whole. */
  void stop(String place, String wrong, String cure) {
    stop(place, "", "", wrong, cure);
  }

  /** Of a process as a whole. */
  void stop(Diagram diagram, String wrong, String cure) {
    stop(diagram.place(), diagram.process().id(), diagram.process().name(), wrong, cure);
  }

  void stop(Diagram diagram, FlowNode step, String wrong, String cure) {
    stop(diagram.place(), step.id(), step.name(), wrong, cure);
  }

  /**
   * @param element id of the thing in the file
   * @param cure without its full stop
   */
  void stop(String place, String element, String label, String wrong, String cure) {
    found.add(new Finding(place, element, label, wrong, cure + ".", true));
  }

  /** Worth saying; it stops nothing. */
  void say(String place, String element, String wrong, String cure) {
    found.add(new Finding(place, element, "", wrong, cure + ".", false));
  }

  List<Finding> all() {
    return List.copyOf(found);
  }
}
