/**
 * Works orders: what is ordered at a home, which contractor has it, where it is, and what came of
 * it. Never who lives there, or why.
 */
@NullMarked
@NamedInterface("works")
package org.haven.casefile.works;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
