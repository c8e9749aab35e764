package org.haven.platform;

/**
 * Marks a type whose values may become an engine variable: opaque ids, closed codes, dates, counts.
 * Besides these only enums, {@code boolean}, {@code int}, {@code long}, {@code LocalDate} and
 * {@code Instant}, and lists of them, leave PostgreSQL. A free text never does.
 */
public interface RoutingFact {}
