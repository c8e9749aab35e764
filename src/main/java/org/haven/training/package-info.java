/**
 * Training: a Haven of its own, with fictional cases and a clock that is moved forward. Nothing
 * here exists outside the profile {@code training}, and that profile starts on a record for
 * training alone. See ADR 27.
 */
@NullMarked
package org.haven.training;

import org.jspecify.annotations.NullMarked;
