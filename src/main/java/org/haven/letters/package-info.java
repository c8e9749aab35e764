/**
 * Letters and bundles: made from templates and the sealed record, checked by two people, then sent
 * by the safe way alone.
 */
@NullMarked
package org.haven.letters;

import org.jspecify.annotations.NullMarked;
