/**
 * J12, end of a tenancy: the last day of a notice, and who holds a tenancy after a court order.
 * Source: policy 7.4.4, strategy.
 */
@NullMarked
package org.haven.endtenancy;

import org.jspecify.annotations.NullMarked;
