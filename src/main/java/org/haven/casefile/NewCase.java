package org.haven.casefile;

import java.time.Instant;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;

/**
 * What a case is opened with.
 *
 * @param channel how the report came in, such as {@code in-person}
 * @param receivedBy sign-in name of the member of staff who took the report; absent when a partner
 *     agency or a public page sent it
 * @param receiverTeam that person's team
 * @param sample true for fictional sample data
 */
public record NewCase(
    Code channel,
    Instant reportedAt,
    @Nullable String receivedBy,
    @Nullable Team receiverTeam,
    boolean sample) {}
