package org.haven.casefile.glass;

import java.util.Set;
import org.haven.platform.CaseRef;

/**
 * Nobody reviewed a look through broken glass in time.
 *
 * @param toTell sign-in names of supervisors, none of whom is conflicted on the case
 */
public record GlassReviewLate(CaseRef caseRef, Set<String> toTell) {}
