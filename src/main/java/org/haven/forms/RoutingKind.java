package org.haven.forms;

/**
 * What a field's answer becomes in the engine. A form marks a field with the property {@code
 * routing}; without it the answer is sealed.
 */
public enum RoutingKind {
  /** Sealed: the answer stays in the case record. */
  NONE,
  /** {@code true}, {@code false} or the word {@code "unknown"}. */
  BOOLEAN,
  /** One value of the field's own closed list. */
  CODE,
  /** Several values of the field's own closed list. */
  CODES,
  /** An ISO date. */
  DATE,
  /** A number. */
  NUMBER
}
