/** Jobs of policy-review. */
@NullMarked
package org.haven.policyreview.worker;

import org.jspecify.annotations.NullMarked;
