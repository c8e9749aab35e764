/** How limits are kept: met, late, paused, given more time, and what is about to be late. */
@NullMarked
package org.haven.supervision.levels;

import org.jspecify.annotations.NullMarked;
