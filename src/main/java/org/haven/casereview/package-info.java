/**
 * J17, case review: looks at each case until it can be closed, ends the flag on her tenancy, and
 * disposes of the record when its time is over. Source: policy 7.6.1, 10.1-10.3, 14.1.
 */
@NullMarked
package org.haven.casereview;

import org.jspecify.annotations.NullMarked;
