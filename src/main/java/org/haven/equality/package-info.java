/**
 * Monitoring of equality, apart from every case: what people chose to tell about the nine protected
 * characteristics, kept as totals of a quarter and shown only where a total gives nobody away.
 * Source: Equality Act 2010 s. 4, 149; procedure section 2, EqualityMonitoring, and section 9.
 */
@NullMarked
package org.haven.equality;

import org.jspecify.annotations.NullMarked;
