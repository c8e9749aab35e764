/** The forms of a safeguarding referral, and the log on the case page of the safeguarding lead. */
@NullMarked
package org.haven.safeguardingreferral.web;

import org.jspecify.annotations.NullMarked;
