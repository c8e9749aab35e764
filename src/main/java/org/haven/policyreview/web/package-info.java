/** The page of the policy's versions, and checks of this journey's forms. */
@NullMarked
package org.haven.policyreview.web;

import org.jspecify.annotations.NullMarked;
