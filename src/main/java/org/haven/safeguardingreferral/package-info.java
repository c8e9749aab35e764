/**
 * J9, safeguarding referral: a concern for a child or an adult at risk, one referral for each
 * person, and the safeguarding log, which the safeguarding lead alone reads. Source: policy 4.2.1,
 * 10.1.
 */
@NullMarked
package org.haven.safeguardingreferral;

import org.jspecify.annotations.NullMarked;
