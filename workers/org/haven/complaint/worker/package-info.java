/** The steps of complaint that the engine does through us. */
@NullMarked
package org.haven.complaint.worker;

import org.jspecify.annotations.NullMarked;
