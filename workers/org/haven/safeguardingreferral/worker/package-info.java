/** The steps of safeguarding-referral that the engine does through us. */
@NullMarked
package org.haven.safeguardingreferral.worker;

import org.jspecify.annotations.NullMarked;
