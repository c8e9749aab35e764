/**
 * Figures that are published for each period that is over: whole totals, with what would give
 * somebody away left out, and the same for whoever looks. Source: policy 14.1, 14.2; procedure
 * section 9.
 */
@NullMarked
package org.haven.supervision.reports;

import org.jspecify.annotations.NullMarked;
