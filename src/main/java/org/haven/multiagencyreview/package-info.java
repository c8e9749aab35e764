/**
 * J15 multi-agency-review: we take part in a review that a partner leads. The records are held, the
 * chronology is checked by two people and approved before it goes.
 */
@NullMarked
package org.haven.multiagencyreview;

import org.jspecify.annotations.NullMarked;
