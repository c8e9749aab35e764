package org.haven.platform.calendar;

/**
 * One limit of the procedure, as the table {@code taskSla} gives it.
 *
 * @param key such as {@code firstContact}
 * @param told who is told before and at breach
 */
public record Sla(String key, Term term, Told told) {}
