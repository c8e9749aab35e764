/**
 * The council's tenancies: the register and its import, homes that must not be found in it, flags,
 * and which case is about a home; with the kind of file in which such things come and go.
 */
@NullMarked
@NamedInterface("register")
package org.haven.casefile.register;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
