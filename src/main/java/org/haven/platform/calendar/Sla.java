package org.haven.platform.calendar;

import org.jspecify.annotations.Nullable;

/**
 * One limit of the procedure, as the table {@code taskSla} gives it.
 *
 * @param key such as {@code firstContact}
 * @param told who is told before and at breach
 * @param status how binding it is
 * @param startsFrom the moment on record from which it runs, such as {@code report}; absent if it
 *     runs from the opening of the task
 */
public record Sla(String key, Term term, Told told, Status status, @Nullable String startsFrom) {

  /** Law, guidance or practice, or our own proposal that the policy owner confirms. */
  public enum Status {
    STATUTORY,
    GUIDANCE,
    LOCAL
  }
}
