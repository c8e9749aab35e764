package org.haven.letters;

import org.jspecify.annotations.Nullable;

/**
 * What Haven itself found in a draft.
 *
 * @param code message key after {@code letters.finding.}, such as {@code safe-address}
 * @param what what it was found in or about: a word of a closed list or a template's own need
 * @param blocks true if the letter cannot pass with it; else the checkers look at it
 */
public record Finding(String code, @Nullable String what, boolean blocks) {}
