package org.haven.casefile;

import java.time.Instant;
import java.util.List;
import org.haven.platform.sealing.Sealed;
import org.jspecify.annotations.Nullable;

/**
 * What stands first on a case page: how she can be reached safely, what never to do, who must not
 * know.
 *
 * @param check whether she may be contacted now
 * @param method how, such as {@code phone}; absent when nothing is on record
 * @param hasDetail true if a number, an address, a person or a code word is on record; what it is
 *     is shown on request, with a reason
 * @param when days and times that are safe
 * @param unsafeToTell who must not know
 * @param never message keys of what never to do, such as {@code voicemail}
 * @param unreadable true when a sealed value was refused because it had been changed
 */
public record SafetyBanner(
    ContactCheck check,
    @Nullable String method,
    boolean hasDetail,
    @Nullable Sealed when,
    @Nullable Sealed unsafeToTell,
    List<String> never,
    @Nullable Instant checkedAt,
    @Nullable String checkedBy,
    boolean unreadable) {}
