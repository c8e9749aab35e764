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
 * @param detail number, address or person; absent when there is none or the viewer may not see it
 * @param when days and times that are safe
 * @param codeWord word that shows it is really us or her
 * @param unsafeToTell who must not know
 * @param never message keys of what never to do, such as {@code voicemail}
 * @param unreadable true when a sealed value was refused because it had been changed
 */
public record SafetyBanner(
    ContactCheck check,
    @Nullable String method,
    @Nullable Sealed detail,
    @Nullable Sealed when,
    @Nullable Sealed codeWord,
    @Nullable Sealed unsafeToTell,
    List<String> never,
    @Nullable Instant checkedAt,
    @Nullable String checkedBy,
    boolean unreadable) {}
