/** The page of a case, finding a case, the tenancy register. */
@NullMarked
package org.haven.casefile.web;

import org.jspecify.annotations.NullMarked;
