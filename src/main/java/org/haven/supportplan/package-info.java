/**
 * J10, support plan: what would help her, who may hear of it, the One Stop Shop. Source: policy
 * 6.2, 7.3.1, 7.3.2; strategy.
 */
@NullMarked
package org.haven.supportplan;

import org.jspecify.annotations.NullMarked;
