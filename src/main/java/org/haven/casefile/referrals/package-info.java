/** What goes to other agencies, when they are to answer, what they answered, and what fits none. */
@NullMarked
@NamedInterface("referrals")
package org.haven.casefile.referrals;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
