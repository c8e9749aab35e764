/** Jobs of case-review. */
@NullMarked
package org.haven.casereview.worker;

import org.jspecify.annotations.NullMarked;
