/** Breaking the glass: a look at another team's case, for a while, with a reason and a review. */
@NullMarked
@NamedInterface("glass")
package org.haven.casefile.glass;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
