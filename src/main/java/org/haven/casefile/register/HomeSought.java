package org.haven.casefile.register;

import org.haven.platform.CaseRef;

/**
 * Published when her new home was looked for in the tenancy register.
 *
 * @param found false while no row has the reference that was given: it stands there for all to see
 *     if that was mistyped
 */
public record HomeSought(CaseRef caseRef, boolean found) {}
