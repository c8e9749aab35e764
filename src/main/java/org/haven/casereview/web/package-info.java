/** Checks of this journey's forms, and what the case page shows of reviews. */
@NullMarked
package org.haven.casereview.web;

import org.jspecify.annotations.NullMarked;
