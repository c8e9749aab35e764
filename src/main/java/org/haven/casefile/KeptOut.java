package org.haven.casefile;

import org.haven.platform.CaseRef;

/**
 * Published when somebody is put on a case's conflict list.
 *
 * @param username a sign-in name, or a firm as {@link Contractors#conflictName} says it
 */
record KeptOut(CaseRef caseRef, String username) {}
