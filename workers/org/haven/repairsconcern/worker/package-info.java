/** The steps of repairs-concern that the engine does through us, and the nightly count. */
@NullMarked
package org.haven.repairsconcern.worker;

import org.jspecify.annotations.NullMarked;
