/** Moves between areas: those we ask for, and those that other areas ask of us. */
@NullMarked
package org.haven.reciprocalmove;

import org.jspecify.annotations.NullMarked;
