package org.haven.casefile;

import org.haven.platform.CaseRef;

/**
 * Published when somebody is put on a case's conflict list.
 *
 * @param username a sign-in name, or a firm as {@link By#ofFirm} says it
 */
@CasefileOnly
public record KeptOut(CaseRef caseRef, String username) {}
