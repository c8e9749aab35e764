package org.haven.homelessnessapplication;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A decision that she was told of.
 *
 * @param letterId under which a review is asked for
 * @param reviewUntil the last instant of the day until which she may ask
 * @param reviewAskedOn absent while no review was asked for
 * @param reviewOutcome upheld or changed, once decided
 */
public record DecisionView(
    String letterId,
    String duty,
    LocalDate notifiedOn,
    Instant reviewUntil,
    @Nullable LocalDate reviewAskedOn,
    @Nullable String reviewOutcome) {}
