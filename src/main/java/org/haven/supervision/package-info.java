/**
 * What supervisors and administrators see of the whole: parts of the platform, what stands still.
 */
@NullMarked
package org.haven.supervision;

import org.jspecify.annotations.NullMarked;
