package org.haven.tasks;

/** SUBMITTED: saved with us and on its way to the engine; the others end as the engine said. */
public enum TaskStatus {
  OPEN,
  SUBMITTED,
  COMPLETED,
  CANCELLED
}
