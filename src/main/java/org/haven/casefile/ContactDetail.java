package org.haven.casefile;

import org.haven.platform.sealing.Sealed;
import org.jspecify.annotations.Nullable;

/**
 * The number, address or person by which she is reached, and the word that shows it is really us or
 * her. Shown to somebody who typed why.
 *
 * @param unreadable true when a value was refused because it had been changed
 */
public record ContactDetail(
    @Nullable String method,
    @Nullable Sealed detail,
    @Nullable Sealed codeWord,
    boolean unreadable) {}
