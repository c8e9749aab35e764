/**
 * J19, policy review: which version of the policy is in force, when it is looked at again, and how
 * new rules come into force. Source: policy 14.3, 13.1.
 */
@NullMarked
package org.haven.policyreview;

import org.jspecify.annotations.NullMarked;
