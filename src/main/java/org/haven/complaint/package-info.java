/**
 * J16, complaint: our answers in two stages, by somebody who had no part in the case, and the
 * ombudsman after them. Source: policy 11.1 to 11.4; Housing Ombudsman Complaint Handling Code.
 */
@NullMarked
package org.haven.complaint;

import org.jspecify.annotations.NullMarked;
