package org.haven.engine.models;

/**
 * Something in a model that must be put right, in words for whoever keeps the policy.
 *
 * @param file such as {@code processes/assess-risk/assess-risk.bpmn}
 * @param element the id of the step, or of the thing in the file; empty for the file itself
 * @param label what the diagram calls it
 * @param wrong what is wrong
 * @param cure what to do about it
 * @param stops false for what is worth saying and stops nothing
 */
public record Finding(
    String file, String element, String label, String wrong, String cure, boolean stops) {
  @Override
  public String toString() {
    var where = new StringBuilder(file);
    if (!element.isEmpty()) {
      where.append(": ").append(element);
    }
    if (!label.isEmpty()) {
      where.append(" (\"").append(label).append("\")");
    }
    return where + ": " + wrong + ". " + cure;
  }
}
