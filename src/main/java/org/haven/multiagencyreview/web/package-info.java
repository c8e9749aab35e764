/** The page on which a request for a review is taken, the chronology's form, what forms check. */
@NullMarked
package org.haven.multiagencyreview.web;

import org.jspecify.annotations.NullMarked;
