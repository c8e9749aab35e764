package org.haven.casefile;

import java.time.Instant;
import java.util.Map;
import org.haven.platform.JourneyId;
import org.haven.platform.sealing.Sealed;
import org.jspecify.annotations.Nullable;

/**
 * One line of a case's timeline.
 *
 * @param kind such as {@code report}, {@code task}, {@code journey}, {@code decision}
 * @param textKey message key of the sentence, such as {@code timeline.lead-assigned}
 * @param details routing facts for that sentence
 * @param note what somebody typed, if anything
 */
public record TimelineEntry(
    long id,
    Instant at,
    String by,
    String kind,
    @Nullable JourneyId journeyId,
    String textKey,
    Map<String, Object> details,
    @Nullable Sealed note) {}
