/** The page of a case, finding a case, the tenancy register. */
@NullMarked
@NamedInterface("web")
package org.haven.casefile.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
