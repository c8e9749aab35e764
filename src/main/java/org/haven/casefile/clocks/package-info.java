/**
 * Clocks of a case: when they start and run out, that they stand still or are given more time, and
 * the nightly scan for what has come due.
 */
@NullMarked
@NamedInterface("clocks")
package org.haven.casefile.clocks;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
