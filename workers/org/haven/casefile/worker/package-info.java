/** The steps that all journeys share: conflicts, contact gate, case facts, lead team, clocks. */
@NullMarked
package org.haven.casefile.worker;

import org.jspecify.annotations.NullMarked;
