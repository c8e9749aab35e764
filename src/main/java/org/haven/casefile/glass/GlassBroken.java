package org.haven.casefile.glass;

import java.util.Set;
import org.haven.platform.CaseRef;

/**
 * Somebody looks at a case that is not their team's; published in the transaction that opens it.
 *
 * @param toTell sign-in names of who reviews such looks, none of them on the conflict list
 */
public record GlassBroken(CaseRef caseRef, Set<String> toTell) {}
