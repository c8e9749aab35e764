package org.haven.casefile.referrals;

import java.time.Instant;
import java.util.UUID;
import org.haven.platform.Code;
import org.haven.platform.sealing.SealedFields;
import org.jspecify.annotations.Nullable;

/**
 * What came from an agency and moved nothing, for an officer to read.
 *
 * @param why {@code unknown}, {@code closed}, {@code answered} or {@code by-mail}
 * @param fields answer, dates and words as they came
 */
public record KeptAnswer(
    UUID id,
    @Nullable String referralId,
    Code why,
    @Nullable String agency,
    Code channel,
    SealedFields fields,
    Instant at,
    @Nullable Instant seenAt,
    @Nullable String seenBy) {}
