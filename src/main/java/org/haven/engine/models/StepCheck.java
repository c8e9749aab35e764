package org.haven.engine.models;

import org.haven.engine.models.BpmnFile.FlowNode;

/** Looks at every step of every diagram for one kind of fault. */
interface StepCheck {
  void check(Diagram diagram, FlowNode step);
}
