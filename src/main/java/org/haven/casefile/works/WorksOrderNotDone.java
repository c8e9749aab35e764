package org.haven.casefile.works;

import org.haven.platform.CaseRef;

/** Published when a contractor told us that ordered work could not be done. */
public record WorksOrderNotDone(CaseRef caseRef) {}
