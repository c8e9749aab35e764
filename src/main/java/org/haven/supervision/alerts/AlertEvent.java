package org.haven.supervision.alerts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a rule told somebody.
 *
 * @param fired false if it was over
 * @param figure absent if there was nothing to measure
 */
public record AlertEvent(boolean fired, @Nullable Integer figure, Instant at) {}
