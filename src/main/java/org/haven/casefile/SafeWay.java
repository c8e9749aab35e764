package org.haven.casefile;

import org.haven.platform.sealing.Sealed;
import org.jspecify.annotations.Nullable;

/**
 * How she can be reached, opened for what Haven itself sends.
 *
 * @param check whether she may be written to now
 * @param method how, such as {@code post}; absent when nothing is on record
 * @param detail number or address
 * @param codeWord word that shows it is really us or her
 * @param portalAllowed true only if she said that she may be written to in the online account
 */
public record SafeWay(
    ContactCheck check,
    @Nullable String method,
    @Nullable Sealed detail,
    @Nullable Sealed codeWord,
    boolean portalAllowed) {}
