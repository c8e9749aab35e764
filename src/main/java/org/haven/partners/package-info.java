/**
 * The agencies beyond our door: mail that holds a reference and no more, a drop for sealed content,
 * the answers that machines sign and those that come by mail. Speaks to them for {@code casefile},
 * and to it alone.
 */
@NullMarked
package org.haven.partners;

import org.jspecify.annotations.NullMarked;
