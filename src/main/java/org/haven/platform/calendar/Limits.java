package org.haven.platform.calendar;

import java.time.Instant;

/**
 * The two dates of a task or clock.
 *
 * @param warnAt when its owner is told
 * @param dueAt after this instant it is late
 */
public record Limits(Instant warnAt, Instant dueAt) {}
