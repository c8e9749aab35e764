/**
 * Legal time in England: London dates, office hours, bank holidays, and the limits of the procedure
 * counted on them. Working days and calendar days are different types.
 */
@NullMarked
@NamedInterface("calendar")
package org.haven.platform.calendar;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
